/** The reports as they are printed: each of `expected/` is what a terminal shows, without its colours. */
import { describe, expect, it } from 'vitest';

import {
  sampleAddress,
  sampleCertificate,
  sampleFinding,
  sampleHandshake,
  sampleHost,
  sampleNotOffered,
  sampleRecordResults,
  sampleTarget,
} from '../../../../../test/support/sample-probe.js';
import type { ProbeTargetBody } from '#contracts';

import type { ReportSettings } from '../settings.js';
import { createReport } from './report.js';
import { colouredStyle, plainStyle } from './style.js';

const SETTINGS: ReportSettings = {
  format: 'full',
  quiet: false,
  certificateInfo: false,
  pem: false,
  certificateNames: true,
  expirationWarningMs: 7 * 86_400_000,
};

function printed(
  targets: readonly ProbeTargetBody[],
  settings: Partial<ReportSettings> = {},
  style = plainStyle(100),
): string {
  const report = createReport({ ...SETTINGS, ...settings }, style);
  return targets.map((target) => report.one(target)).join('') + report.end(targets);
}

const verified = sampleTarget();

const mismatch = sampleTarget({
  target: 'wrong.example',
  result: 'error',
  dane: 'mismatch',
  mtaSts: {
    status: 'found',
    text: 'version: STSv1\nmode: enforce\nmx: mx.wrong.example\nmax_age: 86400\n',
    findings: [],
  },
  tlsRpt: {
    status: 'none',
    text: null,
    findings: [
      sampleFinding({
        ...{ code: 'no-tlsrpt', severity: 'info', text: 'There is no TLSRPT record.', rfc: 'RFC 8460 §3' },
        advice: 'Publish one, so that senders tell you of failures.',
      }),
    ],
  },
  hosts: [
    sampleHost({
      name: 'mx.wrong.example',
      result: 'error',
      dane: 'mismatch',
      rollover: null,
      suggestions: [`_25._tcp.mx.wrong.example. IN TLSA 3 1 1 ${'ab'.repeat(32)}`],
      addresses: [
        sampleAddress({
          result: 'error',
          dane: 'mismatch',
          handshakes: [sampleHandshake({ dane: 'mismatch', records: sampleRecordResults([]) })],
          findings: [
            sampleFinding({
              bounces: [
                {
                  sender: 'Exchange Online',
                  text: '450 4.7.323 tlsa-invalid: The domain failed DANE validation',
                },
                { sender: 'Postfix', text: 'Server certificate not trusted' },
              ],
            }),
          ],
        }),
      ],
    }),
  ],
});

