import { describe, expect, it } from 'vitest';

import { findMessageId } from './message-id.js';

describe('findMessageId', () => {
  it.each([
    ['a plain field', 'From: a\r\nMessage-ID: <1@x>\r\n\r\nbody', '<1@x>'],
    ['any case', 'message-id:<1@x>\r\n\r\n', '<1@x>'],
    ['a folded field', 'Message-ID:\r\n\t<1@\r\n x>\r\nTo: b\r\n\r\n', '<1@ x>'],
    ['bare line feeds', 'Message-ID: <1@x>\n\nbody', '<1@x>'],
    ['the first of several', 'Message-ID: <1@x>\r\nMessage-ID: <2@x>\r\n\r\n', '<1@x>'],
    ['a header without an end', 'Message-ID: <1@x>', '<1@x>'],
    ['an empty field', 'Message-ID:  \r\nTo: <b@x>\r\n\r\n', null],
    ['a field of the body', 'To: b\r\n\r\nMessage-ID: <1@x>\r\n', null],
    ['a body without a header', '\r\nMessage-ID: <1@x>\r\n', null],
    ['a field whose name only ends so', 'X-Message-ID: <1@x>\r\n\r\n', null],
    ['nothing', '', null],
  ])('of %s', (_, text, expected) => {
    expect(findMessageId(text)).toBe(expected);
  });

  it('takes no time for a long header of almost-fields', () => {
    expect(findMessageId('Message-ID\r\n \t'.repeat(5_000))).toBeNull();
  });
});
