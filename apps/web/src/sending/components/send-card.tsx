import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { CopyButton } from '../../shared/components/copy-button.js';
import { Icon } from '../../shared/components/icon.js';
import {
  WAYS,
  WAY_NAMES,
  type Way,
  addressesOf,
  mailPath,
  mailtoUri,
  readLabel,
  sendCommand,
  takesLabel,
  webmailLinks,
} from '../format/ways.js';
import { QrCode } from './qr-code.js';

/** The addresses, and how to mail them all with one message. */
export function SendCard({ check }: { check: CheckBody }): JSX.Element {
  const [way, setWay] = useState<Way>('mail-app');
  const [typed, setTyped] = useState('');
  const label = readLabel(typed);
  const addresses = addressesOf(check, label);
  return (
    <>
      <fieldset class="ways">
        <legend class="visually-hidden">Send from</legend>
        {WAYS.map((each) => (
          <label key={each} class="ways__way">
            <input
              type="radio"
              name="way"
              class="visually-hidden"
              checked={each === way}
              onChange={() => setWay(each)}
            />
            <span>{WAY_NAMES[each]}</span>
          </label>
        ))}
      </fieldset>
      <ul class="addresses">
        {check.scenarios.map(({ id, title }, index) => (
          <li key={id} class="address">
            <code class="address__value">
              <Breakable text={addresses[index] ?? ''} />
            </code>
            <span class="address__title">{title}</span>
            <CopyButton text={addresses[index] ?? ''} label="Copy" about={`the address ${title}`} />
          </li>
        ))}
      </ul>
      <WayActions way={way} check={check} addresses={addresses} label={label} />
      {takesLabel(check) && (
        <LabelField typed={typed} isUsable={typed === '' || label !== null} onType={setTyped} />
      )}
    </>
  );
}

interface WayProps {
  readonly way: Way;
  readonly check: CheckBody;
  readonly addresses: readonly string[];
  readonly label: string | null;
}

function WayActions({ way, check, addresses, label }: WayProps): JSX.Element {
  const { url } = check;
  const count = addresses.length;
  switch (way) {
    case 'mail-app':
      return (
        <Actions hint="Any subject and text will do. The addresses are unique to this check.">
          <a class="button button--primary" href={mailtoUri(addresses, url)}>
            <Icon name="mail" />
            Open in mail app
          </a>
          <CopyButton text={addresses.join(', ')} label={`Copy all ${count}`} />
          <PhoneCode url={url} />
        </Actions>
      );
    case 'webmail':
      return (
        <Actions hint="Or copy the addresses, separated by commas, into any other webmail.">
          {webmailLinks(addresses).map(({ name, href }, index) => (
            <a
              key={name}
              class={`button${index === 0 ? ' button--primary' : ''}`}
              href={href}
              rel="noreferrer"
              target="_blank"
            >
              {name}
            </a>
          ))}
          <CopyButton text={addresses.join(', ')} label={`Copy all ${count}`} />
        </Actions>
      );
    case 'outlook':
      return (
        <Actions hint="Outlook for Windows separates addresses by semicolons. The draft is a file that opens as a new message.">
          <CopyButton text={addresses.join('; ')} label={`Copy all ${count} with ;`} isPrimary />
          <a class="button" href={mailPath(url, { label, format: 'draft' })} download>
            Download draft (.eml)
          </a>
        </Actions>
      );
    case 'command': {
      const command = sendCommand(url, label);
      return (
        <>
          <pre class="command">
            <code>{command}</code>
          </pre>
          <Actions hint="On the server itself: Postfix, Exim, Sendmail, OpenSMTPD and msmtp all have sendmail.">
            <CopyButton text={command} label="Copy command" isPrimary />
            <CopyButton text={addresses.join(' ')} label={`Copy all ${count}`} />
          </Actions>
        </>
      );
    }
  }
}

function Actions({ hint, children }: { hint: string; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <div class="actions">{children}</div>
      <p class="hint">{hint}</p>
    </>
  );
}

function PhoneCode({ url }: { url: string }): JSX.Element {
  return (
    <details class="phone-code">
      <summary class="button">QR code</summary>
      <div class="phone-code__body">
        <QrCode text={url} label="QR code that opens this page" />
        <p>Opens this page on your phone.</p>
      </div>
    </details>
  );
}

interface LabelProps {
  readonly typed: string;
  readonly isUsable: boolean;
  readonly onType: (text: string) => void;
}

function LabelField({ typed, isUsable, onType }: LabelProps): JSX.Element {
  return (
    <details class="disclosure label-field">
      <summary>Several servers? Label them</summary>
      <div class="label-field__body">
        <label for="label">Label of the sending server, such as mx1</label>
        <input
          id="label"
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={32}
          value={typed}
          aria-invalid={!isUsable}
          aria-describedby="label-hint"
          onInput={({ currentTarget }) => onType(currentTarget.value)}
        />
        <p id="label-hint" class={isUsable ? 'hint' : 'hint hint--bad'}>
          {isUsable
            ? 'It becomes the part before the @, and names the server in the result. Send one message with each.'
            : 'Use up to 32 letters, digits and hyphens.'}
        </p>
      </div>
    </details>
  );
}
