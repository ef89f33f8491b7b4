import { describe, expect, it } from 'vitest';

import { readMailDomain } from './mail-domain.js';

describe('readMailDomain', () => {
  it.each([
    ['example.org', 'example.org'],
    ['  Example.ORG. ', 'example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['例え。jp', 'xn--r8jz45g.jp'],
    ['1-2.3com.org', '1-2.3com.org'],
    [`${'a'.repeat(63)}.org`, `${'a'.repeat(63)}.org`],
  ])('takes %s', (text, domain) => {
    expect(readMailDomain(text)).toEqual({ kind: 'domain', domain });
  });

  it.each([
    ['', 'no-domain'],
    [' . ', 'no-domain'],
    ['me@example.org', 'mail-address'],
    ['https://example.org/', 'url'],
    ['192.0.2.1', 'ip-address'],
    ['[192.0.2.1]', 'ip-address'],
    ['2001:db8::1', 'ip-address'],
    ['[IPv6:2001:db8::1]', 'ip-address'],
    ['127.1', 'ip-address'],
    ['0x7f.0.0.1', 'ip-address'],
    ['2130706433', 'ip-address'],
    ['localhost', 'single-word'],
    ['org', 'single-word'],
    ['exa mple.org', 'not-a-domain'],
    ['example.org:25', 'not-a-domain'],
    ['example.org/a', 'not-a-domain'],
    ['ex%41mple.org', 'not-a-domain'],
    ['example..org', 'not-a-domain'],
    ['.example.org', 'not-a-domain'],
    ['-a.example.org', 'not-a-domain'],
    ['a_b.example.org', 'not-a-domain'],
    ['example.123', 'not-a-domain'],
    [`${'a'.repeat(64)}.org`, 'not-a-domain'],
    [`${'a.'.repeat(126)}org`, 'long-domain'],
    ['\u0000.org', 'not-a-domain'],
  ])('refuses %j and says why', (text, reason) => {
    const read = readMailDomain(text);
    expect(read.kind === 'unusable' && read.reason).toBe(reason);
  });
});
