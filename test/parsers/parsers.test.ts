/** What parsing costs at most, whatever a stranger sends: the same for every parser of the table. */
import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';

import { CONTROL, DNSTAP_CONTENT_TYPE, formatControlFrame } from '#dnstap';
import { LEAST_THREAD_MIB } from '#process';

import { expectLinearTime, expectSmallHeap } from '../support/bounded.js';
import { clientHello } from '../support/client-hello.js';
import { reportMail, tlsReport } from '../support/tls-report-mail.js';
import { issueCertificate } from '../support/x509.js';
import { parse, type ParserName, PARSERS } from './parsers.js';

const NAMES = Object.keys(PARSERS) as ParserName[];

/** A sample of the inputs, unless the run is exhaustive; each parser gets others, so that all are used. */
function sampleFor<T>(name: ParserName, stride: number, inputs: readonly T[]): readonly T[] {
  if (inject('exhaustive')) return inputs;
  return inputs.filter((_, index) => (index + NAMES.indexOf(name)) % stride === 0);
}

/** What some parser looks at again and again, or makes much of. */
const FILLINGS = [
  ...[
    'a',
    '0',
    ' ',
    '\t',
    '.',
    'a.',
    '-',
    'a-',
    '@',
    'a@',
    ',',
    ';',
    ':',
    '=',
    'a=b;',
    '"',
    '\\',
    '<',
    '>',
    '(',
  ],
  ...[
    '<>',
    '()',
    '%',
    '%{i}.',
    '/',
    '\r\n',
    '\n',
    '\r\n ',
    '\n\n',
    '--',
    '--b\r\n',
    'a: b\r\n',
    'xn--',
    '::',
    '0:',
  ],
  ...['\0', '\xff', '\x80', '\xc3\xbc', '\x1b[', '\xe2\x80\xae', '=?utf-8?q?a?= ', '250-a\r\n', 'mx: a\n'],
  ...[
    '[',
    '{"":',
    '1,',
    '{},',
    '\x30\x82\x7f\xff',
    '\x24\x80',
    '\xc0\x0c',
    '\x00\x01',
    '\x0b\x0c',
    '\x16\x03\x01\x00\x01\x01',
  ],
];

/** In front and behind: what must be there before an expression begins to look, and what makes it fail at the end. */
const ENDS = [
  ['', ''],
  ['a', '!'],
] as const;

const filled = (
  filling: string,
  size: number,
  [before, after]: readonly [string, string] = ENDS[0],
): Buffer =>
  Buffer.concat([
    Buffer.from(before),
    Buffer.alloc(size, Buffer.from(filling, 'latin1')),
    Buffer.from(after, 'latin1'),
  ]);

/** What is thrown at one is an end as well. */
const ended = async (name: ParserName, octets: Buffer): Promise<unknown> =>
  parse(name, octets).catch((error: unknown) => error);

/** Well-formed ones of every kind, from which mutations come. */
async function wellFormed(): Promise<Buffer[]> {
  const { der } = issueCertificate({ name: 'mx.example.org', ca: true });
  return [
    await clientHello('0123456789ab.do.dane.example'),
    Buffer.from(der),
    Buffer.from(JSON.stringify(tlsReport())),
    await reportMail(),
    Buffer.from('{"domain":"example.org"}'),
    formatControlFrame({ type: CONTROL.start, contentTypes: [DNSTAP_CONTENT_TYPE] }),
    Buffer.from('250-mx.example.org\r\n250 STARTTLS\r\n'),
    Buffer.from('version: STSv1\nmode: enforce\nmx: mx.example.org\nmax_age: 86400\n'),
    Buffer.from('_25._tcp.0123456789ab.wrong.dane.example'),
    Buffer.from('<"a b"@0123456789ab.do.dane.example> SIZE=1'),
    Buffer.from(
      'include:_spf.example.org a:%{d1r}.example.org mx ip4:192.0.2.0/24 exists:%{i}.a.example -all',
    ),
  ];
}

/** The same in every run: what fails must fail again. */
const SEED = 9;

function mutations(octets: Buffer, count: number): Buffer[] {
  const change = fc.tuple(fc.nat(octets.length - 1), fc.nat(255));
  return fc
    .sample(fc.array(change, { minLength: 1, maxLength: 8 }), { numRuns: count, seed: SEED })
    .map((changes) => {
      const changed = Buffer.from(octets);
      for (const [at, octet] of changes) changed[at] = octet;
      return changed;
    });
}

describe('what a stranger sends takes no more time than it is long', () => {
  it.each(NAMES)('%s', async (name) => {
    const inputs = FILLINGS.flatMap((filling) => ENDS.map((ends) => ({ filling, ends })));
    for (const { filling, ends } of sampleFor(name, 3, inputs))
      await expectLinearTime(
        (size) => filled(filling, size, ends),
        (octets) => ended(name, octets),
        2_048,
      );
  });
});

describe('what a stranger sends takes little memory', () => {
  it('whatever it is, in a thread that has as much as the parser of reports', async () => {
    const large = FILLINGS.map((filling) => filled(filling, 65_536));
    const noise = fc
      .sample(fc.uint8Array({ maxLength: 2_000 }), { numRuns: 20, seed: SEED })
      .map((octets) => Buffer.from(octets));
    const changed = (await wellFormed()).flatMap((octets) => [octets, ...mutations(octets, 8)]);
    await expectSmallHeap({
      from: import.meta.url,
      module: './parsers.ts',
      name: 'parse',
      heap: LEAST_THREAD_MIB,
      calls: NAMES.flatMap((name) =>
        sampleFor(name, 4, [...large, ...noise, ...changed]).map((octets) => [name, octets]),
      ),
    });
  });
});

describe('the table of parsers', () => {
  it('stands in docs/dev/reliability.md', () => {
    const docs = readFileSync('docs/dev/reliability.md', 'utf8');
    expect(NAMES.filter((name) => !docs.includes(`\`${name}\``))).toEqual([]);
  });

  it('reads what is well-formed: whoever refuses everything takes little as well', async () => {
    const read = new Set<ParserName>();
    for (const octets of await wellFormed())
      for (const name of NAMES) if (!((await ended(name, octets)) instanceof Error)) read.add(name);
    expect([...read].sort()).toEqual(NAMES.toSorted());
  });
});
