import { randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { TOKEN_ALPHABET, createToken, isToken } from './token.js';

describe('createToken', () => {
  it('gives what isToken accepts', () => {
    for (let i = 0; i < 200; i += 1) expect(isToken(createToken(randomBytes))).toBe(true);
  });

  it('uses every character equally often, for every possible byte', () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte += 1) {
      const [character = ''] = createToken((size) => new Uint8Array(size).fill(byte));
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect([...counts.keys()].sort().join('')).toBe(TOKEN_ALPHABET);
    expect([...new Set(counts.values())]).toEqual([8]);
  });
});

describe('isToken', () => {
  it.each([
    '',
    'abcdefghjkm',
    'abcdefghjkmnp',
    'Abcdefghjkmn',
    'abcdefghijkm',
    'abcdefghjkl0',
    'abcdefghjko0',
    'abcdefghjku0',
    'abcdefghjkm\n',
  ])('refuses %j', (text) => {
    expect(isToken(text)).toBe(false);
  });
});
