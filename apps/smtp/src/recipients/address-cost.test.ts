/** What senders say costs no more than it is long: addresses, names and headers of any kind. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseHostName, parseQueryName } from '#checks';

import { expectLinearTime } from '../../../../test/support/bounded.js';
import { readHeader } from '../messages/message-header.js';
import { inAscii, readQuotedLocalPart } from '../receiver/lenient-connection.js';
import { printable } from '../session/observe.js';
import { RecipientsService } from './recipients.service.js';

const DOMAIN = 'dane.example';
const recipients = new RecipientsService(DOMAIN, {} as never, {} as never, {} as never);

const FILLINGS = [
  'a',
  '.',
  '@',
  'a.',
  '-',
  ' ',
  '\r\n ',
  '\u00fc',
  '\u00fc.',
  '\u202e',
  'xn--',
  '\ud800',
  '"',
  '\\',
  '<',
  ':',
];
const PARSERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ['a recipient', (text) => recipients.parse(`test@${text}.${DOMAIN}`)],
  ['a domain', inAscii],
  ['a local part', (text) => recipients.parse(`${text}@do.${DOMAIN}`)],
  ['a quoted local part', (text) => readQuotedLocalPart(`RCPT TO:<"${text}"@do.${DOMAIN}> X=${text}`)],
  ['a path', (text) => readQuotedLocalPart(`RCPT TO: ${text}<${text}>`)],
  ['a source route', (text) => readQuotedLocalPart(`RCPT TO:<@${text},@${text}:"a"@do.${DOMAIN}`)],
  ['a server name', (text) => parseHostName(`${text}.do.${DOMAIN}`, DOMAIN)],
  ['a name in DNS', (text) => parseQueryName(`${text}.do.${DOMAIN}`, DOMAIN)],
  ['a Message-ID', (text) => readHeader(`Message-ID: ${text}\r\n\r\n`)],
  ['a trace field', (text) => readHeader(`Received: ${text};${text}\r\n\r\n`)],
  ['a date', (text) => readHeader(`Date: ${text}\r\n\r\n`)],
  ['a header', (text) => readHeader(`${text}message-id${text}`)],
  ['a greeting', (text) => printable(text, 255)],
];

describe('what a sender says', () => {
  it.each(PARSERS)('takes no more time than it is long: %s', async (_what, parse) => {
    for (const filling of FILLINGS) {
      await expectLinearTime((size) => filling.repeat(size / filling.length), parse, 2_048);
    }
  });

  it('is one of the kinds of recipient, whatever it is', () => {
    const part = fc.oneof(
      fc.constantFrom(...FILLINGS, 'test', 'do', 'postmaster', DOMAIN),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const recipient = recipients.parse(parts.join(''));
        expect(['check', 'operator', 'unknown-mailbox', 'foreign']).toContain(recipient.kind);
        if (recipient.kind === 'check') expect(recipient.token).toMatch(/^[a-z0-9]{12}$/);
      }),
    );
  });
});
