/**
 * The records of this instance while its keys are rolled over at a real primary name server: what `havedane dns` and
 * `havedane dns push` do at any time in between.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { loadConfig } from '#config';
import { availableScenarios, completesHandshakes, type KnownScenario } from '#scenarios';
import { readZoneOverrides, tlsaSets } from '#zones';
import { addAll, deleteAll, type ZoneRecord } from '#providers';
import type { CertificateFacts } from '#rollover';

import { openDnsProvider } from '../../apps/cli/src/dns-provider.js';
import { appliancePlaces, applianceTarget } from '../../apps/cli/src/rollover/appliance/appliance-target.js';
import type { RolloverTarget } from '../../apps/cli/src/rollover/open-ports.js';
import { dataOf } from '../support/dns-query.js';
import { runCommandLine } from '../support/run-command-line.js';
import { UpdateServer } from '../support/update-server.js';

const DOMAIN = 'dane.example.org';
const TTL = 300;
const INSTANCE = { publicIpv4: '192.0.2.25', publicIpv6: undefined };

let dir: string;
let server: UpdateServer;
let env: Record<string, string>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-rolled-'));
  server = await UpdateServer.start({ zone: 'example.org' });
  const { name, algorithm, secret } = server.key;
  const keyFile = join(dir, 'update.key');
  await writeFile(keyFile, `key "${name}" { algorithm ${algorithm}; secret "${secret}"; };\n`, {
    mode: 0o600,
  });
  env = {
    ...{ DOMAIN, PUBLIC_IPV4: INSTANCE.publicIpv4, DNS_TTL: String(TTL), DNS_PROVIDER: 'rfc2136' },
    ...{ CERTS_DIR: join(dir, 'certs'), ZONES_DIR: join(dir, 'zones'), DNS_DIR: join(dir, 'dns') },
    ...{ DNS_UPDATE_SERVER: `${server.address}:${server.port}`, DNS_UPDATE_KEY_FILE: keyFile },
  };
  await runCommandLine(['certs'], env);
  await runCommandLine(['dns', 'push', '--yes'], env);
});

afterAll(async () => {
  await server.remove();
  await rm(dir, { recursive: true, force: true });
});

/** As a run opens it; each time anew, as by another process. */
async function open(): Promise<RolloverTarget> {
  const config = loadConfig(env);
  const provider = await openDnsProvider(config, () => undefined);
  return applianceTarget(DOMAIN, { config, provider, keep: [] });
}

const asRecords = ({ records }: CertificateFacts): ZoneRecord[] =>
  records.map((record) => ({ ...record, type: 'TLSA', ttl: TTL }));

/** What the name server shows of these. */
async function shown(records: readonly ZoneRecord[]): Promise<boolean[]> {
  const names = [...new Set(records.map(({ name }) => name))];
  const there = await dataOf(server, names, 'TLSA');
  return records.map(({ name, data }) => there.get(name)!.includes(data.toUpperCase()));
}

const all =
  <Value = boolean>(value: Value) =>
  (values: readonly Value[]) =>
    values.length > 0 && values.every((one) => one === value);

async function outcomes(batches: AsyncIterable<readonly { readonly outcome: string }[]>): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of batches) found.push(...batch.map(({ outcome }) => outcome));
  return found;
}

/** Neither adds nor removes: the provider holds what is to be published now. */
async function expectNothingToPush(): Promise<void> {
  const { code, stdout } = await runCommandLine(['dns', 'push', '--yes', '--json'], env);
  expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({
    code: 0,
    outcome: 'unchanged',
    plan: { added: [], removed: [], deferred: [] },
  });
}

const setsOf = (scenarios: readonly KnownScenario[]) =>
  scenarios.flatMap((scenario) => tlsaSets(scenario, DOMAIN));

/** The records of `havedane dns`, for who publishes them by hand. */
async function generated(): Promise<string[]> {
  await runCommandLine(['dns'], env);
  const records = JSON.parse(await readFile(join(env['ZONES_DIR']!, 'records.json'), 'utf8')) as ZoneRecord[];
  return records.map(({ name, data }) => `${name} ${data}`);
}

const lines = (records: readonly ZoneRecord[]) => records.map(({ name, data }) => `${name} ${data}`);

