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
  switch (way) {
    case 'mail-app':
      return (
        <Actions
          hint={
            isSafeUri(mailtoUri(addresses, url))
              ? 'Any subject and text will do. The addresses are unique to this check.'
              : 'Some mail apps cut a list this long: if one address is missing there, copy them all instead.'
          }
        >
          <a class="button button--primary" href={mailtoUri(addresses, url)}>
            <Icon name="mail" />
            Open in mail app
          </a>
          <CopyButton text={addresses.join(', ')} label={`Copy all ${count}`} />
          <PhoneCode token={check.token} />
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
          <a class="button" href={mailPath(url, { ...choice, format: 'draft' })} download>
            Download draft (.eml)
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

function PhoneCode({ token }: { token: string }): JSX.Element {
  return (
    <details class="phone-code">
      <summary class="button">QR code</summary>
      <div class="phone-code__body">
        <img
          class="qr"
          src={`/check/${token}/qr.svg`}
          alt="QR code that opens this page"
          loading="lazy"
          width={208}
          height={208}
        />
        <p>Opens this page on your phone.</p>
      </div>
    </details>
  );
}
