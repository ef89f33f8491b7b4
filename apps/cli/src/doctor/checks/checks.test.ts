/** What the doctor says of things that a laboratory cannot be made to do: wrong clocks, foreign certificates, reverse names. */
import { describe, expect, it } from 'vitest';

import { loadConfig } from '#config';
import type { ProbeCertificateBody, ProbeTargetBody } from '#contracts';
import type { DnsAnswer } from '#dns';
import type { FetchedPolicy } from '#mta-sts';
import type { StubResolver } from '#dns';

import type { Check, Examination } from '../examination.js';
import { checkAddresses } from './addresses.check.js';
import { checkCertificateFiles, checkPresentedCertificates } from './certificate.check.js';
import { checkClock } from './clock.check.js';
import { checkDelegation } from './delegation.check.js';
import { checkMtaSts } from './mta-sts.check.js';
import { checkDane, checkPort } from './receiver.check.js';
import { checkReverseNames } from './reverse-name.check.js';
import { checkTlsa } from './tlsa.check.js';

const NOW = Date.UTC(2026, 5, 15, 12);
const none = { kind: 'none', secure: true, nameExists: true, aliases: [], canonicalName: '' } as const;

function found<T>(...records: T[]): DnsAnswer<T> {
  return { kind: 'found', secure: true, aliases: [], canonicalName: '', records, ttl: 60 };
}

type Answers = Partial<Record<'soa' | 'ptr' | 'a' | 'tlsa' | 'lookup', (name: string) => unknown>>;

function examination(answers: Answers, others: Partial<Examination> = {}): Examination {
  const resolver = Object.fromEntries(
    Object.entries(answers).map(([type, answer]) => [type, (name: string) => Promise.resolve(answer(name))]),
  );
  return {
    config: loadConfig({ DOMAIN: 'dane.test', PUBLIC_IPV4: '192.0.2.1' }),
    resolver: resolver as unknown as StubResolver,
    servers: [],
    validation: { validates: 'yes', detail: '' },
    certificates: null,
    records: [],
    anyToken: '0123456789ab',
    probe: () => Promise.reject(new Error('nothing is probed here')),
    fetchPolicy: () => Promise.reject(new Error('nothing is fetched here')),
    visit: () => Promise.reject(new Error('nothing is visited here')),
    now: () => NOW,
    ...others,
  };
}

async function stated(check: Check, given: Examination): Promise<string[]> {
  return (await check(given)).map(({ status, found: text }) => `${status}: ${text}`);
}

describe('the clock', () => {
  it.each([
    [2_026_061_500, 'ok: root zone of 2026-06-15'],
    [2_026_061_402, 'ok: root zone of 2026-06-14'],
    [2_026_061_001, 'error: root zone of 2026-06-10'],
    [2_026_062_000, 'error: root zone of 2026-06-20'],
    [1, 'unknown: the root zone cannot be asked for'],
  ])('against a root zone of serial %i', async (serial, line) => {
    const soa = (zone: string): unknown => (zone === '' ? found({ serial }) : none);
    expect(await stated(checkClock, examination({ soa }))).toEqual([line]);
  });

  it.each([
    ['some hours ahead', 5 * 3600, 'warning: com of 2026-06-15T07:00:00.000Z'],
    ['some hours behind', -5 * 3600, 'warning: com of 2026-06-15T17:00:00.000Z'],
    ['right, to a serial number that was remembered', 900, 'ok: root zone of 2026-06-15'],
    ['right, should the serial number become something else', 999_999_999, 'ok: root zone of 2026-06-15'],
  ])('%s', async (_, seconds, line) => {
    const com = NOW / 1000 - seconds;
    const soa = (zone: string): unknown => found({ serial: zone === '' ? 2_026_061_500 : com });
    expect(await stated(checkClock, examination({ soa }))).toEqual([line]);
  });
});

describe('the reverse name', () => {
  const asked = (names: string[], addresses: string[]): Examination =>
    examination({ ptr: () => (names.length === 0 ? none : found(...names)), a: () => found(...addresses) });

  it('is fine when it leads back', async () => {
    expect(await stated(checkReverseNames, asked(['dane.test'], ['192.0.2.1']))).toEqual(['ok: dane.test']);
  });

  it('is warned of when it leads elsewhere, or is none', async () => {
    expect(await stated(checkReverseNames, asked(['host.test'], ['192.0.2.9']))).toEqual([
      'warning: host.test, which does not lead back',
    ]);
    expect(await stated(checkReverseNames, asked([], []))).toEqual(['warning: none']);
  });
});

