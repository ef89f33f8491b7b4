/** Everything that derives from the table of scenarios, with a table of other shapes: see ../support/test-catalogue.ts. */
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DetailedPeerCertificate } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateCertificates, type PublicCertificates } from '#certs';
import { type Check, checkHost, judge } from '#checks';
import { matchTlsa, parseTlsa, verifyDane } from '#dane';
import type { TlsaRecord } from '#dns';
import {
  CERTIFICATES,
  conclusionAt,
  findCertificate,
  type KnownScenario,
  mustRefuse,
  RELEASE_CERTIFICATES,
  SCENARIOS as ALL_SCENARIOS,
  sendsAuthority,
} from '#scenarios';
import { dnsRecords, tlsaSets } from '#zones';

import { startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { newMessage, SmtpClient } from '../support/smtp-client.js';

/** The others have listeners of other kinds: see downgrade.test.ts. */
const SCENARIOS = ALL_SCENARIOS.filter(
  ({ listener, replies }) => listener === undefined && replies === undefined,
);
const DOMAIN = 'havedane.test';
const OPTIONS = { domain: DOMAIN, lifetimeDays: 30, rsaBits: 2048, rotate: false };

let dir: string;
let certificates: PublicCertificates;
let fixture: ReceiverFixture;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-catalogue-'));
  ({ certificates } = await generateCertificates({ ...OPTIONS, dir }));
  fixture = await startReceiver({ certsDir: dir });
});

afterAll(async () => {
  await fixture.close();
  await rm(dir, { recursive: true });
});

/** What the wildcard of the scenario answers. */
function publishedAt(scenario: KnownScenario): TlsaRecord[] {
  const options = { domain: DOMAIN, publicIpv4: '192.0.2.1', publicIpv6: '2001:db8::1', dnsTtl: 60 };
  const wildcard = tlsaSets(scenario, DOMAIN).at(-1)?.name;
  return dnsRecords({ ...options, publicUrl: 'https://havedane.test' }, certificates)
    .filter(({ name, type }) => name === wildcard && type === 'TLSA')
    .map(({ data }) => {
      const parsed = parseTlsa(data);
      if (!parsed.ok) throw new Error(parsed.reason);
      return parsed.record;
    });
}

/** In DER, the server's own first. Node links a self-signed certificate to itself, and the last that was sent to nothing. */
function chainOf(own: DetailedPeerCertificate): Uint8Array[] {
  const chain = new Map<string, Uint8Array>();
  let current: Partial<DetailedPeerCertificate> | undefined = own;
  while (current?.raw !== undefined && !chain.has(current.raw.toString('hex'))) {
    chain.set(current.raw.toString('hex'), current.raw);
    current = current.issuerCertificate;
  }
  return [...chain.values()];
}

interface Seen {
  readonly client: SmtpClient;
  readonly chain: readonly Uint8Array[];
  readonly outcome: ReturnType<typeof verifyDane>['outcome'];
}

/** A client of that check completes the handshake. */
async function connectTo(scenario: KnownScenario, { token }: Check): Promise<Seen> {
  const host = checkHost(token, scenario.id, DOMAIN);
  const client = await SmtpClient.greeted(fixture.port);
  await client.command('EHLO client.test');
  const chain = chainOf((await client.startTls(host)).getPeerCertificate(true));
  const { outcome } = verifyDane({
    ...{ records: publishedAt(scenario), chain, referenceNames: [host], now: Date.now() },
  });
  return { client, chain, outcome };
}

/** One message to that host, by a sender that looks at TLSA records or does not; true when it was accepted. */
async function send(scenario: KnownScenario, check: Check, enforces: boolean): Promise<boolean> {
  const { client, outcome } = await connectTo(scenario, check);
  if (enforces && outcome === 'mismatch') {
    client.socket.end();
    await client.closed;
    return false;
  }
  await client.command('EHLO client.test');
  const reply = await client.deliver(
    `test@${checkHost(check.token, scenario.id, DOMAIN)}`,
    newMessage(`Message-ID: <${check.token}@client.test>`),
  );
  await client.quit();
  return reply.startsWith('250');
}

