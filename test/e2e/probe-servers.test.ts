/** The probe against real mail servers, with real DNSSEC, and posttls-finger's word on the same. */
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { probeTargetBody, type ProbeTargetBody } from '#contracts';
import type { ProbeOptions } from '#probe';
import { createResolver, formatEndpoint } from '#dns';

import { projectRoot } from '../lab/project-root.js';
import { verdictOf } from '../support/posttls-finger.js';
import { codesOf, probe } from '../support/probe-fixture.js';
import { RECEIVING_DOMAINS } from '../support/receiving-domains.js';
import type { ReceivingRow, ServerName } from '../support/receiving-rows.js';
import {
  hostOf,
  RECEIVING_RESOLVER,
  type ReceivingWorld,
  rowsOf,
  SERVER_NAMES,
  startReceivingWorld,
} from '../support/receiving-world.js';
import { run } from '../support/run-program.js';

let world: ReceivingWorld;

beforeAll(async () => {
  world = await startReceivingWorld();
});
afterAll(() => world.stop());

async function probed(target: string, options: Partial<ProbeOptions> = {}): Promise<ProbeTargetBody> {
  const resolver = createResolver({ servers: [RECEIVING_RESOLVER], timeoutMs: 5000 });
  const ports = { resolver, resolverAddress: formatEndpoint(RECEIVING_RESOLVER), now: Date.now };
  const { body } = await probe(target, options, ports);
  expect(probeTargetBody.parse(body)).toEqual(body);
  expect(body.resolver.validates).toBe(true);
  return body;
}

function fingered(row: ReceivingRow, server: ServerName): Promise<string> {
  const host = `[${hostOf(row, server)}]`;
  const tlsOnConnect = row.kind === 'tls-on-connect';
  return world.finger.ask(row.port === undefined ? host : `${host}:${row.port}`, { tlsOnConnect });
}

const described = (server: ServerName) => rowsOf(server).map((row) => [row.title, row.dane, row] as const);

describe.each(SERVER_NAMES)('%s with', (server) => {
  it.each(described(server))('%s: %s', async (_title, dane, row) => {
    const { port = 25, kind, codes = [], differs } = row;
    const [body, report] = await Promise.all([
      probed(hostOf(row, server), { port, tlsOnConnect: kind === 'tls-on-connect' }),
      fingered(row, server),
    ]);
    const [address] = body.hosts[0]!.addresses;
    expect(body.dane, JSON.stringify(address, null, 1)).toBe(dane);
    expect(codesOf(body)).toEqual(expect.arrayContaining([...codes]));

    expect(verdictOf(report)).toBe(row.finger);
    const isVerified = row.finger === 'verified';
    // What Postfix can see too: one handshake with every algorithm on offer.
    expect(address?.handshakes[0]?.dane === 'verified').toBe(isVerified);
    expect((dane === 'verified') === isVerified, differs).toBe(differs === undefined);
  });
});

/** The built command line, with the resolver of this file. */
function havedane(...args: readonly string[]) {
  const program = [process.execPath, join(projectRoot(), 'dist/apps/cli/src/main.js')];
  return run('env', [`DNS_RESOLVER=${formatEndpoint(RECEIVING_RESOLVER)}`, ...program, ...args]);
}

describe('havedane probe of a domain with', () => {
  it.each(RECEIVING_DOMAINS.map((domain) => [domain.title, domain.dane, domain] as const))(
    '%s: %s',
    async (_title, dane, { args, exitCode, hosts, codes = [], finger, tlsOnConnect = false, differs }) => {
      const { code, stdout, stderr } = await havedane('probe', '--json', ...args);
      expect(stderr).toBe('');
      const [body, ...others] = probeTargetBody.array().parse(JSON.parse(stdout));
      expect(others).toEqual([]);
      expect({ code, dane: body!.dane }, stdout).toEqual({ code: exitCode, dane });
      expect(Object.fromEntries(body!.hosts.map((host) => [`${host.name}:${host.port}`, host.dane]))).toEqual(
        hosts,
      );
      expect(codesOf(body!)).toEqual(expect.arrayContaining([...codes]));

      const verdicts = await Promise.all(
        Object.keys(finger).map(async (asked) => [
          asked,
          verdictOf(await world.finger.ask(asked, { tlsOnConnect })),
        ]),
      );
      expect(Object.fromEntries(verdicts)).toEqual(finger);
      const isVerified = Object.values(finger).every((verdict) => verdict === 'verified');
      expect((dane === 'verified') === isVerified, differs).toBe(differs === undefined);
    },
  );
});

describe('havedane probe --terse', () => {
  it('tells a person in a few lines', async () => {
    const { code, stdout } = await havedane('probe', '--terse', 'pair.chasquid.test', 'wrong.chasquid.test');
    expect(code).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "✓ pair.chasquid.test – DANE verified (1 host, 1 address)
        ✓ pair.chasquid.test:25 verified: 127.0.7.2 verified
      ✗ wrong.chasquid.test – DANE mismatch (1 host, 1 address, 1 error)
        ✗ wrong.chasquid.test:25 mismatch: 127.0.7.2 mismatch
          ✗ Nothing that 127.0.7.2 presents matches a TLSA record: senders that use DANE do not deliver. (RFC 7672 §2.2)
      2 targets: 1 ok, 1 error
      "
    `);
  });
});