describe('the certificate that is presented', () => {
  const NAMES = ['do', 'dont', 'wrong'].flatMap((id) => [`${id}.dane.test`, `*.${id}.dane.test`]);

  function presenting(certificate: Partial<ProbeCertificateBody>): Examination {
    const own = { names: NAMES, notAfter: '2027-01-01T00:00:00.000Z', sha256: 'ab', ...certificate };
    const target = { hosts: [{ addresses: [{ handshakes: [{ certificates: [own] }] }] }] };
    return examination({}, { probe: () => Promise.resolve(target as unknown as ProbeTargetBody) });
  }

  it('is fine with all names and in its dates', async () => {
    const presented = await stated(checkPresentedCertificates, presenting({}));
    expect(presented.slice(0, 2)).toEqual(['ok: until 2027-01-01', `ok: ${NAMES.join(', ')}`]);
  });

  it('must not have expired, and must have the wildcard of every scenario', async () => {
    const names = NAMES.filter((name) => name !== '*.wrong.dane.test');
    const expired = presenting({ names, notAfter: '2026-06-01T00:00:00.000Z' });
    expect((await stated(checkPresentedCertificates, expired)).slice(0, 2)).toEqual([
      'error: until 2026-06-01',
      'error: none for 0123456789ab.wrong.dane.test',
    ]);
  });
});

describe('what senders trust under MTA-STS policies', () => {
  const config = loadConfig({ DOMAIN: 'dane.test', PUBLIC_IPV4: '192.0.2.1', MTA_STS: 'true' });
  const STATED = [
    'mta-sts.sts-good.dane.test',
    'mta-sts.sts-host.dane.test',
    'port 25 of mx1-sts-good.dane.test',
  ];

  async function statedOf(others: Partial<Examination>): Promise<string[]> {
    const lines = await checkMtaSts(examination({}, { config, ...others }));
    return lines.flatMap(({ subject, status, found }) =>
      STATED.includes(subject) ? [`${status}: ${found}`] : [],
    );
  }

  function presented(host: string, webPki: { trusted: boolean; error: string | null }): ProbeTargetBody {
    const handshakes = [{ certificates: [{ names: [host] }], webPki }];
    return { hosts: [{ addresses: [{ handshakes }] }] } as unknown as ProbeTargetBody;
  }

  const fetched = { kind: 'fetched', text: '', contentType: 'text/plain', expiresAt: NOW } as const;
  const failed = (code: string): FetchedPolicy => ({
    kind: 'failed',
    detail: code,
    why: { code, facts: [], text: code },
  });

  it('is there: policies and mail servers of a public authority, and one policy host of nobody', async () => {
    const lines = await statedOf({
      fetchPolicy: (host) => Promise.resolve(host.includes('sts-host') ? failed('verbatim') : fetched),
      probe: (host) => Promise.resolve(presented(host, { trusted: true, error: null })),
    });
    expect(lines).toEqual(['ok: a policy', 'ok: verbatim', 'ok: mx1-sts-good.dane.test']);
  });

  it('is missed where a certificate is that of the appliance, or of another host', async () => {
    const lines = await statedOf({
      fetchPolicy: (host) => Promise.resolve(host.includes('sts-host') ? fetched : failed('verbatim')),
      probe: (host) =>
        Promise.resolve(presented(host, { trusted: false, error: 'SELF_SIGNED_CERT_IN_CHAIN' })),
    });
    expect(lines).toEqual(['error: verbatim', 'error: a policy', 'error: SELF_SIGNED_CERT_IN_CHAIN']);
    const misnamed = await statedOf({
      fetchPolicy: () => Promise.resolve(fetched),
      probe: () => Promise.resolve(presented('other.test', { trusted: true, error: null })),
    });
    expect(misnamed.at(-1)).toBe('error: other.test');
  });

  it('is not looked for without MTA_STS', async () => {
    expect(await checkMtaSts(examination({}))).toEqual([]);
  });
});

describe('the certificate files', () => {
  it('are not looked for where there are none to be seen, and missed where they cannot be read', async () => {
    expect(await stated(checkCertificateFiles, examination({}))).toEqual(['not-applicable: not here']);
    const given = examination({}, { certificates: new Error('leaf.cert.pem cannot be read') });
    expect(await stated(checkCertificateFiles, given)).toEqual(['error: leaf.cert.pem cannot be read']);
  });
});

describe('the addresses', () => {
  const insecure = { ...found('192.0.2.1'), secure: false };

  it('must be signed; that there are none, as wanted, is fine however it is known', async () => {
    const answers = { a: () => insecure, aaaa: () => ({ ...none, secure: false }) };
    const lines = await checkAddresses(examination(answers));
    expect(lines.slice(0, 2)).toMatchObject([
      { status: 'error', expected: '192.0.2.1, secure', found: '192.0.2.1, insecure' },
      { status: 'ok', expected: 'none, as PUBLIC_IPV6 has none', found: 'none, insecure' },
    ]);
  });

  it('must not be there when there should be none', async () => {
    const answers = { a: () => found('192.0.2.1'), aaaa: () => found('2001:db8::1') };
    expect((await checkAddresses(examination(answers)))[1]).toMatchObject({ status: 'error' });
  });
});

