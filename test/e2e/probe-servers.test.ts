/** The probe against real mail servers, with real DNSSEC, and posttls-finger's word on the same. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { probeTargetBody, type ProbeTargetBody } from '#contracts';
import type { ProbeOptions } from '#probe';
import { createResolver, formatEndpoint } from '#resolver';

import { verdictOf } from '../support/posttls-finger.js';
import { codesOf, probe } from '../support/probe-fixture.js';
import type { ReceivingRow, ServerName } from '../support/receiving-rows.js';
import {
  hostOf,
  RECEIVING_RESOLVER,
  type ReceivingWorld,
  rowsOf,
  SERVER_NAMES,
  startReceivingWorld,
} from '../support/receiving-world.js';

let world: ReceivingWorld;

beforeAll(async () => {
  world = await startReceivingWorld([]);
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
