/** The zones below DOMAIN and the hosts behind MX records, as the product's own name server serves them, through a validating Unbound. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { checkHost, createToken, mailHosts, tlsaNameOf } from '#checks';
import { loadConfig } from '#config';
import { createResolver, type Endpoint, type StubResolver } from '#dns';
import { createLogger } from '#logging';
import { findScenario, needsOwnAddress, needsOwnDns, SCENARIOS } from '#scenarios';
import { dnsFault, type GeneratedRecord, readGeneratedRecords } from '#zones';

import { ScenarioStates } from '../../apps/api/src/scenarios/scenario-states.js';
import { PATIENCE_MS } from '../lab/poll.js';
import { Unbound } from '../lab/unbound.js';
import { dnsQuery } from '../support/dns-query.js';
import { freeDnsPort } from '../support/free-dns-port.js';
import { NameServer } from '../support/name-server.js';

const DOMAIN = 'dane.example';
const RESOLVER_ADDRESS = '127.0.0.172';
const FALLBACK_ADDRESS = '192.0.2.172';

let server: NameServer;
let unbound: Unbound;
let endpoint: Endpoint;
let resolver: StubResolver;
let records: readonly GeneratedRecord[];

beforeAll(async () => {
  // So that a change is seen promptly.
  server = await NameServer.create(DOMAIN, {
    ...{ DNS_PROVIDER: 'knot', DNS_TTL: '1' },
    EXTRA_IPV4: FALLBACK_ADDRESS,
    MTA_STS: 'lab',
  });
  const trustAnchor = await server.serve();
  records = await readGeneratedRecords(join(server.dir, 'zones'));
  endpoint = { address: RESOLVER_ADDRESS, port: await freeDnsPort(RESOLVER_ADDRESS) };
  unbound = new Unbound({
    ...{ directory: join(server.dir, 'unbound'), domain: DOMAIN, trustAnchor },
    ...{ listen: endpoint, nameServer: server },
  });
  await unbound.start();
  resolver = createResolver({ servers: [endpoint] });
});

afterAll(async () => {
  await unbound.stop();
  await server.remove();
});

const SETTINGS = { DOMAIN, EXTRA_IPV4: FALLBACK_ADDRESS, MTA_STS: 'lab' };
const LABEL = createToken(randomBytes);
/** Without those that need an address of their own, of which there is none here. */
const ELSEWHERE = SCENARIOS.filter(
  (scenario) => (scenario.mx !== undefined || needsOwnDns(scenario)) && !needsOwnAddress(scenario),
);
const hostsOf = (scenario: (typeof SCENARIOS)[number]) =>
  mailHosts(scenario, DOMAIN).map((host) => ({ ...host, name: host.name.replace('*', LABEL) }));

const ask = async (name: string, type: string) => {
  const { status, flags, data } = await dnsQuery(endpoint, name, type, ['+dnssec']);
  return { status, data: data.map((text) => text.toUpperCase()).sort(), isSecure: flags.includes('ad') };
};

