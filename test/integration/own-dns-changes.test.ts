/** The product's own name server while its zone, its configuration and the machine around it change. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { projectRoot } from '../lab/project-root.js';
import { dnsQuery } from '../support/dns-query.js';
import { NameServer } from '../support/name-server.js';
import { PATIENT } from '../support/patience.js';
import { run } from '../support/run-program.js';

const DOMAIN = 'dane.example';
/** Each asks by a process. */
const POLL = { ...PATIENT, interval: 200 };

/** Made once: nothing here depends on them, except where they are made anew. */
let certificates: string;

beforeAll(async () => {
  certificates = await mkdtemp(join(tmpdir(), 'havedane-'));
});
afterAll(() => rm(certificates, { recursive: true }));

async function newServer(settings: Readonly<Record<string, string>> = {}): Promise<NameServer> {
  const server = await NameServer.create(DOMAIN, { CERTS_DIR: certificates, ...settings });
  onTestFinished(() => server.remove());
  return server;
}

async function runningServer(settings: Readonly<Record<string, string>> = {}): Promise<NameServer> {
  const server = await newServer(settings);
  await server.serve();
  return server;
}

const addressOf = async (server: NameServer) => (await dnsQuery(server, `do.${DOMAIN}`, 'A')).data[0];
const serialOf = async (server: NameServer) =>
  Number((await dnsQuery(server, DOMAIN, 'SOA')).data[0]?.split(' ')[2]);
const keyOf = async (server: NameServer) => (await dnsQuery(server, DOMAIN, 'DNSKEY')).data;
const servesAddress = (server: NameServer, address: string) =>
  vi.waitFor(async () => expect(await addressOf(server)).toBe(address), POLL);
const health = (server: NameServer) =>
  run(join(projectRoot(), 'dns/name-server.sh'), ['health', server.stateDir]);

describe('a new zone', () => {
  it('is served without a restart, with a higher serial number and the same key', async () => {
    const server = await runningServer();
    const [pid, serial, key] = [await server.knotPid(), await serialOf(server), await keyOf(server)];
    const before = (await dnsQuery(server, `_25._tcp.do.${DOMAIN}`, 'TLSA')).data;

    await server.havedane(['certs', '--rotate']);
    await server.havedane(['dns'], { PUBLIC_IPV4: '192.0.2.9', DNS_HOST: server.address });
    await servesAddress(server, '192.0.2.9');
    const after = (await dnsQuery(server, `_25._tcp.do.${DOMAIN}`, 'TLSA')).data;
    expect(after).toHaveLength(2);
    expect(after.filter((data) => before.includes(data))).toEqual([]);
    expect(await serialOf(server)).toBeGreaterThan(serial);
    expect(await keyOf(server)).toEqual(key);
    expect(await server.knotPid()).toBe(pid);
  });

  it('is not made when the same is generated again', async () => {
    const server = await runningServer();
    const zone = join(server.generatedDir, 'zone');
    const [bytes, serial] = [await readFile(zone), await serialOf(server)];
    await server.havedane(['dns']);
    expect(await readFile(zone)).toEqual(bytes);
    await server.stop();
    await server.serve();
    expect(await serialOf(server)).toBe(serial);
  });
});

describe('a zone that does not verify', () => {
  it.each([
    [
      'a line that is no record',
      (zone: string) => `${zone}what is this\n`,
      /zone does not verify;.*line \d+/,
    ],
    [
      'no name servers',
      (zone: string) => zone.replace(/^.* NS .*$/gm, ''),
      /zone does not verify;.*missing NS/,
    ],
    ['no glue', (zone: string) => zone.replace(/^ns\d.*$/gm, ''), /zone does not verify;.*missing glue/],
    ['nothing', () => '', /zone does not verify;/],
  ])(
    'with %s is told, the one before is served on, and the next right one is taken',
    async (_what, spoil, told) => {
      const server = await runningServer();
      const [pid, serial] = [await server.knotPid(), await serialOf(server)];
      const zone = join(server.generatedDir, 'zone');
      await writeFile(zone, spoil(await readFile(zone, 'utf8')));
      expect(await server.logged(told)).toContain('the one before is served on');
      expect(await addressOf(server)).toBe(server.address);
      expect(await serialOf(server)).toBe(serial);

      await server.havedane(['dns'], { PUBLIC_IPV4: '192.0.2.9', DNS_HOST: server.address });
      await servesAddress(server, '192.0.2.9');
      expect(await server.knotPid()).toBe(pid);
    },
  );

  it('does not keep a restart from serving the one before', async () => {
    const server = await runningServer();
    await server.stop();
    await appendFile(join(server.generatedDir, 'zone'), 'what is this\n');
    await server.serve();
    expect(server.log).toMatch(/zone does not verify/);
    expect(await addressOf(server)).toBe(server.address);
  });
});

