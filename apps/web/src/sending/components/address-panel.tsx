import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { CopyButton } from '../../shared/components/copy-button.js';
import { Icon } from '../../shared/components/icon.js';
import { mailtoUri, recipientList } from '../format/recipients.js';
import { countWord } from '../format/scenario-text.js';
import { LocalHint } from './local-hint.js';
import { QrCode } from './qr-code.js';

export function AddressPanel({ check }: { check: CheckBody }): JSX.Element {
  const mailto = mailtoUri(check);
  const count = countWord(check.scenarios.length);
  return (
    <section class="panel" aria-labelledby="addresses-title">
      <h2 id="addresses-title">Send one message to all {count}</h2>
      <p class="panel__intro">
        From a mailbox on the server that you want to test. Subject and text do not matter. These addresses
        are yours alone.
      </p>
      <div class="addresses">
        <ul class="addresses__list">
          {check.scenarios.map(({ id, title, address }) => (
            <AddressRow key={id} title={title} address={address} />
          ))}
        </ul>
        <figure class="addresses__qr">
          <QrCode text={mailto} label={`QR code that opens a new message to all ${count} addresses`} />
          <figcaption>Scan to write from your phone</figcaption>
        </figure>
      </div>
      <div class="actions">
        <a class="button button--primary" href={mailto}>
          <Icon name="mail" />
          Open in mail app
        </a>
        <CopyButton text={recipientList(check.scenarios)} label={`Copy all ${count}`} />
      </div>
      <LocalHint check={check} />
    </section>
  );
}

function AddressRow({ title, address }: { title: string; address: string }): JSX.Element {
  return (
    <li class="address">
      <div class="address__text">
        <span class="address__title">{title}</span>
        <code class="address__value">
          <Breakable text={address} />
        </code>
      </div>
      <CopyButton text={address} label="Copy" about={`the address ${title}`} />
    </li>
  );
}