describe.each(ELSEWHERE)('$id', (scenario) => {
  it('leads the mail of a check to its hosts', async () => {
    const planned = hostsOf(scenario).flatMap(({ name, mx }) =>
      mx === null ? [] : [`${mx.preference} ${name}.`.toUpperCase()],
    );
    expect(await ask(checkHost(LABEL, scenario.id, DOMAIN), 'MX')).toEqual({
      status: 'NOERROR',
      data: planned.sort(),
      isSecure: scenario.zone === undefined,
    });
  });

  it.each(hostsOf(scenario))('has at $name what validates as planned: $security', async (host) => {
    expect(await ask(host.name, 'A')).toEqual({
      status: 'NOERROR',
      data: [host.mx?.isFallback === true ? FALLBACK_ADDRESS : server.address],
      isSecure: host.security !== 'insecure',
    });
    const published = records.flatMap(({ name, type, data }) =>
      type === 'TLSA' && name === `${host.tlsaName}.` ? [data.toUpperCase()] : [],
    );
    expect(published).toHaveLength(host.tlsa.length);
    expect(await ask(tlsaNameOf(host.name), 'TLSA')).toEqual(
      host.security === 'failing'
        ? { status: 'SERVFAIL', data: [], isSecure: false }
        : { status: 'NOERROR', data: published.sort(), isSecure: host.security === 'secure' },
    );
  });

  it('asks for TLS reports about the domain that all checks share, and about that of one (RFC 8460 §3)', async () => {
    for (const host of [`${scenario.id}.${DOMAIN}`, checkHost(LABEL, scenario.id, DOMAIN)]) {
      const { data } = await ask(`_smtp._tls.${host}`, 'TXT');
      expect(data).toEqual([expect.stringMatching(/^"V=TLSRPTV1; RUA=MAILTO:TLS-REPORTS@DANE\.EXAMPLE/)]);
    }
  });

  it('is in the state of the table', async () => {
    expect(await dnsFault(scenario, { domain: DOMAIN, label: LABEL }, resolver)).toBeNull();
  });
});

describe('a resolver that does not validate', () => {
  let believing: Unbound;
  let other: StubResolver;

  beforeAll(async () => {
    const listen = { address: '127.0.0.173', port: await freeDnsPort('127.0.0.173') };
    believing = new Unbound({
      ...{ directory: join(server.dir, 'believing'), domain: DOMAIN, trustAnchor: null },
      ...{ listen, nameServer: server },
    });
    await believing.start();
    other = createResolver({ servers: [listen] });
  });

  afterAll(async () => {
    await believing.stop();
  });

  it('gets the TLSA records that no other resolver gets', async () => {
    const bogus = findScenario('bogus')!;
    const [{ name } = { name: '' }] = hostsOf(bogus);
    expect(await other.tlsa(tlsaNameOf(name))).toMatchObject({ kind: 'found', secure: false });
  });

  it.each(ELSEWHERE.filter(({ zone }) => zone === undefined))(
    'shows $id in another state than the table says',
    async (scenario) => {
      const fault = await dnsFault(scenario, { domain: DOMAIN, label: LABEL }, other);
      expect(fault).toMatchObject({ kind: 'differs' });
    },
  );
});

describe('what the API offers', () => {
  const logger = createLogger({ level: 'silent', pretty: false }, 'api');
  const statesOf = (hasOwnDns: boolean) =>
    new ScenarioStates(
      { ...loadConfig({ ...SETTINGS, PUBLIC_IPV4: server.address }), hasOwnDns },
      resolver,
      logger,
      { areThere: () => true },
      Date.now,
    );
  const ids = (scenarios: readonly { readonly id: string }[]) => scenarios.map(({ id }) => id);

  it('is every scenario of the own name server, once DNS was seen to answer as planned', async () => {
    const states = statesOf(true);
    const before = ids(states.available);
    expect(before.filter((id) => needsOwnDns(findScenario(id)!))).toEqual([]);
    await states.examine(resolver);
    expect(states.offered.filter(({ missing }) => missing === 'own-dns' || missing === 'dns-state')).toEqual(
      [],
    );
  });

  it('leaves those out that need an own name server where there is none', async () => {
    const states = statesOf(false);
    await states.examine(resolver);
    const left = states.offered.filter(({ missing }) => missing === 'own-dns');
    expect(ids(left.map(({ scenario }) => scenario))).toEqual(ids(SCENARIOS.filter(needsOwnDns)));
  });

  it('leaves out what is not as planned, and offers it again when it is', async () => {
    const states = statesOf(true);
    await states.examine(resolver);
    const zone = join(server.generatedDir, 'unsigned.dane.example.zone');
    const text = await readFile(zone, 'utf8');
    const missing = (id: string) => states.offered.find(({ scenario }) => scenario.id === id)?.missing;
    const examined = async () => {
      await states.examine(resolver);
      return missing('unsigned');
    };
    await writeFile(zone, text.replace(/^.* TLSA .*\n/gm, ''));
    await vi.waitFor(async () => expect(await examined()).toBe('dns-state'), WAITED);
    expect(missing('bogus')).toBeNull();
    await writeFile(zone, text);
    await vi.waitFor(async () => expect(await examined()).toBeNull(), WAITED);
  });
});

const WAITED = { timeout: PATIENCE_MS, interval: 500 };
