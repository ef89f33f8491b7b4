import { beforeAll, describe, expect, it } from 'vitest';

import { type CertificateSet, makeCertificateSet } from './certificate-set.js';
import { certificateProblems, setProblems } from './check-fit.js';

const MADE = new Date('2026-03-01T12:00:00Z');
const OPTIONS = { domain: 'dane.example', lifetimeDays: 30, rsaBits: 1024 };

let set: CertificateSet;
let other: CertificateSet;

beforeAll(async () => {
  [set, other] = await Promise.all([makeCertificateSet(OPTIONS, MADE), makeCertificateSet(OPTIONS, MADE)]);
});

const problems = (changes: Partial<CertificateSet>) =>
  setProblems({ ...set, ...changes }, OPTIONS.domain, MADE);

describe('setProblems', () => {
  it('finds nothing wrong with a new set', () => {
    expect(problems({})).toEqual([]);
  });

  it('does not mind other line ends in the chain', () => {
    expect(problems({ 'leaf.chain.pem': set['leaf.chain.pem'].replaceAll('\n', '\r\n') })).toEqual([]);
  });

  it.each([
    ['ca.key.pem', ['ca.key.pem is not the key of ca.cert.pem']],
    ['leaf.key.pem', ['leaf.key.pem is not the key of leaf.cert.pem']],
    ['leaf.chain.pem', ['leaf.chain.pem is not leaf.cert.pem followed by ca.cert.pem']],
    ['spare.key.pem', ['spare.key.pem is not the key of spare.cert.pem']],
    ['spare.chain.pem', ['spare.chain.pem is not spare.cert.pem followed by ca.cert.pem']],
  ] as const)('finds %s of another set', (file, expected) => {
    expect(problems({ [file]: other[file] })).toEqual(expected);
  });

  it.each(['leaf', 'spare'] as const)(
    'finds a %s that another authority signed, though the names are the same',
    (name) => {
      const [cert, key] = [`${name}.cert.pem`, `${name}.key.pem`] as const;
      expect(problems({ [cert]: other[cert], [key]: other[key] })).toEqual([
        `${name}.cert.pem is not signed by ca.cert.pem`,
        `${name}.chain.pem is not ${name}.cert.pem followed by ca.cert.pem`,
      ]);
    },
  );

  it('asks for no spare in a set that has none', () => {
    const { 'spare.key.pem': _key, 'spare.cert.pem': _cert, 'spare.chain.pem': _chain, ...earlier } = set;
    expect(setProblems(earlier, OPTIONS.domain, MADE)).toEqual([]);
  });

  it('finds files that are not what their names say', () => {
    expect(problems({ 'ca.cert.pem': 'nonsense' })).toContain('ca.cert.pem is not a certificate');
    expect(problems({ 'leaf.cert.pem': '' })).toContain('leaf.cert.pem is not a certificate');
    expect(problems({ 'leaf.key.pem': 'nonsense' })).toEqual([
      'leaf.key.pem is not the key of leaf.cert.pem',
    ]);
  });
});

describe('certificateProblems', () => {
  it('says that the domain changed', () => {
    expect(certificateProblems(set, 'other.example', MADE)).toEqual([
      'they are for dane.example, but DOMAIN is other.example',
    ]);
  });

  it('names what a certificate lacks that was made for fewer hosts', () => {
    // Its SANs include do.dane.example: as a domain of its own that one misses its hosts.
    expect(certificateProblems(set, 'do.dane.example', MADE)).toEqual([
      expect.stringMatching(
        /^leaf\.cert\.pem lacks the names do\.do\.dane\.example, \*\.do\.do\.dane\.example, /,
      ),
    ]);
  });

  it('finds both expired at the end of their life, not a second earlier', () => {
    const end = new Date(MADE.getTime() + OPTIONS.lifetimeDays * 86_400_000);
    expect(certificateProblems(set, OPTIONS.domain, new Date(end.getTime() - 1000))).toEqual([]);
    expect(certificateProblems(set, OPTIONS.domain, end)).toEqual([
      expect.stringMatching(/^ca\.cert\.pem expired on /),
      expect.stringMatching(/^leaf\.cert\.pem expired on /),
    ]);
  });
});
