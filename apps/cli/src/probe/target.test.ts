import { describe, expect, it } from 'vitest';

import { parseTarget } from './target.js';

describe('parseTarget', () => {
  it.each([
    ['mx.example.org', 'mx.example.org', null],
    ['MX.Example.ORG.', 'mx.example.org', null],
    ['mx.example.org:26', 'mx.example.org', 26],
    ['mx.example.org:submission', 'mx.example.org', 587],
    ['localhost', 'localhost', null],
    ['bücher.example', 'xn--bcher-kva.example', null],
    ['192.0.2.25', '192.0.2.25', null],
    ['192.0.2.25:26', '192.0.2.25', 26],
    ['2001:db8::25', '2001:db8::25', null],
    ['[2001:DB8::25]', '2001:db8::25', null],
    ['[2001:db8::25]:1234', '2001:db8::25', 1234],
    ['::1', '::1', null],
  ])('reads %s', (text, host, port) => {
    expect(parseTarget(text)).toEqual({
      ok: true,
      target: { text, host, port, isAddress: /^[\d:][\d.:a-f]*$/.test(host) },
    });
  });

  it.each([
    ['mx.example.org:', 'the port must be from 1 to 65535'],
    ['mx.example.org:0', 'the port must be from 1 to 65535'],
    ['mx.example.org:65536', 'the port must be from 1 to 65535'],
    ['mx.example.org:http', 'the port must be from 1 to 65535'],
    ['[2001:db8::25]:x', 'the port must be from 1 to 65535'],
    ['admin@example.org', 'that is a mail address; give its domain'],
    ['', 'that is neither a host name nor an address'],
    ['192.0.2.256', 'that is neither a host name nor an address'],
    ['192.0.2', 'that is neither a host name nor an address'],
    ['mx..example.org', 'that is neither a host name nor an address'],
    ['-mx.example.org', 'that is neither a host name nor an address'],
    ['mx example.org', 'that is neither a host name nor an address'],
    ['[mx.example.org]:25', 'that is neither a host name nor an address'],
    ['2001:db8:::25', 'that is neither a host name nor an address'],
    ['https://example.org', 'that is a URL; give its host'],
    [`${'a'.repeat(64)}.example.org`, 'that is neither a host name nor an address'],
  ])('refuses %j', (text, reason) => {
    expect(parseTarget(text)).toEqual({ ok: false, reason });
  });
});