/** An alias, of whose name servers one is behind; an anchor that is a public CA; an address that does not answer. */
const warned = sampleTarget({
  target: 'mail.example:587',
  mode: 'host',
  lookup: null,
  result: 'warning',
  hosts: [
    sampleHost({
      ...{
        name: 'mail.example',
        port: 587,
        preference: null,
        result: 'warning',
        canonicalName: 'mx.hoster.example',
      },
      rollover: null,
      tlsa: {
        ...{ name: '_587._tcp.mx.hoster.example', baseDomain: 'mx.hoster.example', ttl: 300 },
        ...{ status: 'found', secure: true },
        records: [
          {
            // ISRG Root X1.
            text: '2 1 1 0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3',
            ...{ usage: 2, selector: 1, matchingType: 1 },
          },
        ],
        nameServers: [
          {
            name: 'ns1.hoster.example',
            address: '192.0.2.1',
            records: ['2 1 1 0b9f'],
            agrees: true,
            error: null,
          },
          { name: 'ns2.hoster.example', address: '192.0.2.2', records: [], agrees: false, error: null },
          {
            name: 'ns3.hoster.example',
            address: '192.0.2.3',
            records: null,
            agrees: false,
            error: 'no answer',
          },
        ],
      },
      addresses: [
        sampleAddress({
          port: 587,
          handshakes: [
            sampleHandshake({
              ...{
                offered: 'any',
                tls: { version: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-SHA', keyExchange: null },
              },
              records: [
                { ...sampleRecordResults()[0]!, text: `2 1 1 ${'0b9f'.repeat(16)}`, depth: 2 },
                {
                  ...{
                    text: `1 1 1 ${'77aa'.repeat(16)}`,
                    usage: 1,
                    selector: 1,
                    matchingType: 1,
                    depth: null,
                  },
                  ...{ result: 'unusable', reason: 'PKIX-EE is not used in SMTP', rfc: 'RFC 7672 §3.1.3' },
                },
              ],
            }),
            sampleHandshake({ offered: 'rsa' }),
            { ...sampleNotOffered('ecdsa'), status: 'failed', error: 'the connection was closed' },
          ],
        }),
        sampleAddress({
          ...{ address: '2001:db8::25', port: 587, result: 'warning', dane: 'unreachable', handshakes: [] },
          ...{ banner: null, starttls: null, durationMs: 10_000 },
          findings: [
            sampleFinding({
              ...{ code: 'address-unreachable', severity: 'warning', rfc: 'RFC 5321 §5.1' },
              text: 'Port 587 of 2001:db8::25 could not be connected to: no answer within 10 s.',
              advice: 'Take the address out of DNS if it is not served.',
            }),
          ],
        }),
      ],
    }),
  ],
});

describe('the full report', () => {
  it.each([
    ['verified', verified],
    ['mismatch', mismatch],
    ['warned', warned],
  ])('tells the chain of evidence: %s', async (name, target) => {
    await expect(printed([target])).toMatchFileSnapshot(`expected/${name}.txt`);
  });

  it('prints what stands in each certificate once, with --show-cert-info and --showcerts', async () => {
    const ca = sampleCertificate({
      ...{ subject: 'CN=Example CA', names: [], isCa: true, key: 'ECDSA P-256', sha256: 'ca'.repeat(32) },
    });
    const handshakes = [sampleHandshake({ certificates: [sampleCertificate(), ca] })];
    const target = sampleTarget({
      hosts: [
        sampleHost({
          addresses: [sampleAddress({ handshakes }), sampleAddress({ address: '192.0.2.26', handshakes })],
        }),
      ],
    });
    await expect(printed([target], { certificateInfo: true, pem: true })).toMatchFileSnapshot(
      'expected/certificates.txt',
    );
  });

  it('says which CA a record describes only when it may', () => {
    expect(printed([warned])).toContain('afc3 (ISRG Root X1)\n');
    expect(printed([warned], { certificateNames: false })).toContain('afc3\n');
  });

  it('folds no line unless a terminal shows it, and never within a section number', () => {
    const long = sampleFinding({ text: 'word '.repeat(60).trim() });
    const target = sampleTarget({ findings: [long] });
    expect(printed([target], {}, plainStyle())).toContain(`  ✗ ${long.text} (RFC 7672 §2.2.3)\n`);
    const folded = printed([target], {}, plainStyle(60)).split('\n');
    expect(folded.filter((line) => line.length > 60 && /word/.test(line))).toEqual([]);
    expect(folded.join('\n')).toContain('(RFC 7672 §2.2.3)');
  });

  it('counts the targets at its end, when there are several', () => {
    expect(printed([verified, mismatch, warned]).trimEnd().split('\n').at(-1)).toBe(
      '3 targets: 1 ok, 1 warning, 1 error',
    );
  });

  it('colours for a terminal what it prints without colours elsewhere', () => {
    const coloured = printed([mismatch], {}, colouredStyle(100));
    expect(coloured).toContain('\u001b[31m✗ mx.wrong.example:25\u001b[39m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(printed([mismatch]));
  });
});

describe('every report', () => {
  it('shows the control characters of a hostile server instead of obeying them', () => {
    const target = sampleTarget({
      findings: [
        sampleFinding({ severity: 'warning', text: 'It says \u001b[2J\u202egro\r\nx\u0007\u009b1m | done' }),
      ],
      result: 'warning',
    });
    const shown = 'It says \\u{1b}[2J\\u{202e}gro x\\u{7}\\u{9b}1m';
    for (const format of ['full', 'terse'] as const) expect(printed([target], { format })).toContain(shown);
    expect(printed([target], { format: 'nagios' })).toContain(`${shown} / done`);
    expect(printed([target], { format: 'json' })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it.each(['full', 'terse', 'json'] as const)('prints nothing of what is ok with --quiet: %s', (format) => {
    expect(printed([verified], { format, quiet: true })).toBe('');
    expect(printed([warned], { format, quiet: true })).toBe(printed([warned], { format }));
  });
});

describe('the terse report', () => {
  it('has a line for each target, host and problem', async () => {
    await expect(printed([verified, mismatch, warned], { format: 'terse' })).toMatchFileSnapshot(
      'expected/terse.txt',
    );
  });
});

describe('the JSON report', () => {
  it('is an array of the targets as they are', () => {
    expect(JSON.parse(printed([verified, mismatch], { format: 'json' }))).toEqual([verified, mismatch]);
  });
});

describe('the Nagios report', () => {
  it.each([
    [
      'ok',
      [verified],
      'DANE OK - example.org: DANE verified (1 host, 2 addresses) | time=0.431s;;;0 targets=1;;;0 warnings=0;;;0 errors=0;;;0 ' +
        'addresses=2;;;0 ' +
        'verified=2;;;0 expires=5054400s;604800:;0:\n',
    ],
    [
      'one wrong of several',
      [verified, mismatch],
      'DANE CRITICAL - 1 of 2 targets: wrong.example: mismatch, No TLSA record matches what the server presents. ' +
        '(RFC 7672 §2.2.3) | time=0.431s;;;0 targets=2;;;0 warnings=0;;;0 errors=1;;;0 addresses=3;;;0 ' +
        'verified=2;;;0 expires=5054400s;604800:;0:\n',
    ],
    [
      'no certificate seen',
      [sampleTarget({ target: 'gone.example', result: 'error', dane: 'unreachable', hosts: [] })],
      'DANE CRITICAL - gone.example: unreachable | time=0.431s;;;0 targets=1;;;0 warnings=0;;;0 errors=1;;;0 ' +
        'addresses=0;;;0 verified=0;;;0\n',
    ],
    [
      'all of several ok',
      [verified, verified],
      'DANE OK - 2 targets ok | time=0.431s;;;0 targets=2;;;0 warnings=0;;;0 errors=0;;;0 addresses=4;;;0 ' +
        'verified=4;;;0 expires=5054400s;604800:;0:\n',
    ],
  ])('is one line: %s', (_what, targets, line) => {
    expect(printed(targets, { format: 'nagios', quiet: true })).toBe(line);
  });

  it('says WARNING when that is the worst', () => {
    expect(printed([verified, warned], { format: 'nagios' })).toMatch(
      /^DANE WARNING - 1 of 2 targets: mail\.example:587: verified, Port 587 of 2001:db8::25 could not .* \| .*\n$/,
    );
  });
});
