import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { beyondMimeBounds } from './mime-bounds.js';

const beyond = (text: string) => beyondMimeBounds(Buffer.from(text, 'latin1'));

function nested(levels: number): string {
  let text = 'Content-Type: text/plain\r\n\r\nx\r\n';
  for (let n = 0; n < levels; n += 1)
    text = `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n${text}\r\n--b${n}--\r\n`;
  return text;
}

describe('the bounds on MIME', () => {
  it.each([
    ['nothing', ''],
    ['a header alone', 'Subject: x\r\n'],
    ['a few multiparts inside each other', nested(10)],
    ['a long body', `Subject: x\r\n\r\n${'long line '.repeat(100_000)}`],
    ['many fields', `${'Received: from a\r\n'.repeat(300)}\r\n`],
  ])('take %s', (_what, text) => {
    expect(beyond(text)).toBeNull();
  });

  it.each([
    ['multiparts', nested(33), /^has more than 32 multiparts/],
    ['messages inside each other', 'Content-Type: message/rfc822\r\n\r\n'.repeat(33), /^has more than 32/],
    ['parts', `a: b\r\n\r\n${'--b\r\n\r\n'.repeat(1_001)}`, /^has more than 1000 lines/],
    ['lines', `a: b\r\n\r\n${'\n'.repeat(250_000)}`, /^has more than 250000 lines/],
    ['fields', 'a: b\n'.repeat(501), /^has more than 500 header fields/],
    ['fields of a part', `a: b\r\n\r\n--b\r\n${'a: b\r\n'.repeat(501)}`, /^has more than 500 header fields/],
    ['a header', `a: ${'x'.repeat(70_000)}\r\n\r\n`, /^has a header of more than 65536 bytes/],
    ['folded lines', `a: b\r\n${' c\r\n'.repeat(2_000)}\r\n`, /^has a header of more than 2000 lines/],
    [
      'octets of them',
      `a: b\r\n${` ${'c'.repeat(70)}\r\n`.repeat(1_000)}\r\n`,
      /^has a header of more than 65536/,
    ],
  ])('refuse too many or too much: %s', (_what, text, expected) => {
    expect(beyond(text)).toMatch(expected);
  });

  it('bound how deep what passes can be nested, whatever surrounds it', () => {
    const line = fc.constantFrom('--b\r\n', '\r\n', 'a: b\r\n', ' c\r\n', '--', '\n', '\r', 'x');
    const multipart = fc.constantFrom(
      'Content-Type: multipart/mixed; BOUNDARY="b"\r\n',
      'content-type:MULTIPART/x;\r\n boundary*0=b\r\n',
      'Content-Type: Message/RFC822\r\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, multipart), { maxLength: 200 }), (parts) => {
        const containers = parts.filter((part) => /^content-type/i.test(part)).length;
        expect(beyond(parts.join('')) === null).toBe(containers <= 32);
      }),
      { numRuns: 300 },
    );
  });
});
