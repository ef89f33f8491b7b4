/** How many connections a probe opens, and how many at the same moment, counted by the server that they lead to. */
import { afterEach, describe, expect, it } from 'vitest';

import type { ProbeTargetBody } from '#contracts';
import { tlsaRecord } from '#dane';
import { AT_ONCE, MOST_CONNECTIONS, phrase } from '#probe';
import { type Dialer, directDialer } from '#smtp-client';

import { because, detail } from '#text';

import {
  ADDRESSES_PER_NETWORK,
  CONNECTIONS_PER_PROBE,
  LocalEngine,
} from '../../apps/api/src/probes/engine/local-engine.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { MemoryResolver } from '../support/memory-resolver.js';
import { codesOf, probe } from '../support/probe-fixture.js';
import { issueCertificate } from '../support/x509.js';

const certificate = issueCertificate({ name: 'mx.test', dnsNames: ['mx.test'] });

let servers: MailServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function mailServer(host: string, port?: number): Promise<MailServer> {
  const server = await startMailServer({
    host,
    ...(port === undefined ? {} : { port }),
    tls: { key: certificate.keyPem, cert: certificate.pem },
  });
  servers.push(server);
  return server;
}

/** What is dialled, and how much of it at the same moment. Every address leads to the server. */
class CountingDialer implements Dialer {
  readonly dialled: string[] = [];
  readonly mostAtOnce = new Map<string, number>();
  mostInAll = 0;
  private readonly open: string[] = [];

  constructor(private readonly server: MailServer) {}

  async dial(address: string, _port: number, timeoutMs: number, signal: AbortSignal) {
    this.dialled.push(address);
    this.open.push(address);
    const count = this.open.filter((one) => one === address).length;
    this.mostAtOnce.set(address, Math.max(count, this.mostAtOnce.get(address) ?? 0));
    this.mostInAll = Math.max(this.mostInAll, this.open.length);
    const result = await directDialer().dial(this.server.host, this.server.port, timeoutMs, signal);
    if (result.kind === 'connected') result.socket.once('close', () => this.closed(address));
    else this.closed(address);
    return result;
  }

  private closed(address: string): void {
    this.open.splice(this.open.indexOf(address), 1);
  }

  of(address: string): number {
    return this.dialled.filter((one) => one === address).length;
  }
}

/** A domain with so many hosts, each with these addresses and the record of the certificate. */
function zone(hosts: number, addressesOf: (host: number) => readonly string[], port = 25): MemoryResolver {
  const resolver = new MemoryResolver();
  const names = Array.from({ length: hosts }, (_, index) => `mx${index}.test`);
  resolver.set(
    'mx',
    'many.test',
    names.map((exchange, preference) => ({ preference, exchange })),
  );
  for (const [index, name] of names.entries()) {
    const addresses = addressesOf(index);
    const isIpv6 = addresses[0]?.includes(':') === true;
    resolver.set(isIpv6 ? 'aaaa' : 'a', name, addresses);
    resolver.set('tlsa', `_${port}._tcp.${name}`, [tlsaRecord(3, 1, 1, certificate.der)]);
  }
  return resolver;
}

/** Everything that was not looked at is named, and nothing that is incomplete is fine. */
function expectHonest(body: ProbeTargetBody): void {
  expect(body.result).not.toBe('ok');
  expect(body.dane).toBe('not-looked-at');
  const text = JSON.stringify(body.findings);
  for (const { name, dane, result, addresses } of body.hosts) {
    const missed = addresses.filter((one) => one.dane === 'not-looked-at');
    for (const one of missed) expect(one).toMatchObject({ result: 'warning' });
    if (missed.length === 0) continue;
    expect(text).toContain(name);
    expect({ dane, result }).toEqual({ dane: 'not-looked-at', result: 'warning' });
  }
}

const probeMany = async (resolver: MemoryResolver, dialer: Dialer) =>
  (await probe('many.test', { mode: { kind: 'mx' } }, { resolver, dialer })).body;

