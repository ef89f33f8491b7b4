import { describe, expect, it } from 'vitest';

import {
  sampleAddress,
  sampleCertificate,
  sampleFinding,
  sampleHandshake,
  sampleHost,
  sampleRecordResults,
  sampleTarget,
} from '../../../../test/support/sample-probe.js';
import { issueCertificate } from '../../../../test/support/x509.js';
import type { ProbeFinding, ProbeHandshake, ProbeHost, ProbeTarget } from '#probe';
import { formatTlsa, tlsaRecord } from '#dane';

import { judgeTarget, type TargetSnapshot } from './judge-target.js';
import { noteSnapshot } from './notifications.js';
import { EMPTY_WATCH_STATE, readWatchState } from './watch-state.js';
import { watchedDomain, type WatchedTarget, watchedHost } from './watched-target.js';

const NOW = Date.parse('2026-11-01T12:00:00.000Z');
const HOST = 'mx1.example.org';
const PLACE = `${HOST}:25`;
const TARGET = watchedHost(HOST, 25);
const WRONG = watchedHost(HOST, 25, 'mismatch');

const inUse = issueCertificate({ name: HOST, dnsNames: [HOST] });
const next = issueCertificate({ name: HOST, dnsNames: [HOST] });
const IN_USE = formatTlsa(tlsaRecord(3, 1, 1, inUse.der));
const NEXT = formatTlsa(tlsaRecord(3, 1, 1, next.der));

function finding(code: string, overrides: Partial<ProbeFinding> = {}): ProbeFinding {
  return sampleFinding({ code, text: `said of ${code}.`, ...overrides });
}

/** A handshake in which the certificate in use is presented. */
function handshake(overrides: Partial<ProbeHandshake> = {}): ProbeHandshake {
  const publicKeySha256 = IN_USE.split(' ')[3]!;
  return sampleHandshake({
    certificates: [sampleCertificate({ pem: inUse.pem, publicKeySha256 })],
    ...overrides,
  });
}

interface Seen {
  readonly host?: Partial<ProbeHost>;
  readonly dane?: ProbeHost['dane'];
  readonly findings?: readonly string[];
  readonly atAddress?: readonly string[];
  readonly handshake?: Partial<ProbeHandshake>;
  /** What each name server shows; null: no answer. */
  readonly nameServers?: readonly (readonly string[] | null)[];
}

function seen({ host, dane = 'verified', findings = [], atAddress = [], ...rest }: Seen = {}): ProbeTarget {
  const address = sampleAddress({
    dane,
    findings: atAddress.map((code) => finding(code)),
    handshakes: [handshake({ dane, ...rest.handshake })],
  });
  const plain = sampleHost();
  return sampleTarget({
    mode: 'host',
    lookup: null,
    hosts: [
      sampleHost({
        dane,
        findings: findings.map((code) => finding(code)),
        addresses: [address],
        tlsa: {
          ...plain.tlsa,
          nameServers:
            rest.nameServers?.map((records, index) => ({
              ...{ name: `ns${index + 1}.example.org`, address: `192.0.2.${index + 1}`, agrees: true },
              ...{
                records: records === null ? null : [...records],
                error: records === null ? 'silent' : null,
              },
            })) ?? null,
        },
        ...host,
      }),
    ],
  });
}

/** No secure TLSA records. */
const BARE = { rollover: null, dane: 'none' } as const;

function judged(
  target: WatchedTarget,
  body: ProbeTarget,
  promised: readonly string[],
  now: number,
): TargetSnapshot {
  return judgeTarget(target, body, { promised, policy: null }, now);
}

function codes(body: ProbeTarget, before: readonly string[] = [PLACE], target = TARGET): string[] {
  return judged(target, body, before, NOW).alerts.map(({ code }) => code);
}

