import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readReply, replyText } from './smtp-reply.js';

describe('readReply', () => {
  it('reads a reply of several lines and leaves what follows', () => {
    expect(readReply(Buffer.from('250-mx.test\r\n250-SIZE 1\n250 STARTTLS\r\nnext'))).toEqual({
      kind: 'reply',
      reply: { code: 250, lines: ['mx.test', 'SIZE 1', 'STARTTLS'] },
      rest: Buffer.from('next'),
    });
  });

  it.each(['', '220', '220 half a line', '250-first\r\n', '250-first\r\n250'])('waits after %j', (text) => {
    expect(readReply(Buffer.from(text))).toEqual({ kind: 'incomplete' });
  });

  it.each(['HTTP/1.1 400 Bad Request\r\n', '2200 x\r\n', '\r\n', '\x16\x03\x01\n', '120 x\r\n'])(
    'does not take %j for SMTP',
    (text) => {
      expect(readReply(Buffer.from(text))).toMatchObject({ kind: 'malformed' });
    },
  );

  it('bounds a line and a reply, whether they end or not', () => {
    const long = `220 ${'x'.repeat(2100)}`;
    expect(readReply(Buffer.from(long))).toMatchObject({ detail: expect.stringContaining('a line') });
    expect(readReply(Buffer.from(`${long}\r\n`))).toMatchObject({
      detail: expect.stringContaining('a line'),
    });
    const endless = '220-hello\r\n'.repeat(2000);
    expect(readReply(Buffer.from(endless))).toMatchObject({ detail: expect.stringContaining('a reply') });
  });

  it('replaces what could steer a terminal', () => {
    const read = readReply(Buffer.from('220 a\u001b[31mb\u202Ec\r\n'));
    expect(read.kind === 'reply' && replyText(read.reply)).toBe('220 a\uFFFD[31mb\uFFFDc');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => void readReply(Buffer.from(octets))),
    );
  });

  it('waits for the whole reply, wherever it is cut', () => {
    const whole = Buffer.from('250-mx.test\r\n250-SIZE 1\r\n250 STARTTLS\r\n');
    for (let length = 0; length < whole.length; length += 1) {
      expect(readReply(whole.subarray(0, length))).toEqual({ kind: 'incomplete' });
    }
    expect(readReply(whole)).toMatchObject({ kind: 'reply' });
  });
});
