import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { google, type Json, microsoft, sloppy } from '../../../../test/support/tls-report-samples.js';
import { zip, zipEntry } from '../../../../test/support/zip-archive.js';
import { readReport } from './read-report.js';
import type { TlsReport } from './report.js';
import { reportTotals } from './totals.js';

const NOW = Date.UTC(2026, 0, 10);
const OPTIONS = { maxBytes: 10_485_760, now: NOW };

const read = (json: unknown) => readReport(Buffer.from(JSON.stringify(json)), OPTIONS);
const reasonOf = async (bytes: Uint8Array, options = OPTIONS) => {
  const result = await readReport(bytes, options);
  return result.kind === 'malformed' ? result.reason : 'a report';
};
const reasonOfJson = (json: unknown) => reasonOf(Buffer.from(JSON.stringify(json)));

async function reportOf(json: unknown) {
  const result = await read(json);
  if (result.kind !== 'report') throw new Error(result.reason);
  return result.report;
}

describe('readReport', () => {
  it('reads a report as Google sends it', async () => {
    expect(await reportOf(google())).toEqual({
      organization: 'Google Inc.',
      contact: 'smtp-tls-reporting@google.com',
      reportId: '2026-01-08T00:00:00Z_do.dane.example',
      startAt: Date.UTC(2026, 0, 8),
      endAt: Date.UTC(2026, 0, 8, 23, 59, 59),
      policies: [
        {
          type: 'sts',
          domain: 'do.dane.example',
          mxHosts: ['do.dane.example'],
          policy: ['version: STSv1', 'mode: enforce', 'mx: do.dane.example', 'max_age: 604800'],
          ...{ successes: 12, failures: 0, failuresByType: [], details: [], detailsDropped: 0, problems: [] },
        },
      ],
    });
  });

  it('reads a report as Microsoft sends it, and adds up its failures', async () => {
    const report = await reportOf(microsoft());
    expect(report.startAt).toBe(Date.UTC(2026, 0, 8));
    expect(report.policies[0]?.details[1]).toMatchObject({
      resultType: 'validation-failure',
      failureReasonCode: '5.7.323',
    });
    expect(reportTotals(report)).toEqual({
      ...{ successes: 0, failures: 4 },
      failuresByType: new Map([
        ['tlsa-invalid', 3],
        ['validation-failure', 1],
      ]),
    });
  });

  it('reads what smaller reporters make of the format', async () => {
    expect(await reportOf(sloppy())).toMatchObject({
      contact: null,
      reportId: '4711',
      startAt: Date.UTC(2026, 0, 8),
      policies: [
        {
          domain: 'dont.dane.example',
          mxHosts: ['dont.dane.example'],
          policy: [],
          successes: 7,
          failures: 0,
        },
      ],
    });
  });

  it('takes gzip and plain JSON, with and without a byte order mark', async () => {
    const json = JSON.stringify(google());
    for (const bytes of [gzipSync(json), Buffer.from(json), Buffer.from(`\ufeff${json}`)]) {
      expect((await readReport(bytes, OPTIONS)).kind).toBe('report');
    }
  });

  it('keeps result types that it does not know, and counts them as other', async () => {
    const [policy] = microsoft()['policies'] as [Json];
    const details = [{ 'result-type': 'moon-phase', 'failed-session-count': 2 }];
    const report = await reportOf(google({ policies: [{ ...policy, 'failure-details': details }] }));
    expect(report.policies[0]?.details[0]?.resultType).toBe('moon-phase');
    expect([...reportTotals(report).failuresByType]).toEqual([['other', 2]]);
  });

  it('frees texts of control characters and bounds them', async () => {
    const report = await reportOf(
      google({ 'organization-name': `\u001b[31mEvil\u202e${'😀'.repeat(5000)}\ud800` }),
    );
    expect(report.organization).toMatch(/^\[31mEvil 😀+$/u);
    expect(report.organization.length).toBeLessThanOrEqual(255);
  });

  it('looks at the first thousand details, keeps those worth reading, and counts the others', async () => {
    const [policy] = microsoft()['policies'] as [Json];
    const detail = {
      'result-type': 'certificate-expired',
      'failed-session-count': 1,
      'additional-information': 'https://reports.example/'.padEnd(255, 'x'),
    };
    const many = { ...policy, 'failure-details': Array.from({ length: 5000 }, () => detail) };
    const { policies } = await reportOf(google({ policies: [many] }));
    expect(policies[0]?.failuresByType).toEqual([{ resultType: 'certificate-expired', sessions: 1000 }]);
    expect(policies[0]!.details.length + policies[0]!.detailsDropped).toBe(5000);
    expect(JSON.stringify(policies).length).toBeLessThan(80_000);
  });

  it.each([
    ['an empty body', Buffer.alloc(0), 'it is not JSON, or not complete'],
    [
      'what is cut off',
      Buffer.from(JSON.stringify(google()).slice(0, -20)),
      'it is not JSON, or not complete',
    ],
    ['what is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'it is not JSON, or not complete'],
    [
      'gzip that is cut off',
      gzipSync(JSON.stringify(google())).subarray(0, 60),
      'its compressed data is damaged or not complete',
    ],
    ['gzip of nothing', Buffer.from([0x1f, 0x8b]), 'its compressed data is damaged or not complete'],
  ])('refuses %s', async (_what, bytes, reason) => {
    expect(await reasonOf(bytes)).toBe(reason);
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'it is missing or of the wrong type'],
    ['null', null, 'it is missing or of the wrong type'],
    ['policies that are no list', google({ policies: 'sts' }), 'policies has no policy that can be read'],
    ['other JSON', { a: 1 }, 'organization-name must be a text'],
    [
      'no policy, and no name',
      google({ 'organization-name': {}, policies: [] }),
      'organization-name must be a text',
    ],
  ])('refuses %s, and says what is wrong', async (_what, json, reason) => {
    expect(await reasonOfJson(json)).toBe(reason);
  });

  it.each<[string, Json, Partial<TlsReport>, string]>([
    [
      'no organisation',
      { 'organization-name': '  ' },
      { organization: '(missing)' },
      'organization-name must not be empty',
    ],
    [
      'an object for a name',
      { 'organization-name': {} },
      { organization: '(missing)' },
      'organization-name must be a text',
    ],
    ['a bad contact', { 'contact-info': {} }, { contact: null }, 'contact-info must be a text'],
    [
      'no period',
      { 'date-range': null },
      { startAt: NOW, endAt: NOW },
      'date-range is missing or of the wrong type',
    ],
    [
      'a bad date',
      { 'date-range': { 'start-datetime': 'yesterday', 'end-datetime': '2026-01-08T23:59:59Z' } },
      { startAt: Date.UTC(2026, 0, 8, 23, 59, 59), endAt: Date.UTC(2026, 0, 8, 23, 59, 59) },
      'date-range.start-datetime must be a time as in RFC 3339',
    ],
    [
      'a date that does not exist',
      { 'date-range': { 'start-datetime': '2026-01-08', 'end-datetime': '2026-13-41T00:00:00Z' } },
      { startAt: Date.UTC(2026, 0, 8), endAt: Date.UTC(2026, 0, 8) },
      'date-range.end-datetime must be a time as in RFC 3339',
    ],
    [
      'a period that runs backwards',
      { 'date-range': { 'start-datetime': '2026-01-09T00:00:00Z', 'end-datetime': '2026-01-08' } },
      { startAt: Date.UTC(2026, 0, 8), endAt: Date.UTC(2026, 0, 9) },
      'date-range ends before it begins',
    ],
    [
      'a period to come',
      { 'date-range': { 'start-datetime': '2026-01-09', 'end-datetime': '9999-12-31T23:59:59Z' } },
      { startAt: NOW, endAt: NOW },
      'date-range lies in the future',
    ],
  ])('keeps a report with %s, and says so', async (_what, changes, expected, problem) => {
    const report = await reportOf(google(changes));
    expect(report).toMatchObject({ ...expected, policies: [{ successes: 12, problems: [problem] }] });
  });

  it('tells reports without an identifier apart, and knows one that comes again', async () => {
    const id = async (changes: Json) =>
      (await reportOf(google({ 'report-id': undefined, ...changes }))).reportId;
    const [one, again, other] = await Promise.all([id({}), id({}), id({ 'contact-info': 'x@y.example' })]);
    expect(one).toMatch(/^\(missing\) [0-9a-f]{16}$/);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it('keeps the first hundred of more policies than anybody has', async () => {
    const { policies } = await reportOf(
      google({ policies: Array.from({ length: 101 }, () => policyWith({})) }),
    );
    expect(policies).toHaveLength(100);
    expect(policies[0]!.problems).toEqual(['policies has more than 100 items']);
  });

  it('keeps what can be read, and names what was missing', async () => {
    const report = await reportOf(
      google({
        policies: [
          {
            policy: { 'policy-type': 'tlsa', 'mx-host': {} },
            summary: { 'total-successful-session-count': 5, 'total-failure-session-count': -1 },
            'failure-details': [
              { 'failed-session-count': 2 },
              { 'result-type': 'tlsa-invalid', 'failed-session-count': 3, 'receiving-ip': {} },
            ],
          },
          'sts',
          policyWith({ 'total-failure-session-count': 0.5 }),
        ],
      }),
    );
    expect(report.policies.map(({ problems }) => problems)).toEqual([
      [
        'policies.1 is missing or of the wrong type',
        'failure-details.0.result-type must be a text',
        'failure-details.1.receiving-ip must be a text',
        'policy.policy-domain must be a text',
        'policy.mx-host must be a text',
        'summary.total-failure-session-count must be a whole number that is not negative',
      ],
      ['summary.total-failure-session-count must be a whole number that is not negative'],
    ]);
    expect(report.policies[0]).toMatchObject({
      type: 'tlsa',
      // Of the other policy.
      domain: 'do.dane.example',
      successes: 5,
      failures: 5,
      failuresByType: [
        { resultType: 'unspecified', sessions: 2 },
        { resultType: 'tlsa-invalid', sessions: 3 },
      ],
    });
  });

  it('takes the domain that the mail names for one that the report leaves out', async () => {
    const bytes = Buffer.from(JSON.stringify(google({ policies: [{ policy: { 'policy-type': 'tlsa' } }] })));
    const domains = async (domain?: string) => {
      const read = await readReport(bytes, { ...OPTIONS, ...(domain === undefined ? {} : { domain }) });
      return read.kind === 'report' ? read.report.policies.map((policy) => policy.domain) : read.reason;
    };
    expect(await domains('dane.example')).toEqual(['dane.example']);
    expect(await domains()).toEqual(['(missing)']);
  });

  it.each<[string, (json: Buffer) => Buffer]>([
    ['octets after JSON', (json) => Buffer.concat([json, Buffer.from('\0\0\r\n}{')])],
    ['octets after gzip', (json) => Buffer.concat([gzipSync(json), Buffer.from('\r\n--end')])],
    ['gzip with a name, a comment and more', (json) => gzipWithFields(json)],
    [
      'gzip of several members',
      (json) => Buffer.concat([json.subarray(0, 50), json.subarray(50)].map((part) => gzipSync(part))),
    ],
    [
      'gzip with what looks like one more member behind it',
      (json) => Buffer.concat([gzipSync(json), gzipSync(json).subarray(0, 30)]),
    ],
    ['a zip archive', (json) => zip(json)],
    [
      'a zip archive that begins with a folder and a file of something else',
      (json) =>
        Buffer.concat([
          zipEntry('reports/', Buffer.alloc(0), { isDeflated: false }),
          zipEntry('README', Buffer.from('See the other file.'), { isStreamed: true }),
          zip(json),
        ]),
    ],
    ['a zip archive of gzip', (json) => zip(gzipSync(json), { isDeflated: false })],
    ['a zip archive that is written as it comes', (json) => zip(json, { isStreamed: true })],
    ['a zip archive without compression', (json) => zip(json, { isDeflated: false })],
  ])('reads %s', async (_what, packed) => {
    expect(await reasonOf(packed(Buffer.from(JSON.stringify(google()))))).toBe('a report');
  });

  it('makes no more of a zip bomb than the limit, and nothing of half an archive', async () => {
    const bomb = zip(Buffer.alloc(20_000_000, 0x20));
    expect(await reasonOf(bomb)).toBe('it has more than 10485760 octets when decompressed');
    expect(await reasonOf(bomb.subarray(0, 20))).toBe('its compressed data is damaged or not complete');
    expect(await reasonOf(bomb.subarray(0, 200))).toBe('its compressed data is damaged or not complete');
  });

  it('makes no more of a gzip bomb than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, 0x20));
    expect(bomb.length).toBeLessThan(30_000);
    expect(await reasonOf(bomb)).toBe('it has more than 10485760 octets when decompressed');
  });

  it('makes no more of a bomb of several members than the limit, and ends with many of them', async () => {
    const member = gzipSync(Buffer.alloc(6_000_000, 0x20));
    expect(await reasonOf(Buffer.concat([member, member]))).toBe(
      'it has more than 10485760 octets when decompressed',
    );
    const nothing = Buffer.concat(Array<Buffer>(50_000).fill(gzipSync('')));
    expect(await reasonOf(nothing)).toBe('it is not JSON, or not complete');
  });

  it('refuses plain JSON beyond the limit', async () => {
    const json = JSON.stringify(google({ padding: 'x'.repeat(10_485_760) }));
    expect(await reasonOf(Buffer.from(json))).toBe('it has more than 10485760 octets when decompressed');
  });

  it('refuses nesting without end, where it looks and where it does not, before it is parsed', async () => {
    const deep = `${'['.repeat(5_000_000)}${']'.repeat(5_000_000)}`;
    const reason = 'it is nested more than 32 levels deep';
    expect(await reasonOf(gzipSync(deep))).toBe(reason);
    expect(await reasonOf(gzipSync('['.repeat(9_000_000)))).toBe(reason);
    const hidden = JSON.stringify(google({ 'contact-info': null })).replace(
      '{',
      `{"x":${deep.slice(4_999_000, 5_001_000)},`,
    );
    expect(await reasonOf(Buffer.from(hidden))).toBe(reason);
  });

  it.each([
    ['empty lists', '[],'],
    ['numbers', '1,'],
    ['fields', '{"a":1},'],
  ])('refuses more %s than a report has, before they are parsed', async (_what, item) => {
    const text = `{"x":[${item.repeat(250_000)}1]}`;
    expect(await reasonOf(gzipSync(text))).toBe('it has more than 250000 values');
  });

  it('refuses a text that nobody reads to its end', async () => {
    const text = JSON.stringify(google({ 'report-id': 'x'.repeat(65_537) }));
    expect(await reasonOf(Buffer.from(text))).toBe('it has a text of more than 65536 bytes');
  });

  it('takes names of prototypes for what they are: unknown fields', async () => {
    const json = JSON.stringify(google()).replace(
      '{',
      '{"__proto__":{"organization-name":"x"},"constructor":1,',
    );
    expect(await reasonOf(Buffer.from(json))).toBe('a report');
    expect(({} as Json)['organization-name']).toBeUndefined();
  });
});

/** RFC 1952 §2.3: extra field, name, comment and the checksum of the header. */
function gzipWithFields(content: Buffer): Buffer {
  const packed = gzipSync(content);
  const header = Buffer.from(packed.subarray(0, 10));
  header.writeUInt8(0x1e, 3);
  const fields = Buffer.from('\x03\0abcreport.json\0a comment\0\xff\xff', 'latin1');
  return Buffer.concat([header, fields, packed.subarray(10)]);
}

function policyWith(summary: Json): Json {
  return { policy: { 'policy-type': 'tlsa', 'policy-domain': 'do.dane.example' }, summary };
}
