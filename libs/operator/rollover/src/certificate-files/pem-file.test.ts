import { describe, expect, it } from 'vitest';

import { isWholePem, pemParts, replacedParts } from './pem-file.js';

const block = (label: string, content: string): string =>
  `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
const certificate = (content: string): string => block('CERTIFICATE', content);
const key = (content: string): string => block('PRIVATE KEY', content);

const NEXT = certificate('bmV4dA==') + certificate('aXNzdWVy');
const NEXT_KEY = key('bmV4dGtleQ==');

describe('pemParts', () => {
  it('finds certificates and keys of every kind among other text', () => {
    const keys = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'];
    const old = block('RSA PRIVATE KEY', 'DEK-Info: AES-256-CBC,00\n\nAAAA');
    const text = `subject=CN = a\n${certificate('AAAA')}${keys.map((label) => block(label, 'AAAA')).join('x\n')}${old}`;

    expect(pemParts(text)).toEqual({
      certificates: [certificate('AAAA')],
      keys: [...keys.map((label) => block(label, 'AAAA')), old],
    });
  });

  it('reads the line ends of other systems', () => {
    expect(pemParts(certificate('AAAA').replaceAll('\n', '\r\n')).certificates).toEqual([
      certificate('AAAA'),
    ]);
  });
});

describe('isWholePem', () => {
  it.each([
    ['does not end', certificate('AAAA').replace('-----END', '-----and')],
    ['holds another', certificate('AAAA').replace('-----END', `----\n${key('BBBB')}-----END`)],
    ['ends as another', block('PRIVATE KEY', 'AAAA').replace('END PRIVATE KEY', 'END CERTIFICATE')],
  ])('is not so of a block that %s', (_, text) => {
    expect(isWholePem(certificate('CCCC') + text)).toBe(false);
  });
});

describe('replacedParts', () => {
  it.each([
    ['a chain', certificate('AAAA') + certificate('BBBB') + certificate('CCCC'), NEXT],
    ['a key', key('AAAA'), NEXT_KEY],
    ['key and chain', key('AAAA') + certificate('AAAA'), NEXT_KEY + NEXT],
    ['chain and key', certificate('AAAA') + key('AAAA'), NEXT + NEXT_KEY],
    [
      'parameters: those of Diffie-Hellman stay, those of the old key go',
      block('EC PARAMETERS', 'AA==') + key('AAAA') + certificate('AAAA') + block('DH PARAMETERS', 'AA=='),
      NEXT_KEY + NEXT + block('DH PARAMETERS', 'AA=='),
    ],
  ])('puts the next ones where they were: %s', (_, text, expected) => {
    expect(replacedParts(text, NEXT, NEXT_KEY)).toBe(expected);
  });

  it('keeps what is between the parts, and the line ends, as they are', () => {
    const text = `# ours\r\n${certificate('AAAA').replaceAll('\n', '\r\n')}subject=CN = a\n${certificate('BBBB')}\n# end`;
    expect(replacedParts(text, NEXT, null)).toBe(`# ours\r\n${NEXT}subject=CN = a\n\n# end`);
  });

  it.each([' ', '\t', ' \r'])('sees the end of a block before %j', (blank) => {
    const text =
      key('AAAA') + certificate('AAAA').trimEnd() + `${blank}\n` + key('BBBB') + certificate('BBBB');
    expect(pemParts(text)).toEqual({
      certificates: [certificate('AAAA'), certificate('BBBB')],
      keys: [key('AAAA'), key('BBBB')],
    });
    expect(isWholePem(text)).toBe(true);
    expect(replacedParts(text, NEXT, null)).toBe(key('AAAA') + NEXT + key('BBBB'));
  });

  it('leaves the key where it stays', () => {
    expect(replacedParts(key('AAAA') + certificate('AAAA'), NEXT, null)).toBe(key('AAAA') + NEXT);
  });
});
