import { describe, expect, it } from 'vitest';

import { expectLinearTime } from '../../../../../test/support/bounded.js';
import { sampleMessage } from '../../../../../test/support/sample-operator-mail.js';
import { forwardedMessage } from './forwarded-message.js';

const NAMES = { domain: 'havedane.test', to: 'admin@example.net', from: undefined };
const HEADER = { subject: null, author: null };

function attachedAs(content: string | Uint8Array): string | undefined {
  const state = { id: 1, attempts: 1, unfinished: 0, dueAt: 0, readAt: null, problem: null };
  const message = { ...sampleMessage({ content: Buffer.from(content) }), ...state };
  const [attachment] = forwardedMessage(message, HEADER, NAMES).attachments;
  return attachment?.contentType;
}

describe('the attached message', () => {
  const line = 'x'.repeat(998);

  it.each([
    ['short lines', 'one\r\ntwo\r\n', 'message/rfc822'],
    ['lines as long as may be', `${line}\r\n${line}\n${line}\r${line}`, 'message/rfc822'],
    ['a line that is longer', `short\r\n${line}x\r\n`, 'application/octet-stream'],
    ['a NUL', 'one\0two', 'application/octet-stream'],
    ['8 bits', 'gr\u00fc\u00dfe', 'message/rfc822'],
  ])('with %s', (_what, content, type) => {
    expect(attachedAs(content)).toBe(type);
  });

  it('takes time in proportion to its length', async () => {
    const make = (size: number): Buffer => Buffer.from(`${'x'.repeat(997)}\n`.repeat(Math.ceil(size / 998)));
    await expectLinearTime(make, attachedAs, 65_536);
  });
});