describe('judgeTarget', () => {
  it('finds nothing wrong where everything verifies, and remembers that DANE applies', () => {
    expect(judged(TARGET, seen(), [], NOW)).toEqual({
      alerts: [],
      notes: [],
      promised: [PLACE],
      notAfter: Date.parse('2026-12-30T00:00:00.000Z'),
      policy: null,
    });
  });

  it('raises an alert for a key that is not published, and says which record is missing', () => {
    const body = seen({ dane: 'mismatch', atAddress: ['tlsa-mismatch'] });
    const [alert, ...others] = judged(TARGET, body, [PLACE], NOW).alerts;
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      code: 'tlsa-mismatch',
      subject: `${PLACE} [192.0.2.25]`,
      publish: [`_25._tcp.${HOST}. IN TLSA ${IN_USE}`],
    });
    expect(alert?.advice).toMatch(/^If this is the key that you installed, publish .* `havedane rollover`/);
  });

  it('asks for patience only, once all name servers show the missing record', () => {
    const body = seen({
      dane: 'mismatch',
      atAddress: ['tlsa-mismatch'],
      nameServers: [
        [NEXT, IN_USE],
        [IN_USE, NEXT],
      ],
    });
    const [alert] = judged(TARGET, body, [PLACE], NOW).alerts;
    expect(alert).toMatchObject({ code: 'tlsa-mismatch', publish: [] });
    expect(alert?.advice).toContain('within 3600 s');
  });

  it.each([
    ...['lookup-bogus', 'lookup-failed', 'tlsa-bogus', 'tlsa-failed', 'unreachable', 'tlsa-unusable'],
    ...['tlsa-none', 'tlsa-insecure', 'addresses-insecure', 'no-addresses'],
  ])('calls %s of a host where DANE applied an alert', (code) => {
    expect(codes(seen({ findings: [code], host: BARE }))).toEqual([code]);
  });

  it.each([
    'no-starttls',
    'tls-failed',
    'not-served',
    'address-unreachable',
    'second-certificate-unpublished',
  ])('calls %s at an address an alert', (code) => {
    expect(codes(seen({ dane: 'no-starttls', atAddress: [code] }))).toEqual([code]);
  });

  it.each(['rollover-not-ready', 'weak-key', 'name-server-failed', 'some-finding-of-tomorrow'])(
    'takes %s for worth knowing, no more',
    (code) => {
      const { alerts, notes } = judged(TARGET, seen({ findings: [code] }), [PLACE], NOW);
      expect(alerts).toEqual([]);
      expect(notes.map((note) => note.code)).toEqual([code]);
    },
  );

  it('goes on missing records that are gone, at every look', () => {
    const gone = seen({ findings: ['tlsa-none'], host: BARE });
    const first = judged(TARGET, gone, [PLACE], NOW);
    expect(first.promised).toEqual([PLACE]);
    expect(codes(gone, first.promised)).toEqual(['tlsa-none']);
    expect(first.alerts[0]?.publish).toEqual([`_25._tcp.${HOST}. IN TLSA ${IN_USE}`]);
  });

  it('raises an alert for a target with no records at all from the first look: it may be misspelt', () => {
    expect(codes(seen({ findings: ['tlsa-none'], host: BARE }), [])).toEqual(['tlsa-none']);
    expect(codes(sampleTarget({ hosts: [], lookup: null }), [])).toEqual(['nothing-to-watch']);
  });

  it('leaves a host of a domain alone that never had records, beside one that has', () => {
    const other = sampleHost({ name: 'mx2.example.org', ...BARE, findings: [finding('tlsa-none')] });
    const body = sampleTarget({ hosts: [...seen().hosts, other] });
    const look = judged(watchedDomain('example.org'), body, [], NOW);
    expect(look.alerts).toEqual([]);
    expect(look.notes.map(({ code }) => code)).toEqual(['tlsa-none']);
    expect(look.promised).toEqual(['MX', PLACE]);
  });

  it('misses secure MX records, and no host that is no longer among them', () => {
    const lookup = { name: 'example.org', type: 'MX', secure: false } as const;
    const body = sampleTarget({ hosts: seen().hosts, lookup, findings: [finding('mx-insecure')] });
    const before = ['MX', PLACE, 'gone.example.org:25'];
    const look = judged(watchedDomain('example.org'), body, before, NOW);
    expect(look.alerts.map(({ code, subject }) => [code, subject])).toEqual([
      ['mx-insecure', 'MX of example.org'],
    ]);
    expect(look.promised).toEqual([PLACE, 'MX']);
  });

  it('never calls a host well that is not as it should be', () => {
    expect(codes(seen({ dane: 'mismatch' }))).toEqual(['not-as-expected']);
  });

  it('keeps what servers say from being more than text', () => {
    const body = seen();
    body.hosts[0]!.findings.push(finding('unreachable', { text: 'it said \u001B[2J\r\nhello' }));
    expect(judged(TARGET, body, [], NOW).alerts[0]?.text).toBe('it said  [2J hello');
  });
});

