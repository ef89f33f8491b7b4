import { describe, expect, it } from 'vitest';

import { readHeader } from './message-header.js';

describe('readHeader', () => {
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
  ])('finds the Message-ID of %s', (_, text, expected) => {
    expect(readHeader(text).messageId).toBe(expected);
  });

  it('takes no time for a long header of almost-fields', () => {
    expect(readHeader('Message-ID\r\n \t'.repeat(5_000)).messageId).toBeNull();
  });

  const AT = Date.parse('2026-11-30T18:00:00Z');
  const TRACE = 'Received: from a (b [192.0.2.1]; c)\r\n\tby d with ESMTP id e;';

  it.each([
    ['Postfix', `${TRACE} Mon, 30 Nov 2026 19:00:00 +0100 (CET)\r\nDate: x\r\n\r\n`, AT],
    ['qmail', 'Received: (qmail 1 invoked by uid 0); 30 Nov 2026 18:00:00 -0000\r\n\r\n', AT],
    ['a folded time', `${TRACE}\r\n Mon, 30 Nov 2026 18:00:00 +0000\r\n\r\n`, AT],
    [
      'several, of which the last server wrote the first',
      `${TRACE} 30 Nov 2026 18:00:00 GMT\n${TRACE} 1 Jan 2026\n`,
      AT,
    ],
    ['a message without a trace', 'Subject: a\r\nDate: Mon, 30 Nov 2026 18:00:00 +0000\r\n\r\n', AT],
    ['a trace without a time', 'Received: by d\r\nDate: Mon, 30 Nov 2026 18:00:00 +0000\r\n\r\n', null],
    ['a comment after it', `${TRACE} 30 Nov 2026 18:00:00 +0000 (CET; summer)\r\n\r\n`, AT],
    ['a zone of old', `${TRACE} Mon, 30 Nov 26 13:00 EST\r\n\r\n`, AT],
    ['a time without a zone', `${TRACE} 30 Nov 2026 18:00:00\r\n\r\n`, null],
    ['a zone that nobody knows', `${TRACE} 30 Nov 2026 19:00:00 CET\r\n\r\n`, null],
    ['what only begins like a trace', 'Received-SPF: pass;\r\nDate: 30 Nov 2026 18:00:00 Z\r\n', AT],
    ['a time of the body', 'To: b\r\n\r\nDate: Mon, 30 Nov 2026 18:00:00 +0000\r\n', null],
    ['no time', 'Date: soon\r\n\r\n', null],
    ['nothing', '', null],
  ])('finds when a message was queued, by %s', (_, text, expected) => {
    expect(readHeader(text).queuedAt).toBe(expected);
  });
});