describe('the keys of this instance, rolled over at a provider', () => {
  it('has the records of both sets published until the old ones are deleted, whoever pushes in between', async () => {
    const { certificates, provider } = await open();
    const current = await certificates.current();
    expect(await certificates.peek()).toBeNull();
    const next = await certificates.prepare();
    const [old, coming] = [asRecords(current), asRecords(next)];
    const published = setsOf(availableScenarios(INSTANCE)).flatMap(({ plans }) => plans).length;
    expect([old.length, coming.length]).toEqual([published, published]);

    expect(await outcomes(addAll(provider, coming))).toSatisfy(all<string>('added'));
    expect(await shown([...old, ...coming])).toSatisfy(all(true));
    await expectNothingToPush();
    expect(await generated()).toEqual(expect.arrayContaining(lines([...old, ...coming])));

    await (await open()).certificates.install();
    expect(await (await open()).certificates.current()).toEqual(next);
    await expectNothingToPush();
    expect(await generated()).toEqual(expect.arrayContaining(lines([...old, ...coming])));
    expect(await shown([...old, ...coming])).toSatisfy(all(true));

    // By two runs.
    const half = Math.ceil(old.length / 2);
    for (const part of [old.slice(0, half), old.slice(half)]) {
      const { provider: again } = await open();
      expect(await outcomes(deleteAll(again, part))).toSatisfy(all<string>('deleted'));
    }
    await expectNothingToPush();
    const { certificates: last } = await open();
    await last.finish();
    await last.finish();
    expect(await readZoneOverrides(join(env['ZONES_DIR']!, 'knot'))).toEqual({ kept: [], leftOut: [] });
    await expectNothingToPush();
    expect(await shown(old)).toSatisfy(all(false));
    expect(await shown(coming)).toSatisfy(all(true));
    expect(await last.peek()).toBeNull();
  });

  it('keeps what is to be published even when a run is ended before the provider has it', async () => {
    const { certificates } = await open();
    const old = asRecords(await certificates.current());
    await certificates.prepare();
    await certificates.install();
    // Nothing of the next set was ever added: what a push publishes now is both.
    const { stdout } = await runCommandLine(['dns', 'push', '--yes', '--json'], env);
    expect(JSON.parse(stdout)).toMatchObject({ plan: { removed: [], deferred: [] } });
    expect(await shown(old)).toSatisfy(all(true));
    await (await open()).certificates.finish();
  });

  it('makes no other keys in between', async () => {
    const { certificates } = await open();
    await certificates.prepare();
    const rotated = await runCommandLine(['certs', '--rotate'], env);
    expect(rotated).toMatchObject({ code: 1, stdout: '' });
    expect(rotated.stderr).toMatch(/^havedane: The keys in .* are being rolled over; [^\n]+\n$/);
    await certificates.finish();
    expect(await runCommandLine(['certs', '--rotate'], env)).toMatchObject({ code: 0 });
  });
});

describe('appliancePlaces', () => {
  it('is every host with TLSA records and one below its wildcard, wrong as it is meant to be', () => {
    const place = (host: string, tlsaName: string, expected: string) => ({
      ...{ host, port: 25, tlsOnConnect: false, tlsaName: `${tlsaName}.`, expected },
    });
    const places = appliancePlaces({ domain: DOMAIN, ...INSTANCE });
    expect(places.map(({ tlsaName }) => tlsaName)).toEqual(
      setsOf(availableScenarios(INSTANCE).filter(completesHandshakes))
        .filter(({ plans }) => plans.length > 0)
        .map(({ name }) => name),
    );
    expect(places.filter(({ host }) => /(^|\.)(do|dont|wrong)\./.test(host))).toEqual([
      place(`do.${DOMAIN}`, `_25._tcp.do.${DOMAIN}`, 'verified'),
      place(`000000000000.do.${DOMAIN}`, `*.do.${DOMAIN}`, 'verified'),
      place(`wrong.${DOMAIN}`, `_25._tcp.wrong.${DOMAIN}`, 'mismatch'),
      place(`000000000000.wrong.${DOMAIN}`, `*.wrong.${DOMAIN}`, 'mismatch'),
    ]);
  });
});