describe('judgeTarget, of dates', () => {
  const anchored = sampleRecordResults([{ usage: 2, result: 'match', reason: null, depth: 1 }]);

  it('raises an alert for a certificate that expires where the records name its issuer', () => {
    const body = seen({ atAddress: ['certificate-expires-soon'], handshake: { records: anchored } });
    const [alert] = judged(TARGET, body, [PLACE], NOW).alerts;
    expect(alert).toMatchObject({ code: 'certificate-expires-soon' });
    expect(alert?.advice).toContain('(2 x x), with which dates count');
  });

  it('takes it for worth knowing where a record is of the key', () => {
    const { alerts, notes } = judged(TARGET, seen({ atAddress: ['certificate-expired'] }), [PLACE], NOW);
    expect([alerts.length, notes[0]?.code]).toEqual([0, 'certificate-expired']);
  });
});

describe('judgeTarget, of name servers', () => {
  it('holds them against each other, not against what a cache has', () => {
    expect(codes(seen({ nameServers: [[IN_USE, NEXT], [NEXT, IN_USE], null] }))).toEqual([]);
    const [alert] = judged(TARGET, seen({ nameServers: [[IN_USE], [IN_USE, NEXT]] }), [], NOW).alerts;
    expect(alert?.code).toBe('name-servers-disagree');
    expect(alert?.text).toContain(`ns1.example.org [192.0.2.1] (${IN_USE}); ns2.example.org`);
  });

  it('sees that the record in use was deleted while caches still remember it', () => {
    const look = judged(TARGET, seen({ nameServers: [[NEXT], [NEXT]] }), [PLACE], NOW);
    expect(look.alerts).toMatchObject([
      { code: 'name-server-mismatch', publish: [`_25._tcp.${HOST}. IN TLSA ${IN_USE}`] },
    ]);
    expect(look.alerts[0]?.advice).toContain('within 3600 s');
  });

  it('sees that all records were deleted', () => {
    expect(codes(seen({ nameServers: [[], []] }))).toEqual(['name-server-mismatch']);
  });
});

describe('judgeTarget, of records that are wrong on purpose', () => {
  it('finds nothing wrong where nothing verifies', () => {
    const body = seen({ dane: 'mismatch', atAddress: ['tlsa-mismatch', 'weak-key'], nameServers: [[NEXT]] });
    const look = judged(WRONG, body, [PLACE], NOW);
    expect([look.alerts, look.notes]).toEqual([[], []]);
  });

  it('raises an alert when something verifies, or is about to', () => {
    expect(codes(seen(), [PLACE], WRONG)).toEqual(['verifies-wrongly']);
    const soon = seen({ dane: 'mismatch', atAddress: ['tlsa-mismatch'], nameServers: [[IN_USE]] });
    expect(codes(soon, [PLACE], WRONG)).toEqual(['verifies-wrongly']);
  });

  it('never advises to publish a record that would match', () => {
    const gone = judged(WRONG, seen({ dane: 'none', findings: ['tlsa-none'], host: BARE }), [PLACE], NOW);
    expect(gone.alerts).toMatchObject([{ code: 'tlsa-none', publish: [] }]);
    expect(gone.alerts[0]?.advice).toContain('havedane dns push');
  });
});

