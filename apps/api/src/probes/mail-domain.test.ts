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
    ['', /Enter a domain/],
    [' . ', /Enter a domain/],
    ['me@example.org', /without what stands before the @/],
    ['https://example.org/', /not a URL/],
    ['192.0.2.1', /Addresses are not probed/],
    ['[192.0.2.1]', /Addresses are not probed/],
    ['2001:db8::1', /Addresses are not probed/],
    ['[IPv6:2001:db8::1]', /Addresses are not probed/],
    ['127.1', /Addresses are not probed/],
    ['0x7f.0.0.1', /Addresses are not probed/],
    ['2130706433', /Addresses are not probed/],
    ['localhost', /single word/],
    ['org', /single word/],
    ['exa mple.org', /not the name/],
    ['example.org:25', /not the name/],
    ['example.org/a', /not the name/],
    ['ex%41mple.org', /not the name/],
    ['example..org', /not the name/],
    ['.example.org', /not the name/],
    ['-a.example.org', /not the name/],
    ['a_b.example.org', /not the name/],
    ['example.123', /not the name/],
    [`${'a'.repeat(64)}.org`, /not the name/],
    [`${'a.'.repeat(126)}org`, /at most 253/],
    ['\u0000.org', /not the name/],
  ])('refuses %j and says why', (text, reason) => {
    const read = readMailDomain(text);
    expect(read.kind === 'unusable' && read.reason).toMatch(reason);
  });
});
