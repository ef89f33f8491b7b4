import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { domainName, firstLabel, withoutRootDot } from './domain-name.js';

/** Of any code units: fast-check's own takes seconds to be made. */
const anyText = fc.array(fc.nat(0x10ffff)).map((points) => String.fromCodePoint(...points));

const label = (length: number): string => 'a'.repeat(length);

describe('firstLabel', () => {
  it.each([
    ['mx1.example.net', 'mx1'],
    ['localhost', 'localhost'],
    ['3com.example', '3com'],
    ['[127.0.0.1]', null],
    ['[IPv6:2001:db8::1]', null],
    ['192.0.2.1', null],
    ['2001:db8::1', null],
  ])('of %s is %s', (name, label) => {
    expect(firstLabel(name)).toBe(label);
  });
});

describe('domainName', () => {
  it.each([
    ['Example.ORG', 'example.org'],
    ['example.org.', 'example.org'],
    ['_25._tcp.mx.example', '_25._tcp.mx.example'],
    ['localhost', 'localhost'],
    ['Bücher.example', 'xn--bcher-kva.example'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    [`${label(63)}.example`, `${label(63)}.example`],
    [
      `${label(63)}.${label(63)}.${label(63)}.${label(61)}`,
      `${label(63)}.${label(63)}.${label(63)}.${label(61)}`,
    ],
  ])('reads %j', (text, name) => {
    expect(domainName(text)).toBe(name);
  });

  it.each([
    '',
    '.',
    'a..b',
    '.a',
    'a..',
    '-a.example',
    'a-.example',
    'a b.example',
    'a\u0000.example',
    'a\n.example',
    'ü\n.example',
    'ü/x.example',
    'ü@x.example',
    'ü:25',
    'ü%41.example',
    '*.example',
    'a@example',
    `${label(64)}.example`,
    `${label(63)}.${label(63)}.${label(63)}.${label(62)}`,
  ])('refuses %j', (text) => {
    expect(domainName(text)).toBeNull();
  });

  it('throws for no text, and its answer is a name again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = domainName(text);
        if (name !== null) expect(domainName(name)).toBe(name);
      }),
    );
  });
});

describe('withoutRootDot', () => {
  it('takes one dot from the end, and leaves every other octet', () => {
    expect(['A.B.', 'a..', '.', 'ü\u0000.'].map(withoutRootDot)).toEqual(['a.b', 'a.', '', 'ü\u0000']);
  });
});