describe('a new configuration', () => {
  it('is taken over, with the same key', async () => {
    const server = await runningServer();
    const [pid, key] = [await server.knotPid(), await keyOf(server)];
    const socket = join(server.dir, 'nobody-listens');
    await server.havedane(['dns'], { DNSTAP_SOCKET: socket });
    await vi.waitFor(async () => expect(await server.knotPid()).not.toBe(pid), POLL);
    await vi.waitFor(async () => expect(await keyOf(server)).toEqual(key), POLL);
  });

  it('that cannot be used is told, and the one before stays', async () => {
    const server = await runningServer();
    await appendFile(join(server.generatedDir, 'knot.conf'), 'nonsense: on\n');
    expect(await server.logged(/knot\.conf cannot be used/)).toContain('the one before is served on');
    expect(await addressOf(server)).toBe(server.address);
  });

  it('with an address that another program has is told once, and the one before answers again', async () => {
    const server = await runningServer();
    const other = '127.0.0.72';
    const [udp, tcp] = [createSocket('udp4'), createServer()];
    udp.bind(server.port, other);
    tcp.listen(server.port, other);
    await Promise.all([once(udp, 'listening'), once(tcp, 'listening')]);
    onTestFinished(() => {
      udp.close();
      tcp.close();
    });
    const key = await keyOf(server);

    await server.havedane(['dns'], { DNS_HOST: `${server.address},${other}`, PUBLIC_IPV4: '192.0.2.9' });
    await server.logged(/Knot does not answer with .*knot\.conf; the one before is served on/);
    await servesAddress(server, server.address);
    expect(await keyOf(server)).toEqual(key);
    expect((await health(server)).code).toBe(0);
    // A restart serves what was served.
    await server.stop();
    await server.serve();
    expect(await addressOf(server)).toBe(server.address);
  });
});

describe('a start', () => {
  it('waits for the zone, and until then `havedane dns ds` says what is missing', async () => {
    const server = await newServer();
    await rm(server.generatedDir, { recursive: true });
    server.start();
    expect(await server.logged(/waiting for/)).toContain('PUBLIC_IPV4 or PUBLIC_IPV6');
    await expect(server.havedane(['dns', 'ds'])).rejects.toThrow(
      /^havedane: The name server does not answer for dane\.example yet: .*--profile dns up -d/,
    );
    expect((await health(server)).code).toBe(1);

    await server.havedane(['dns']);
    await server.logged(/answering for dane\.example on /);
    expect((await health(server)).code).toBe(0);
    expect(await server.havedane(['dns', 'ds'])).toContain(`${DOMAIN}.  DS  `);
  });

  it('answers when nobody listens for its queries', async () => {
    const server = await newServer();
    await server.havedane(['dns'], { DNSTAP_SOCKET: join(server.dir, 'nobody-listens') });
    await server.serve();
    expect(await addressOf(server)).toBe(server.address);
  });

  it('has the key from before, whatever else was lost', async () => {
    const server = await runningServer();
    const [key, serial] = [await keyOf(server), await serialOf(server)];
    await server.stop();
    for (const lost of ['journal', 'timers', 'zone', 'knot.conf']) {
      await rm(join(server.stateDir, lost), { recursive: true });
    }
    await server.serve();
    expect(await keyOf(server)).toEqual(key);
    expect(await serialOf(server)).toBeGreaterThanOrEqual(serial);
  });

  it.each(['udp', 'tcp'] as const)(
    'names what to do when its port is taken by another (%s)',
    async (transport) => {
      const server = await newServer();
      await hold(transport, server.port, server.address);
      const daemon = server.start();
      await server.logged(/another program has this port: .*DNS_HOST/);
      await server.logged(/Knot ended with exit code 1/);
      await vi.waitFor(() => expect(daemon.running).toBe(false), POLL);
      expect(await daemon.stop()).toBe(1);
    },
  );

  it('tells when the address belongs to another machine', async () => {
    const server = await newServer();
    await server.havedane(['dns'], { PUBLIC_IPV4: '192.0.2.9' });
    server.start();
    expect(await server.logged(/this machine does not have the address/)).toContain('DNS_HOST');
  });

  it('refuses to share the directory of its keys', async () => {
    const server = await runningServer();
    const { code, stderr } = await run(join(projectRoot(), 'dns/name-server.sh'), [
      ...['serve', server.generatedDir, server.stateDir],
    ]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `name-server: another name server runs with ${server.stateDir}\n`,
    });
    expect(await addressOf(server)).toBe(server.address);
  });

  it('says which directory cannot be written', async () => {
    const server = await newServer();
    const place = join(server.dir, 'file');
    await writeFile(place, '');
    const { code, stderr } = await run(join(projectRoot(), 'dns/name-server.sh'), [
      ...['serve', server.generatedDir, join(place, 'dns')],
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/file\/dns cannot be written by user \d+: .* \(DNS_DIR\)\n$/);
  });
});

describe('an end', () => {
  it('comes with SIGTERM, cleanly, and Knot goes with it', async () => {
    const server = await runningServer();
    const pid = await server.knotPid();
    expect(await server.stop()).toBe(0);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('comes when Knot ends by itself', async () => {
    const server = await newServer();
    const daemon = server.start();
    await server.logged(/answering for/);
    process.kill(await server.knotPid(), 'SIGKILL');
    await server.logged(/Knot ended with exit code 137/);
    await vi.waitFor(() => expect(daemon.running).toBe(false), POLL);
  });
});

/** Holds the port as a program that is no name server of ours. */
async function hold(transport: 'udp' | 'tcp', port: number, address: string): Promise<void> {
  const holder =
    transport === 'udp' ? createSocket('udp4').bind(port, address) : createServer().listen(port, address);
  await once(holder, 'listening');
  onTestFinished(async () => {
    holder.close();
    await once(holder, 'close');
  });
}