describe('one probe', () => {
  it('of 50 hosts with 20 addresses each in one /64 opens few connections to it, and names the rest', async () => {
    const dialer = new CountingDialer(await mailServer('127.0.0.1'));
    const addresses = (host: number) =>
      Array.from({ length: 20 }, (_, index) => `2001:db8::${host}:${index}`);
    const body = await probeMany(zone(50, addresses), dialer);

    expect(dialer.dialled).toHaveLength(MOST_CONNECTIONS.perNetwork);
    expect(dialer.mostInAll).toBeLessThanOrEqual(AT_ONCE.perNetwork);
    expect(body.hosts.flatMap((host) => host.addresses)).toHaveLength(1000);
    expectHonest(body);
  });

  it('of names that share an address opens few connections to it, one at a time', async () => {
    const server = await mailServer('127.0.0.1');
    const dialer = new CountingDialer(server);
    const body = await probeMany(
      zone(50, () => ['127.0.0.1']),
      dialer,
    );
    expect(dialer.of('127.0.0.1')).toBe(MOST_CONNECTIONS.perAddress);
    expect(server.connections()).toBe(MOST_CONNECTIONS.perAddress);
    expect(dialer.mostInAll).toBe(1);
    expect(body.hosts.filter(({ dane }) => dane === 'verified')).toHaveLength(3);
    expectHonest(body);
  });

  it('takes an address for the same however it is written', async () => {
    const dialer = new CountingDialer(await mailServer('127.0.0.1'));
    const spellings = ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:db8:0::1'];
    await probeMany(
      zone(12, (host) => [spellings[host % 3]!]),
      dialer,
    );
    expect(dialer.dialled).toHaveLength(MOST_CONNECTIONS.perAddress);
    expect(dialer.mostInAll).toBe(1);
  });

  it('of hosts in many networks opens so many connections in all, and names the rest', async () => {
    const dialer = new CountingDialer(await mailServer('127.0.0.1'));
    const body = await probeMany(
      zone(50, (host) => [`192.0.${host}.1`, `198.51.${host}.1`]),
      dialer,
    );
    expect(dialer.dialled).toHaveLength(MOST_CONNECTIONS.inAll);
    expect([...dialer.mostAtOnce.values()].every((most) => most === 1)).toBe(true);
    expectHonest(body);
  });

  it('does not take an address for verified whose second certificate it did not look at', async () => {
    const dialer = new CountingDialer(await mailServer('127.0.0.1'));
    const once: Dialer = {
      dial: async (...where) =>
        dialer.dialled.length > 0
          ? { kind: 'not-looked-at', ...because(phrase('connections-used', 1)) }
          : dialer.dial(...where),
    };
    const body = await probeMany(
      zone(1, () => ['192.0.2.1']),
      once,
    );
    const [address] = body.hosts[0]!.addresses;
    expect(address).toMatchObject({ dane: 'not-looked-at', handshakes: [{ dane: 'verified' }, {}, {}] });
    expectHonest(body);
  });

  it('says of hosts and addresses beyond the most that they were not looked at', async () => {
    const dialer = new CountingDialer(await mailServer('127.0.0.1'));
    const resolver = zone(52, (host) => (host === 0 ? ['192.0.2.1'] : []));
    const body = await probeMany(resolver, dialer);
    const leftOut = body.findings.find(({ code }) => code === 'left-out');
    expect(leftOut?.text).toContain('mx50.test, mx51.test');

    const wide = zone(1, () => Array.from({ length: 21 }, (_, index) => `192.0.${index}.1`));
    const [host] = (await probeMany(wide, dialer)).hosts;
    expect(codesOf({ ...body, hosts: [host!], findings: [] })).toContain('left-out');
    expect(host!.dane).toBe('not-looked-at');
  });

  it('does not count addresses that it never connects to', async () => {
    const dialer = new CountingDialer(await mailServer('127.0.0.1'));
    const careful: Dialer = {
      forbids: (address) => (address.startsWith('10.') ? detail('not-public', address) : null),
      dial: (...where) => dialer.dial(...where),
    };
    const body = await probeMany(
      zone(50, (host) => [host === 49 ? '192.0.2.1' : `10.0.0.${host}`]),
      careful,
    );
    expect(dialer.dialled).toHaveLength(3);
    expect(body.hosts[49]!.dane).toBe('verified');
  });
});

describe('several probes of the instance', () => {
  function engine(resolver: MemoryResolver, port: number, perTargetAndMinute: number): LocalEngine {
    return new LocalEngine({ allowPrivate: true, perTargetAndMinute, heloName: 'probe.test', port }, () =>
      Promise.resolve({ resolver }),
    );
  }

  async function openAtOnce(count: number, perMinute: number) {
    let open = 0;
    let most = 0;
    let inAll = 0;
    const server = await startMailServer({
      onConnection: (socket) => {
        open += 1;
        inAll += 1;
        most = Math.max(most, open);
        socket.write('554 not for you\r\n');
        // The client waits for the answer to QUIT before it closes.
        socket.once('data', () => {
          open -= 1;
          socket.end('221 bye\r\n');
        });
      },
    });
    servers.push(server);
    const resolver = new MemoryResolver().set('a', 'mx.test', ['127.0.0.1']);
    const domains = Array.from({ length: count }, (_, index) => `d${index}.test`);
    for (const domain of domains) resolver.set('mx', domain, [{ preference: 10, exchange: 'mx.test' }]);
    const shared = engine(resolver, server.port, perMinute);
    const { signal } = new AbortController();
    const bodies = await Promise.all(domains.map((domain) => shared.run(domain, () => undefined, signal)));
    return { most, inAll, bodies };
  }

  it('connect to one address one at a time', async () => {
    const { most, inAll, bodies } = await openAtOnce(30, 100);
    expect({ most, inAll }).toEqual({ most: 1, inAll: 30 });
    expect(bodies.flatMap(codesOf).filter((code) => code === 'not-served')).toHaveLength(30);
  });

  it('connect to one address only so often a minute, and say so', async () => {
    const { inAll, bodies } = await openAtOnce(10, 2);
    expect(inAll).toBe(2 * CONNECTIONS_PER_PROBE);
    expect(bodies.filter(({ dane }) => dane === 'not-looked-at')).toHaveLength(4);
  });

  it('connect to one network only so often a minute', async () => {
    const server = await mailServer('127.0.0.1');
    const addresses = Array.from({ length: 8 }, (_, index) => `127.0.0.${index + 1}`);
    for (const address of addresses.slice(1)) await mailServer(address, server.port);
    const resolver = zone(1, () => addresses, server.port);
    const shared = engine(resolver, server.port, 1);
    const body = await shared.run('many.test', () => undefined, new AbortController().signal);
    const inAll = servers.reduce((sum, one) => sum + one.connections(), 0);
    expect(inAll).toBe(CONNECTIONS_PER_PROBE * ADDRESSES_PER_NETWORK);
    expectHonest(body);
  });
});
