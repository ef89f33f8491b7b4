import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { detail } from '#text';

import { expectLinearTime } from '../../../../test/support/bounded.js';
import { type ReadReply, ReplyReader, replyText } from './smtp-connection.js';

function readReply(received: Buffer): ReadReply {
  const reader = new ReplyReader();
  reader.add(received);
  return reader.next();
}

/** As they come: in pieces of this many octets, each looked at. */
function readInPieces(received: Buffer, octets: number): ReadReply[] {
  const reader = new ReplyReader();
  const replies: ReadReply[] = [];
  for (let at = 0; at < received.length; at += octets) {
    reader.add(received.subarray(at, at + octets));
    for (let read = reader.next(); read.kind !== 'incomplete'; read = reader.next()) {
      replies.push(read);
      if (read.kind === 'malformed') return replies;
    }
  }
  return replies;
}

describe('readReply', () => {
  it('reads a reply of several lines and leaves what follows', () => {
    const reader = new ReplyReader();
    reader.add(Buffer.from('250-mx.test\r\n250-SIZE 1\n250 STARTTLS\r\nnext'));
    expect(reader.next()).toEqual({
      kind: 'reply',
      reply: { code: 250, lines: ['mx.test', 'SIZE 1', 'STARTTLS'] },
    });
    expect(reader.rest).toEqual(Buffer.from('next'));
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
    expect(readReply(Buffer.from(long))).toMatchObject({ why: { code: 'line-too-long' } });
    expect(readReply(Buffer.from(`${long}\r\n`))).toMatchObject({
      why: { code: 'line-too-long' },
    });
    const endless = `220-${'hello'.repeat(100)}\r\n`.repeat(200);
    expect(readReply(Buffer.from(endless))).toMatchObject({ why: { code: 'reply-too-long' } });
  });

  it('replaces what could steer a terminal', () => {
    const read = readReply(Buffer.from('220 a\u001b[31mb\u202Ec\r\n'));
    expect(read.kind === 'reply' && replyText(read.reply)).toBe('220 a\uFFFD[31mb\uFFFDc');
  });

  it('bounds the lines of a reply, and not those of several', () => {
    const lines = (count: number) => Buffer.from(`${'250-a\r\n'.repeat(count - 1)}250 a\r\n`);
    expect(readReply(lines(128))).toMatchObject({ kind: 'reply' });
    expect(readReply(lines(129))).toEqual({
      kind: 'malformed',
      why: detail('reply-too-many-lines', 128),
    });
    expect(readInPieces(Buffer.concat([lines(100), lines(100)]), 1_000)).toMatchObject([
      { kind: 'reply' },
      { kind: 'reply' },
    ]);
  });

  it('reads the same however it is cut, within its bounds', () => {
    const line = fc.constantFrom(
      '250-a\r\n',
      '250 b\n',
      '220 \u202E\r\n',
      `250-${'x'.repeat(900)}\r\n`,
      'HTTP\n',
      '\n',
    );
    const octets = fc.oneof(
      fc.array(line, { maxLength: 60 }).map((lines) => Buffer.from(lines.join(''))),
      fc.uint8Array({ maxLength: 200 }).map((noise) => Buffer.from(noise)),
    );
    fc.assert(
      fc.property(octets, fc.integer({ min: 1, max: 500 }), (received, size) => {
        const replies = readInPieces(received, size);
        expect(replies).toEqual(readInPieces(received, received.length + 1));
        for (const read of replies) {
          if (read.kind !== 'reply') continue;
          expect(read.reply.lines.length).toBeLessThanOrEqual(128);
          expect(replyText(read.reply).length).toBeLessThanOrEqual(16_384);
        }
      }),
    );
  });

  it.each([
    ['one endless line', 'x'],
    ['lines', '250-x\n'],
    ['replies', '250 x\r\n'],
  ])('takes no more time than there are octets, when %s come one by one', async (_what, text) => {
    await expectLinearTime(
      (size) => Buffer.alloc(size, text),
      (received) => readInPieces(received, 1),
      1_024,
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