describe.each(SCENARIOS)('the host of $id', (scenario) => {
  const plan = findCertificate(scenario.certificate);

  it('presents the certificate of its plan', async () => {
    const { client, chain } = await connectTo(scenario, await fixture.createCheck());
    await client.quit();
    const own = new X509Certificate(chain[0]!);
    expect(own.raw.equals(certificates[plan.id])).toBe(true);
    expect(chain).toHaveLength(sendsAuthority(plan) ? 2 : 1);
    expect(own.publicKey.asymmetricKeyType).toBe(plan.key === 'rsa' ? 'rsa' : 'ec');
    expect(
      own.verify(plan.issuer === 'ca' ? new X509Certificate(certificates.ca).publicKey : own.publicKey),
    ).toBe(true);
    expect(own.checkHost(checkHost('0123456789ab', scenario.id, DOMAIN)) !== undefined).toBe(
      plan.names === 'hosts',
    );
    const validity =
      new Date(own.validTo) < new Date()
        ? 'expired'
        : new Date(own.validFrom) > new Date()
          ? 'not-yet-valid'
          : 'current';
    expect(validity).toBe(plan.validity);
  });

  it('is judged by a conforming sender as the table says', async () => {
    const { client, outcome } = await connectTo(scenario, await fixture.createCheck());
    await client.quit();
    const expected = conclusionAt(scenario);
    expect(outcome).toBe(expected === 'none' ? 'unusable' : expected);
  });
});

describe('a check', () => {
  const resultsOf = async (check: Check) => {
    const verdict = judge(await fixture.observations(check), Date.now());
    const results = verdict.servers.flatMap(({ results }) => results);
    return {
      verdict,
      of: (conclusion: string) =>
        results.filter((each) => each.conclusion === conclusion).map(({ scenario }) => scenario),
    };
  };
  const refused = SCENARIOS.filter(mustRefuse);

  it('of a sender that enforces DANE is passed at every scenario', async () => {
    const check = await fixture.createCheck();
    const delivered: string[] = [];
    for (const scenario of SCENARIOS) {
      if (await send(scenario, check, true)) delivered.push(scenario.id);
    }
    expect(delivered).toEqual(SCENARIOS.filter((one) => !mustRefuse(one)).map(({ id }) => id));
    await expect
      .poll(async () => (await fixture.observations(check)).filter(({ kind }) => kind === 'refused').length)
      .toBe(refused.length);
    const { verdict, of } = await resultsOf(check);
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    expect([...of('pass'), ...of('info')].sort()).toEqual(SCENARIOS.map(({ id }) => id).sort());
  });

  it('of a sender without DANE fails at every scenario that must be refused', async () => {
    const check = await fixture.createCheck();
    for (const scenario of SCENARIOS) expect(await send(scenario, check, false)).toBe(true);
    const { verdict, of } = await resultsOf(check);
    expect(verdict.outcome).toBe('does-not-enforce');
    expect(of('fail')).toEqual(refused.map(({ id }) => id));
  });

  it('releases each refused scenario by its own plan, and those without one never', async () => {
    const check = await fixture.createCheck();
    for (const scenario of SCENARIOS) await send(scenario, check, true);
    const releasable = refused.filter(({ release }) => release !== null);
    await expect
      .poll(async () =>
        [
          ...(
            (await fixture.store.checks.findLive(check.token, Date.now())) ?? new Map<string, unknown>()
          ).keys(),
        ].sort(),
      )
      .toEqual(releasable.map(({ id }) => id).sort());
    for (const { id } of refused) await fixture.store.checks.requestRelease(check.token, id, Date.now());

    for (const scenario of refused) {
      const presented = scenario.release ?? scenario.certificate;
      await expect
        .poll(async () => {
          const { client, chain } = await connectTo(scenario, check);
          await client.quit();
          return Buffer.from(chain[0]!).equals(certificates[presented]);
        })
        .toBe(true);
      expect(await send(scenario, check, true)).toBe(scenario.release !== null);
    }
    const deliveries = (await fixture.observations(check)).filter(
      ({ kind, scenario }) => kind === 'delivered' && refused.some(({ id }) => id === scenario),
    );
    expect(deliveries.map(({ scenario, evidence }) => [scenario, evidence?.certificate])).toEqual(
      releasable.map(({ id, release }) => [id, release]),
    );
    const { verdict, of } = await resultsOf(check);
    expect(verdict.outcome).toBe('enforces');
    expect(of('fail')).toEqual([]);
  });
});

