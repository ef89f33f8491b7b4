import { describe, expect, it } from 'vitest';

import '../../shared/in-english.js';

import type { ProbeTargetBody } from '#contracts';

import { STORIES } from '../../../../../test/support/probe-stories.js';
import { chainOf } from './chain-links.js';

function words(target: ProbeTargetBody): string[] {
  const [host] = target.hosts;
  if (host === undefined) throw new Error('the story has no host');
  return chainOf(target, host).map(({ kind, look }) => `${kind}: ${look.words}`);
}

describe('chainOf', () => {
  it('is signed from end to end where DANE works', () => {
    expect(words(STORIES.verified('x.example'))).toEqual([
      'mx: signed',
      'address: signed',
      'tlsa: signed',
      'certificate: matches',
    ]);
  });

  it('breaks at the certificate that no record matches', () => {
    expect(words(STORIES.mismatch('x.example')).at(-1)).toBe("certificate: doesn't match");
  });

  it('breaks where the signatures end', () => {
    expect(words(STORIES.insecure('x.example'))).toEqual(
      expect.arrayContaining(['address: not signed', 'certificate: nothing to compare']),
    );
  });

  it('claims nothing about signatures that nobody validated', () => {
    const target = { ...STORIES.verified('x.example'), resolver: { address: null, validates: false } };
    expect(words(target).slice(0, 3)).toEqual(['mx: not known', 'address: not known', 'tlsa: not known']);
  });
});
