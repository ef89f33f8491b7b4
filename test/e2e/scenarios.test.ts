/**
 * The hosts of the catalogue as senders meet them: the records through a validating resolver, the certificates that the receiver
 * presents, and Postfix's own word on both. Hosts that MX records name, in other zones, or behind other listeners, are tested apart.
 */
import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DetailedPeerCertificate } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateCertificates, type PublicCertificates } from '#certs';
import { type Check, checkHost } from '#checks';
import { formatTlsa } from '#dane';
import { createResolver, type Endpoint } from '#dns';
import { conclusionAt, findCertificate, type KnownScenario, SCENARIOS, sendsAuthority } from '#scenarios';
import { dnsRecords } from '#zones';

import { type FingerVerdict, PosttlsFinger, verdictOf } from '../support/posttls-finger.js';
import { DOMAIN, type ReceiverFixture, startReceiver } from '../support/receiver-fixture.js';
import { type SignedDns, startSignedDns } from '../support/signed-dns.js';
import { SmtpClient } from '../support/smtp-client.js';

const RESOLVER: Endpoint = { address: '127.0.10.53', port: 53 };
const RECEIVER = '127.0.10.1';
const HERE = SCENARIOS.filter(
  ({ group, mx }) => ['basics', 'records', 'certificates'].includes(group) && mx === undefined,
);

let directory: string;
let certificates: PublicCertificates;
let dns: SignedDns;
let receiver: ReceiverFixture;
let finger: PosttlsFinger;
let check: Check;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'havedane-scenarios-'));
  await chmod(directory, 0o755);
  const [certsDir, configuration] = [join(directory, 'certs'), join(directory, 'postfix')];
  ({ certificates } = await generateCertificates({
    ...{ domain: DOMAIN, dir: certsDir, lifetimeDays: 30, rsaBits: 2048, rotate: false },
  }));
  const records = dnsRecords(
    {
      ...{ domain: DOMAIN, publicIpv4: RECEIVER, publicIpv6: undefined, dnsTtl: 60 },
      publicUrl: `https://${DOMAIN}`,
    },
    certificates,
  );
  const ids = HERE.map(({ id }) => id);
  dns = await startSignedDns({
    resolver: RESOLVER,
    records: records
      .filter(({ scenario }) => scenario !== null && ids.includes(scenario))
      .map(({ name, type, data }) => `${name} ${type} ${data}`),
  });
  receiver = await startReceiver({ certsDir, env: { SMTP_HOST: RECEIVER, SMTP_PORT: '25' } });
  check = await receiver.createCheck();
  await mkdir(configuration);
  await writeFile(
    join(configuration, 'main.cf'),
    'compatibility_level = 3.6\nsmtp_dns_support_level = dnssec\nsmtp_host_lookup = dns\n',
  );
  finger = await PosttlsFinger.create({ directory, resolverAddress: RESOLVER.address, configuration });
});

afterAll(async () => {
  await Promise.all([dns.stop(), receiver.close()]);
  await rm(directory, { recursive: true, force: true });
});

/** What Postfix says of a host where it would verify, refuse, or use TLS with anybody. */
const FINGER: Readonly<Record<ReturnType<typeof conclusionAt>, FingerVerdict>> = {
  verified: 'verified',
  mismatch: 'untrusted',
  unusable: 'untrusted',
  none: 'untrusted',
};

describe.each(HERE)('the host of $id', (scenario) => {
  const host = (): string => checkHost(check.token, scenario.id, DOMAIN);

  it('has the planned TLSA records, and a validating resolver says so', async () => {
    const resolver = createResolver({ servers: [RESOLVER], timeoutMs: 5000 });
    const answer = await resolver.tlsa(`_25._tcp.${host()}`);
    if (scenario.tlsa.length === 0) return expect(answer).toMatchObject({ kind: 'none', secure: true });
    expect(answer).toMatchObject({ kind: 'found', secure: true });
    const parameters = answer.kind === 'found' ? answer.records.map(formatTlsa) : [];
    expect(parameters.map((text) => text.split(' ').slice(0, 3).map(Number)).sort()).toEqual(
      scenario.tlsa.map(({ usage, selector, matchingType }) => [usage, selector, matchingType]).sort(),
    );
    expect(new Set(parameters).size).toBe(scenario.tlsa.length);
  });

  it('presents the planned certificate', async () => {
    const chain = await presentedAt(scenario);
    const plan = findCertificate(scenario.certificate);
    const [own] = chain;
    expect(own?.raw.equals(certificates[plan.id])).toBe(true);
    expect(chain).toHaveLength(sendsAuthority(plan) ? 2 : 1);
    expect(own?.publicKey.asymmetricKeyType).toBe(plan.key === 'rsa' ? 'rsa' : 'ec');
    const signer = plan.issuer === 'self' ? own : new X509Certificate(certificates.ca);
    expect(own?.verify(signer!.publicKey)).toBe(true);
    expect(own?.checkHost(host()) !== undefined).toBe(plan.names !== 'other');
    expect(validityOf(own!)).toBe(plan.validity);
  });

  it('is to Postfix what the table says', async () => {
    const report = await finger.ask(`[${host()}]`);
    expect(verdictOf(report), report).toBe(FINGER[conclusionAt(scenario)]);
  });
});

describe('thirteen records', () => {
  it('do not fit into an answer over UDP', async () => {
    const many = HERE.find(({ id }) => id === 'many')!;
    expect(many.tlsa).toHaveLength(13);
    const resolver = createResolver({ servers: [RESOLVER], timeoutMs: 5000 });
    const answer = await resolver.tlsa(`_25._tcp.${checkHost(check.token, many.id, DOMAIN)}`);
    const octets = answer.kind === 'found' ? answer.records.map(({ data }) => data.length + 3) : [];
    // What resolvers and servers take over UDP since 2020.
    expect(octets.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(1232);
  });
});

/** As a client gets it that asks for the host of the check, its own first. */
async function presentedAt({ id }: KnownScenario): Promise<X509Certificate[]> {
  const [address] = receiver.addresses;
  const client = await SmtpClient.greeted(address!.port, address!.address);
  await client.command('EHLO client.test');
  const socket = await client.startTls(checkHost(check.token, id, DOMAIN));
  const chain = new Map<string, X509Certificate>();
  let current: Partial<DetailedPeerCertificate> | undefined = socket.getPeerCertificate(true);
  while (current?.raw !== undefined && !chain.has(current.raw.toString('hex'))) {
    chain.set(current.raw.toString('hex'), new X509Certificate(current.raw));
    current = current.issuerCertificate;
  }
  await client.quit();
  return [...chain.values()];
}

function validityOf({ validFrom, validTo }: X509Certificate): string {
  if (new Date(validTo) < new Date()) return 'expired';
  return new Date(validFrom) > new Date() ? 'not-yet-valid' : 'current';
}