describe('an address that cannot be reached from a container without IPv6', () => {
  it('is neither right nor wrong', async () => {
    const address = {
      dane: 'not-looked-at',
      starttls: null,
      findings: [{ text: 'this machine has no IPv6' }],
    };
    const target = { dane: 'not-looked-at', findings: [], hosts: [{ findings: [], addresses: [address] }] };
    const given = examination({}, { probe: () => Promise.resolve(target as unknown as ProbeTargetBody) });
    expect(await stated(checkPort, given)).toEqual(['unknown: this machine has no IPv6']);
    const states = (await checkDane(given)).map(({ status }) => status);
    expect(new Set(states)).toEqual(new Set(['unknown']));
  });
});

describe('the zone', () => {
  const zone = (soa: unknown): Examination =>
    examination({
      soa: () => soa,
      lookup: (name) => (name === 'dane.test' ? found({ serial: 1 }) : none),
    });

  it('is named when it does not validate, and when it is not signed', async () => {
    const bogus = zone({ kind: 'bogus', detail: 'signature expired' });
    expect(await stated(checkDelegation, bogus)).toContain('error: bogus: signature expired');
    const unsigned = zone({ ...found({ serial: 1 }), secure: false });
    expect(await stated(checkDelegation, unsigned)).toContain(
      'error: insecure: the zone above has no DS record for it',
    );
  });
});

describe('the delegation to the own name server', () => {
  const config = loadConfig({ DOMAIN: 'dane.test', PUBLIC_IPV4: '192.0.2.1', DNS_PROVIDER: 'knot' });
  /** What a resolver finds: a zone and the name servers in it, none of which has an address. */
  const delegated = (zone: string, names: readonly string[]): Examination => {
    const soa = (name: string): unknown => (name === zone ? found({ serial: 1 }) : none);
    const lookup = (name: string, type: string): unknown => {
      if (type === 'SOA') return soa(name);
      return type === 'NS' && name === zone ? found(...names) : none;
    };
    const resolver = {
      soa: (name: string) => Promise.resolve(soa(name)),
      lookup: (name: string, type: string) => Promise.resolve(lookup(name, type)),
    };
    return examination({}, { config, resolver: resolver as unknown as StubResolver });
  };
  const delegation = async (zone: string, names: readonly string[]) =>
    (await stated(checkDelegation, delegated(zone, names)))[0];

  it('is right when its servers alone are named', async () => {
    expect(await delegation('dane.test', ['ns2.dane.test', 'ns1.dane.test'])).toMatch(
      /^ok: zone dane\.test at /,
    );
  });

  it('is missing while the zone above answers for the domain', async () => {
    expect(await delegation('test', ['ns.nic.test'])).toBe('error: not delegated: zone test at ns.nic.test');
  });

  it('is wrong while an old name server is named', async () => {
    expect(await delegation('dane.test', ['ns.old.test'])).toBe('error: zone dane.test at ns.old.test');
    expect(await delegation('dane.test', ['ns1.dane.test', 'ns2.dane.test', 'ns.old.test'])).toMatch(
      /^error: .*ns\.old\.test/,
    );
  });
});

describe('the TLSA records', () => {
  const data = new Uint8Array(32).fill(1);
  const text = `3 1 1 ${'01'.repeat(32)}`;
  const record = { usage: 3, selector: 1, matchingType: 1, data };
  const records = [
    { name: '_25._tcp.do.dane.test.', type: 'TLSA', ttl: 60, data: text, scenario: 'do' },
    { name: '*.do.dane.test.', type: 'TLSA', ttl: 60, data: text, scenario: 'do' },
  ] as const;

  it('lack where the wildcard has none', async () => {
    const tlsa = (name: string): unknown => (name === '_25._tcp.do.dane.test' ? found(record) : none);
    const lines = await checkTlsa(examination({ tlsa }, { records }));
    expect(lines.slice(0, 6).map(({ subject, status }) => `${status} ${subject}`)).toEqual([
      'ok _25._tcp.do.dane.test',
      'error _25._tcp.0123456789ab.do.dane.test (wildcard)',
      'ok _25._tcp.dont.dane.test',
      'ok _25._tcp.0123456789ab.dont.dane.test (wildcard)',
      'ok _25._tcp.wrong.dane.test',
      'ok _25._tcp.0123456789ab.wrong.dane.test (wildcard)',
    ]);
  });

  it('must not be at a host that has none, nor in another zone that is not signed', async () => {
    const lines = await stated(checkTlsa, examination({ tlsa: () => found(record) }, { records }));
    expect(lines.filter((line) => line.startsWith('error'))).toHaveLength(lines.length - 2);
    const unsigned = examination({ tlsa: () => ({ ...found(record), secure: false }) }, { records });
    expect((await stated(checkTlsa, unsigned))[0]).toBe('error: the same, insecure');
  });
});