describe('a certificate that cannot be used', () => {
  it('takes the hosts of its plan out of service, and no others: nothing is measured there', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'havedane-catalogue-'));
    await generateCertificates({ ...OPTIONS, dir: broken });
    await rm(join(broken, '.current', 'self', 'self.key.pem'));
    const receiver = await startReceiver({ certsDir: broken });
    const check = await receiver.createCheck();
    const handshake = async (id: KnownScenario['id']): Promise<void> => {
      const client = await SmtpClient.greeted(receiver.port);
      await client.command('EHLO client.test');
      await client.startTls(checkHost(check.token, id, DOMAIN));
      await client.quit();
    };
    const out = SCENARIOS.filter(({ certificate }) => findCertificate(certificate).issuer === 'self');
    for (const { id } of out) await expect(handshake(id)).rejects.toThrow();
    for (const scenario of SCENARIOS.filter((one) => !out.includes(one))) await handshake(scenario.id);
    await expect
      .poll(async () =>
        (await receiver.observations(check)).filter(({ scenario }) => out.some(({ id }) => id === scenario)),
      )
      .toMatchObject(
        out.map(() => ({ kind: 'tls-failed', evidence: { certificate: null, end: 'server-closed' } })),
      );
    expect(receiver.logs).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        certificate: 'self',
        msg: 'without their certificate hosts complete no handshake',
      }),
    );
    await receiver.close();
    await rm(broken, { recursive: true });
  });
});

describe('the records', () => {
  it('that are corrupted match no certificate of the set', () => {
    const chains = CERTIFICATES.map(({ id }) => [certificates[id], certificates.ca]);
    const corrupted = SCENARIOS.flatMap((scenario) =>
      publishedAt(scenario).filter((_, index) => scenario.tlsa[index]?.data === 'corrupted'),
    );
    expect(corrupted.length).toBeGreaterThan(2);
    expect(
      corrupted.filter((record) => chains.some((chain) => matchTlsa(record, chain).outcome !== 'mismatch')),
    ).toEqual([]);
  });

  it('of a release are described nowhere but at its scenario', () => {
    const owners = RELEASE_CERTIFICATES.map((id) =>
      SCENARIOS.filter(({ tlsa }) => tlsa.some(({ subject }) => subject === id)),
    );
    expect(owners.map((scenarios) => scenarios.length)).toEqual(RELEASE_CERTIFICATES.map(() => 1));
  });
});

describe('a client that takes no ECDSA', () => {
  it('is shown no other certificate in place of that kind', async () => {
    const ecdsa = SCENARIOS.find(({ certificate }) => findCertificate(certificate).key === 'ecdsa');
    const check = await fixture.createCheck();
    const rsaOnly = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' } as const;
    const connect = (scenario: KnownScenario) =>
      SmtpClient.secured(fixture.port, checkHost(check.token, scenario.id, DOMAIN), rsaOnly);
    await (await connect(SCENARIOS[0]!)).quit();
    await expect(connect(ecdsa!)).rejects.toThrow();
    await expect
      .poll(async () => (await fixture.observations(check)).filter(({ scenario }) => scenario === ecdsa!.id))
      .toMatchObject([{ kind: 'tls-failed', evidence: { end: 'server-closed' } }]);
  });
});
