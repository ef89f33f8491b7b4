import { describe, expect, it } from 'vitest';

import { loadConfig } from '#config';
import type { DnsAnswer, StubResolver } from '#dns';

import type { DoctorLine } from './doctor-line.js';
import { formatDoctorReport } from './doctor-report.js';
import type { Examination } from './examination.js';
import { isLocalOnly } from './is-local-only.js';

const line = (status: DoctorLine['status'], subject: string, advice: string | null = null): DoctorLine => ({
  ...{ check: 'A record', status, subject, advice },
  ...{ expected: '192.0.2.1, secure', found: status === 'ok' ? '192.0.2.1, secure' : 'none' },
});

describe('the report of the doctor', () => {
  it('says once what is true of several, and puts what failed last', () => {
    const lines = [
      line('error', 'a.test', 'Publish it.'),
      line('ok', 'b.test'),
      line('error', 'c.test', 'Publish it.'),
      line('ok', 'd.test'),
      line('unknown', 'e.test'),
      line('not-applicable', 'f.test'),
    ];
    expect(formatDoctorReport(lines, false).split('\n')).toEqual([
      'ok    A record  b.test, d.test: 192.0.2.1, secure',
      'n/a   A record  f.test',
      '                expected  192.0.2.1, secure',
      '                found     none',
      '?     A record  e.test',
      '                expected  192.0.2.1, secure',
      '                found     none',
      'FAIL  A record  a.test, c.test',
      '                expected  192.0.2.1, secure',
      '                found     none',
      '                to do     Publish it.',
      '',
      "2 passed, 1 not applicable, 1 could not be checked, 2 failed. Don't trust verdicts until this is fixed.",
    ]);
  });

  it('repeats nothing for the many hosts of an instance', () => {
    const hosts = Array.from({ length: 30 }, (_, host) => `h${host}.test`);
    const lines = [
      ...hosts.map((host) => line('ok', host)),
      ...hosts.map((host) => ({ ...line('error', host, 'Publish it.'), expected: `that of ${host}` })),
      ...hosts.map((host) => ({ ...line('error', host, 'Sign it.'), check: 'DNSSEC' })),
    ];
    expect(formatDoctorReport(lines, false).split('\n')).toEqual([
      'ok    A record  30 right, such as h0.test',
      ...['h0.test', 'h1.test', 'h2.test'].flatMap((host) => [
        `FAIL  A record  ${host}`,
        `                expected  that of ${host}`,
        '                found     none',
        '                to do     Publish it.',
      ]),
      'FAIL  A record  h3.test, h4.test, h5.test, h6.test, and 23 more',
      '                the same to do; --json prints what was found',
      'FAIL  DNSSEC    h0.test, h1.test, h2.test, h3.test, and 26 more',
      '                expected  192.0.2.1, secure',
      '                found     none',
      '                to do     Sign it.',
      '',
      "30 passed, 60 failed. Don't trust verdicts until this is fixed.",
    ]);
  });

  it('does not call right what could not be checked', () => {
    expect(formatDoctorReport([line('unknown', 'a.test')], false)).toMatch(
      /not everything could be checked\.$/,
    );
    expect(formatDoctorReport([line('ok', 'a.test')], false)).toMatch(
      /1 passed\. This instance is set up right\.$/,
    );
  });
});

describe('an instance on loopback alone', () => {
  const none = { kind: 'none', secure: true } as unknown as DnsAnswer<unknown>;
  const examined = (
    env: Record<string, string>,
    answer: DnsAnswer<unknown> = none,
    validates: 'yes' | 'unknown' = 'yes',
  ): Promise<boolean> =>
    isLocalOnly({
      config: loadConfig({ DOMAIN: 'dane.test', ...env }),
      validation: { validates, detail: '' },
      resolver: { soa: () => Promise.resolve(answer) } as unknown as StubResolver,
    } as unknown as Examination);

  it('is one whose public addresses are, or whose receiver listens there', async () => {
    expect(await examined({})).toBe(true);
    expect(await examined({ PUBLIC_IPV4: '127.0.0.9', PUBLIC_IPV6: '::1', SMTP_HOST: '::' })).toBe(true);
    expect(await examined({}, none, 'unknown')).toBe(true);
    expect(await examined({ DNS_RESOLVER: '127.0.0.9' }, none, 'unknown')).toBe(false);
    expect(await examined({ PUBLIC_IPV4: '192.0.2.1' })).toBe(false);
    expect(await examined({ SMTP_HOST: '0.0.0.0' })).toBe(false);
  });

  it('has something to check where DNS knows its domain, as in a laboratory', async () => {
    const found = { kind: 'found', secure: true, records: [] } as unknown as DnsAnswer<unknown>;
    expect(await examined({}, found)).toBe(false);
  });
});
