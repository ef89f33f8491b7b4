import type { ComponentChildren, JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { CopyButton } from '../../shared/components/copy-button.js';
import { Icon } from '../../shared/components/icon.js';
import {
  type MailChoice,
  type Way,
  isSafeUri,
  mailPath,
  mailtoUri,
  sendCommand,
  webmailLinks,
} from '../format/ways.js';
import { t } from '../../shared/texts.js';

interface WayProps {
  readonly way: Way;
  readonly check: CheckBody;
  readonly addresses: readonly string[];
  readonly choice: MailChoice;
}

/** What there is to press for one way of sending. */
export function WayActions({ way, check, addresses, choice }: WayProps): JSX.Element {
  const { url } = check;
  const count = addresses.length;
  const { actions } = t.sending;
  switch (way) {
    case 'mail-app':
      return (
        <Actions hint={isSafeUri(mailtoUri(addresses, url)) ? actions.mailAppHint : actions.mailAppCuts}>
          <a class="button button--primary" href={mailtoUri(addresses, url)}>
            <Icon name="mail" />
            {actions.openMailApp}
          </a>
          <CopyButton text={addresses.join(', ')} label={actions.copyAll(count)} />
          <PhoneCode token={check.token} />
        </Actions>
      );
    case 'webmail':
      return (
        <Actions hint={actions.webmailHint}>
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
          <CopyButton text={addresses.join(', ')} label={actions.copyAll(count)} />
        </Actions>
      );
    case 'outlook':
      return (
        <Actions hint={actions.outlookHint}>
          <CopyButton text={addresses.join('; ')} label={actions.copyAllForOutlook(count)} isPrimary />
          <a class="button" href={mailPath(url, { ...choice, format: 'draft' })} download>
            {actions.downloadDraft}
          </a>
        </Actions>
      );
    case 'command': {
      const command = sendCommand(url, choice);
      return (
        <>
          <pre class="command">
            <code>{command}</code>
          </pre>
          <Actions hint={actions.commandHint}>
            <CopyButton text={command} label={actions.copyCommand} isPrimary />
            <CopyButton text={addresses.join(' ')} label={actions.copyAll(count)} />
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

function PhoneCode({ token }: { token: string }): JSX.Element {
  return (
    <details class="phone-code">
      <summary class="button">{t.sending.actions.qrCode}</summary>
      <div class="phone-code__body">
        <img
          class="qr"
          src={`/check/${token}/qr.svg`}
          alt={t.sending.actions.qrCodeOpens}
          loading="lazy"
          width={208}
          height={208}
        />
        <p>{t.sending.actions.opensOnPhone}</p>
      </div>
    </details>
  );
}
