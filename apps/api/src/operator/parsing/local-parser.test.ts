/** What mail and reports of strangers cost at most, with the libraries that parse them. */
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LEAST_THREAD_MIB } from '#process';

import { expectLinearTime, expectSmallHeap } from '../../../../../test/support/bounded.js';
import { reportMail, tlsReport } from '../../../../../test/support/tls-report-mail.js';
import { localParser } from './local-parser.js';

const NOW = Date.now();
const SIGNATURE =
  'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=a.example; s=s1; h=from:subject; bh=AAAA; b=AAAA';

const message = (header: string, body: string) => Buffer.from(`${header}\r\n\r\n${body}`, 'latin1');
const part = (type: string, content: string) =>
  `--b\r\nContent-Type: ${type}; name="r.json"\r\nContent-Disposition: attachment\r\n\r\n${content}\r\n`;
const MIXED = 'From: a@a.example\r\nContent-Type: multipart/mixed; boundary=b';

const HEADERS: readonly (readonly [string, (size: number) => string])[] = [
  ['a long subject', (size) => `Subject: ${'=?utf-8?q?a?= '.repeat(size / 14)}`],
  ['blanks', (size) => `Subject: a${' '.repeat(size)}b`],
  ['folded lines', (size) => `Subject: a${'\r\n '.repeat(size / 3)}b`],
  ['addresses', (size) => `From: ${'a@b.example, '.repeat(size / 13)}`],
  ['brackets', (size) => `From: ${'<'.repeat(size)}`],
  ['comments', (size) => `From: ${'('.repeat(size)}`],
  ['quotation marks', (size) => `From: ${'"'.repeat(size)}`],
  ['parameters', (size) => `Content-Type: text/plain${'; a=b'.repeat(size / 5)}`],
  ['continued parameters', (size) => `Content-Type: text/plain${'; a*0*=b'.repeat(size / 8)}`],
  ['tags of a signature', (size) => `${SIGNATURE}${'; x=y'.repeat(size / 5)}`],
  ['blanks in a signature', (size) => `${SIGNATURE}; x=${' '.repeat(size)}y`],
  ['a received field', (size) => `Received: from ${'a '.repeat(size / 2)}`],
];

const BODIES: readonly (readonly [string, (size: number) => string])[] = [
  ['blanks', (size) => `a${' '.repeat(size)}b`],
  ['blank lines', (size) => '\r\n'.repeat(size / 2)],
  ['parts', (size) => part('application/json', 'x').repeat(Math.min(200, size / 100))],
  [
    'quoted-printable',
    (size) => part('text/plain\r\nContent-Transfer-Encoding: quoted-printable', '='.repeat(size)),
  ],
  ['base64', (size) => part('application/json\r\nContent-Transfer-Encoding: base64', 'A'.repeat(size))],
  ['opened brackets', (size) => part('application/json', '['.repeat(size))],
  ['tags of HTML', (size) => part('text/html', '<div>'.repeat(size / 5))],
];

const [policy] = tlsReport()['policies'] as [Record<string, unknown>];
const detailOf = (at: number) => ({
  'result-type': 'tlsa-invalid',
  'sending-mta-ip': `192.0.2.${at % 256}`,
  'receiving-ip': '192.0.2.25',
  'receiving-mx-hostname': `mx-${at}.havedane.test`,
  'failed-session-count': at,
});

/** What a library refuses to parse is over as well. */
const ended = (result: Promise<unknown>) => result.catch(() => undefined);
const parse = (content: Uint8Array) => localParser.reportMail(content, {}, NOW);

describe('mail to the operator takes no more time than its size', () => {
  it.each(HEADERS)('with %s in its header', async (_what, header) => {
    const make = (size: number) => message(header(size), 'text');
    await expectLinearTime(make, (content) => ended(localParser.mailHeader(content)), 3_500);
    await expectLinearTime(make, (content) => ended(parse(content)), 3_500);
  });

  it.each(BODIES)('with %s in its body', async (_what, body) => {
    await expectLinearTime(
      (size) => message(`${SIGNATURE}\r\n${MIXED}`, body(size)),
      (content) => ended(parse(content)),
      8_192,
    );
  });
});

describe('what strangers send takes little memory', () => {
  const MEGABYTE = 1_048_576;
  const bombs = ['[', '"a",', '1,'].map((text) => gzipSync(Buffer.alloc(5 * MEGABYTE, text), { level: 1 }));

  /** Some 240,000 values each, just within the bounds; each in another shape that costs V8 much. */
  const largest = (['details', 'objects', 'names', 'shapes'] as const).map((what) => {
    const times = <T>(count: number, make: (index: number) => T) =>
      Array.from({ length: count }, (_, at) => make(at));
    const extra = {
      details: () => ({ policies: [{ ...policy, 'failure-details': times(20_000, detailOf) }] }),
      objects: () => ({ extra: times(240_000, () => ({})) }),
      names: () => ({ extra: Object.fromEntries(times(120_000, (at) => [`name-${at}`, at])) }),
      shapes: () => ({ extra: times(80_000, (at) => ({ [`name-${at}`]: at })) }),
    };
    return Buffer.from(JSON.stringify(tlsReport(extra[what]())));
  });

  it('as a report as large as any may be', async () => {
    for (const bytes of largest) {
      expect(await localParser.report(bytes, NOW)).toMatchObject({ kind: 'report' });
    }
    await expectSmallHeap({
      from: import.meta.url,
      module: './local-parser.ts',
      name: 'localParser.report',
      heap: LEAST_THREAD_MIB,
      calls: largest.map((bytes) => [bytes, NOW]),
    });
  });

  it('as a report', async () => {
    const report = Buffer.from(JSON.stringify(tlsReport()));
    const noise = fc.sample(fc.tuple(fc.nat(report.length - 1), fc.nat(255)), 50).map(([at, octet]) => {
      const changed = Buffer.from(report);
      changed[at] = octet;
      return changed;
    });
    await expectSmallHeap({
      from: import.meta.url,
      module: './local-parser.ts',
      name: 'localParser.report',
      heap: LEAST_THREAD_MIB,
      calls: [...bombs, ...bombs.map((bomb) => Buffer.concat([Buffer.from('['), bomb])), ...noise].map(
        (bytes) => [bytes, NOW],
      ),
    });
  });

  it('as mail', async () => {
    const mails = [
      ...HEADERS.map(([, header]) => message(header(60_000), 'text')),
      ...BODIES.map(([, body]) => message(`${SIGNATURE}\r\n${MIXED}`, body(MEGABYTE / 4))),
      ...['boundary', 'a: b\r\n', '--\r\n', '\r\n', '\n'].map((text) => Buffer.alloc(2 * MEGABYTE, text)),
      message(MIXED, '\n'.repeat(240_000)),
    ];
    await expectSmallHeap({
      from: import.meta.url,
      module: './local-parser.ts',
      name: 'localParser.reportMail',
      calls: mails.map((content) => [content, {}, NOW]),
      heap: LEAST_THREAD_MIB,
    });
  });
});

describe('mail with a bomb attached', () => {
  it('is read as one whose report is not', async () => {
    const attachment = gzipSync(Buffer.alloc(5_000_000, '['), { level: 9 });
    const parsed = await parse(await reportMail({ attachment }));
    expect(parsed.kind === 'asks' || parsed.kind === 'reports').toBe(true);
  });
});