describe('the policies of a domain', () => {
  const judgedWith = (code: string, severity: ProbeFinding['severity']) => {
    const mtaSts = { status: 'found' as const, text: '', findings: [finding(code, { severity })] };
    const { alerts, notes } = judged(watchedDomain('example.org'), { ...seen(), mtaSts }, [PLACE], NOW);
    return { alerts: alerts.map((one) => one.code), notes: notes.map((one) => one.code) };
  };

  it.each([
    ['mta-sts-mx-not-covered', 'error'],
    ['mta-sts-mx-certificate', 'error'],
    ['mta-sts-fetch-failed', 'warning'],
    ['mta-sts-web-certificate-expires-soon', 'warning'],
  ] as const)('alert where senders hold mail back, or get no policy: %s', (code, severity) => {
    expect(judgedWith(code, severity)).toEqual({ alerts: [code], notes: [] });
  });

  it.each(['mta-sts-mx-not-covered', 'mta-sts-id-changed'])('are noted otherwise: %s', (code) => {
    expect(judgedWith(code, 'warning')).toEqual({ alerts: [], notes: [code] });
  });

  it('are nothing where there are none', () => {
    expect(judgedWith('mta-sts-none', 'info')).toEqual({ alerts: [], notes: [] });
  });

  it('are held against those that senders have cached, also when none could be fetched in between', () => {
    const POLICY = 'version: STSv1\nmode: testing\nmx: mx.test\nmax_age: 604800\n';
    const steps: readonly (readonly [ProbeTarget['mtaSts'], readonly string[], readonly string[]])[] = [
      [{ status: 'found', text: POLICY, id: '1', findings: [] }, [], []],
      [{ status: 'failed', text: null, findings: [] }, [], []],
      [
        { status: 'found', text: POLICY.replace('testing', 'enforce'), id: '1', findings: [] },
        ['mta-sts-id-unchanged'],
        [],
      ],
      [
        { status: 'found', text: POLICY.replace('testing', 'enforce'), id: '1', findings: [] },
        ['mta-sts-id-unchanged'],
        [],
      ],
      [{ status: 'found', text: POLICY.replace('testing', 'enforce'), id: '2', findings: [] }, [], []],
      [
        { status: 'found', text: POLICY.replace('testing', 'enforce'), id: '3', findings: [] },
        [],
        ['mta-sts-id-changed'],
      ],
      [{ status: 'none', text: null, findings: [] }, ['mta-sts-removed'], []],
      [{ status: 'none', text: null, findings: [] }, ['mta-sts-removed'], []],
    ];
    let state = EMPTY_WATCH_STATE;
    const target = watchedDomain('example.org');
    for (const [day, [mtaSts, alerts, notes]] of steps.entries()) {
      const at = NOW + day * 86_400_000;
      const body = { ...seen(), target: 'example.org', mtaSts, startedAt: new Date(at).toISOString() };
      const { policy = null } = state.targets[target.name] ?? {};
      const look = judgeTarget(target, body, { promised: [PLACE], policy }, at);
      expect([look.alerts, look.notes].map((all) => all.map(({ code }) => code))).toEqual([alerts, notes]);
      // As the file keeps it.
      const next = noteSnapshot(state, { kind: 'seen', at, targets: [{ target, look }] });
      const read = readWatchState(JSON.parse(JSON.stringify(next)));
      expect(read).toEqual(JSON.parse(JSON.stringify(next)));
      state = read ?? EMPTY_WATCH_STATE;
    }
    const later = NOW + 20 * 86_400_000;
    const gone = { ...seen(), mtaSts: steps[7]?.[0] ?? null, startedAt: new Date(later).toISOString() };
    const { policy = null } = state.targets[target.name] ?? {};
    expect(judgeTarget(target, gone, { promised: [PLACE], policy }, later).alerts).toEqual([]);
  });
});
