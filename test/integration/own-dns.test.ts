/** The product's own name server, asked by others: Knot's, BIND's and ldns' tools and a validating Unbound. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type dnsPacket from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createToken } from '#checks';
import type { DnsRecord } from '#zones';
import type { Endpoint } from '#dns';
import { availableScenarios, scenariosOfLevel } from '#scenarios';

import { Unbound } from '../lab/unbound.js';
import { DnsFlood } from '../support/dns-flood.js';
import { dnsQuery, isNoData } from '../support/dns-query.js';
import { freeDnsPort } from '../support/free-dns-port.js';
import { NAME_SERVER_TEST_ADDRESS, NameServer } from '../support/name-server.js';
import { runTool, type SystemTool } from '../support/system-tool.js';

const DOMAIN = 'dane.example';
const RESOLVER_ADDRESS = '127.0.0.72';

let server: NameServer;
let unbound: Unbound;
let resolver: Endpoint;
let records: readonly DnsRecord[];
let key: string;

beforeAll(async () => {
  server = await NameServer.create(DOMAIN);
  key = await server.serve();
  records = JSON.parse(await readFile(join(server.generatedDir, '../records.json'), 'utf8')) as DnsRecord[];
  resolver = { address: RESOLVER_ADDRESS, port: await freeDnsPort(RESOLVER_ADDRESS) };
  unbound = new Unbound({
    directory: join(server.dir, 'unbound'),
    domain: DOMAIN,
    trustAnchor: key,
    listen: resolver,
    nameServer: server,
  });
  await unbound.start();
});

afterAll(async () => {
  await unbound.stop();
  await server.remove();
});

/** Those whose hosts of checks are their own mail servers, in the zone of DOMAIN, at the only address that there is. */
const PLAIN = availableScenarios({
  publicIpv4: NAME_SERVER_TEST_ADDRESS,
  publicIpv6: undefined,
  hasOwnDns: false,
});

/** They have all shapes of names: with and without TLSA records. */
const QUICK = scenariosOfLevel('quick');

/** A host of a check, whose name is in no zone file. */
const checkHost = (scenario: string) => `${createToken(randomBytes)}.${scenario}.${DOMAIN}`;
const tlsaOf = (scenario: string) =>
  records
    .filter(({ name, type }) => type === 'TLSA' && name === `_25._tcp.${scenario}.${DOMAIN}.`)
    .map(({ data }) => data.toUpperCase())
    .sort();
/** Signatures and the proof of the wildcard take the rest of what resolvers and servers send by UDP, 1232 bytes. */
const isLong = (scenario: string) => tlsaOf(scenario).join('').length / 2 > 800;
const sortedData = ({ data }: { data: readonly string[] }) => data.map((text) => text.toUpperCase()).sort();

async function succeeds(tool: SystemTool, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runTool(tool, args);
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

describe('the signed zone', () => {
  let signed: string;

  beforeAll(async () => {
    const outdir = join(server.dir, 'signed');
    const config = ['--config', join(server.stateDir, 'knot.conf')];
    await succeeds('knotc', [...config, '--blocking', 'zone-flush', DOMAIN, '+outdir', outdir]);
    signed = join(outdir, 'zone');
  });

  it('holds for kzonecheck, signatures and all', async () => {
    await succeeds('kzonecheck', ['--dnssec', 'on', '--origin', DOMAIN, signed]);
  });

  it('holds for ldns-verify-zone, from the key that is told to the registrar', async () => {
    const anchor = join(server.dir, 'anchor');
    await writeFile(anchor, `${key}\n`);
    expect(await succeeds('ldns-verify-zone', ['-k', anchor, signed])).toContain('Zone is verified');
  });

  it('has signatures that live for weeks and are made anew in time', async () => {
    const { text } = await dnsQuery(server, DOMAIN, 'SOA', ['+dnssec']);
    const [, expiry = ''] = /RRSIG\s+SOA 13 2 \d+ (\d{14}) /.exec(text) ?? [];
    const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(expiry) ?? [];
    const days = (Date.UTC(Number(year), Number(month) - 1, Number(day)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(19);
    expect(days).toBeLessThan(22);
  });
});

describe('the key', () => {
  it('is one, and DNSKEY, CDNSKEY, CDS and what `havedane dns ds` prints agree about it', async () => {
    const dnskey = (await dnsQuery(server, DOMAIN, 'DNSKEY')).data;
    expect(dnskey).toHaveLength(1);
    expect((await dnsQuery(server, DOMAIN, 'CDNSKEY')).data).toEqual(dnskey);
    const cds = (await dnsQuery(server, DOMAIN, 'CDS')).data;
    expect(cds).toHaveLength(1);

    const printed = await server.havedane(['dns', 'ds']);
    expect(printed).toContain(`  ${DOMAIN}.  DS  ${cds[0]}\n`);
    expect(printed).toContain(`  ${DOMAIN}.  DNSKEY  ${dnskey[0]}\n`);
    expect(printed).toContain(`  ${DOMAIN}.  NS  ns1.${DOMAIN}.\n  ${DOMAIN}.  NS  ns2.${DOMAIN}.\n`);
    expect(printed).toContain(`  ns2.${DOMAIN}.  A  ${server.address}\n`);
  });

  it('proves the TLSA records of a check to delv', async () => {
    const [, flags, protocol, algorithm, text = ''] = /DNSKEY\s+(\d+) (\d+) (\d+) (.*)$/.exec(key) ?? [];
    const anchors = join(server.dir, 'delv.anchors');
    const anchor = `${DOMAIN}. static-key ${flags} ${protocol} ${algorithm} "${text}";`;
    await writeFile(anchors, `trust-anchors { ${anchor} };\n`);
    const answer = await succeeds('delv', [
      ...[`@${server.address}`, '-p', String(server.port), '-a', anchors, `+root=${DOMAIN}`],
      ...[`_25._tcp.${checkHost('do')}`, 'TLSA'],
    ]);
    expect(answer).toContain('; fully validated');
  });
});

describe('a public name server', () => {
  it.each([
    ['ns1.dane.example', 'A'],
    [DOMAIN, 'NS'],
    [DOMAIN, 'SOA'],
    [DOMAIN, 'CAA'],
    [DOMAIN, 'A'],
  ])('answers %s %s itself, by UDP and TCP', async (name, type) => {
    for (const transport of ['+notcp', '+tcp']) {
      const answer = await dnsQuery(server, name, type, [transport]);
      expect(answer).toMatchObject({ status: 'NOERROR', flags: expect.arrayContaining(['aa']) as string[] });
      expect(answer.flags).not.toContain('ra');
      expect(answer.data.length).toBeGreaterThan(0);
    }
  });

  it.each(['example.org', 'example', 'notdane.example'])('refuses %s: it is no resolver', async (name) => {
    expect(await dnsQuery(server, name, 'A', ['+rec'])).toMatchObject({ status: 'REFUSED', data: [] });
  });

  it.each(['AXFR', 'IXFR=1'])('gives nobody the whole zone by %s', async (type) => {
    const { stdout, stderr } = await runTool('kdig', [
      ...[`@${server.address}`, '-p', String(server.port), DOMAIN, type, '+tcp'],
    ]);
    expect(stdout + stderr).toMatch(/NOTAUTH|REFUSED/);
    expect(stdout).not.toContain('TLSA');
  });

  it('takes no updates', async () => {
    const commands = [
      `server ${server.address} ${server.port}`,
      `zone ${DOMAIN}`,
      `update add more.${DOMAIN} 60 A 192.0.2.1`,
      'send',
    ];
    const { code, stderr } = await runTool('knsupdate', [], `${commands.join('\n')}\n`);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/NOTAUTH|REFUSED/);
  });

  it.each(['version.server', 'version.bind', 'id.server', 'hostname.bind'])(
    'does not say its %s',
    async (name) => {
      expect((await dnsQuery(server, name, 'TXT', ['+class=CH'])).data).toEqual([]);
    },
  );

  it('answers ANY with one set of records (RFC 8482)', async () => {
    const { text } = await dnsQuery(server, DOMAIN, 'ANY', ['+dnssec']);
    const types = text.split('\n').flatMap((line) => /^\S+\s+\d+\s+IN\s+(\w+)\s/.exec(line)?.[1] ?? []);
    expect(new Set(types)).toEqual(new Set(['A', 'RRSIG']));
  });

  it('keeps every answer about a check within one packet, but for TLSA records that do not fit', async () => {
    const others = QUICK.flatMap(({ id }) => ['MX', 'A'].map((type) => ({ id, name: checkHost(id), type })));
    const tlsa = PLAIN.map(({ id }) => ({ id, name: `_25._tcp.${checkHost(id)}`, type: 'TLSA' }));
    for (const { id, name, type } of [...others, ...tlsa]) {
      const { flags } = await dnsQuery(server, name, type, ['+dnssec', '+bufsize=1232', '+ignore']);
      expect(flags.includes('tc'), `${name} ${type}`).toBe(type === 'TLSA' && isLong(id));
    }
  });

  it('gives whole certificates and thirteen records by TCP', async () => {
    const long = PLAIN.map(({ id }) => id).filter(isLong);
    expect(long).toEqual(expect.arrayContaining(['full-cert', 'many']));
    for (const id of long) {
      const { flags, data } = await dnsQuery(server, `_25._tcp.${checkHost(id)}`, 'TLSA', [
        '+dnssec',
        '+tcp',
      ]);
      expect(flags).not.toContain('tc');
      expect(sortedData({ data })).toEqual(tlsaOf(id));
    }
  });

  it('gives a client that can hold cookies one (RFC 7873)', async () => {
    const { stdout } = await runTool('kdig', [
      ...[`@${server.address}`, '-p', String(server.port), DOMAIN, 'SOA', '+cookie', '+noall', '+opt'],
    ]);
    expect(stdout).toMatch(/COOKIE: [0-9A-F]{48}/i);
  });

  it('tells a flood to come by TCP, drops none of it, and answers it there', async () => {
    const flood = await DnsFlood.towards(server);
    const isCut = ({ flag_tc }: dnsPacket.DecodedPacket) => flag_tc;
    // The limit is a rate: however slow this machine is, whole answers come until it is reached.
    let answers: readonly dnsPacket.DecodedPacket[];
    do answers = await flood.ask(() => checkHost('dont'));
    while (!answers.some(isCut));
    flood.close();
    const byTcp = await dnsQuery(server, `_25._tcp.${checkHost('do')}`, 'TLSA', ['+tcp']);
    expect(sortedData(byTcp)).toEqual(tlsaOf('do'));
  });
});

describe.each([
  ['the name server', () => server as Endpoint],
  ['Unbound, which minimises query names', () => resolver],
])('asked through %s', (_title, endpoint) => {
  it('has the TLSA records of every scenario for the hosts of a check', async () => {
    for (const { id } of PLAIN) {
      const answer = await dnsQuery(endpoint(), `_25._tcp.${checkHost(id)}`, 'TLSA', ['+dnssec']);
      expect(sortedData(answer), id).toEqual(tlsaOf(id));
    }
  });

  describe.each(QUICK.map(({ id }) => id))('%s', (id) => {
    it.each([
      ['the host itself', () => `${id}.${DOMAIN}`],
      ['the host of a check', () => checkHost(id)],
    ])('has addresses and its TLSA records at %s', async (_host, host) => {
      const name = host();
      const address = await dnsQuery(endpoint(), name, 'A', ['+dnssec']);
      expect(address).toMatchObject({ status: 'NOERROR', data: [server.address] });
      const tlsa = await dnsQuery(endpoint(), `_25._tcp.${name}`, 'TLSA', ['+dnssec']);
      expect(tlsa.status).toBe('NOERROR');
      expect(sortedData(tlsa)).toEqual(tlsaOf(id));
      const proof = endpoint() === resolver ? 'ad' : 'aa';
      for (const { flags } of [address, tlsa]) expect(flags).toContain(proof);
    });

    // A resolver that asks for one label at a time stops at NXDOMAIN (RFC 8020, RFC 9156).
    it.each(['A', 'AAAA', 'NS', 'MX', 'TXT', 'TLSA'])(
      'never says that a name under its hosts does not exist, asked for %s',
      async (type) => {
        for (const host of [`${id}.${DOMAIN}`, checkHost(id)]) {
          for (const name of [`_tcp.${host}`, `_25._tcp.${host}`]) {
            const answer = await dnsQuery(endpoint(), name, type, ['+dnssec']);
            expect(answer.status, `${name} ${type}`).toBe('NOERROR');
          }
        }
      },
    );
  });

  it.each(['do', 'wrong'])('says that there is nothing at _tcp.%s itself', async (id) => {
    const answer = await dnsQuery(endpoint(), `_tcp.${id}.${DOMAIN}`, 'TLSA', ['+dnssec']);
    expect(isNoData(answer)).toBe(true);
  });

  it('proves that other names do not exist', async () => {
    const answer = await dnsQuery(endpoint(), `nothing.${DOMAIN}`, 'A', ['+dnssec']);
    expect(answer).toMatchObject({ status: 'NXDOMAIN', data: [] });
  });
});

describe('a resolver that answers from what it has proven before (RFC 8198)', () => {
  /** What it says of hosts of a new check. */
  async function askForNewCheck() {
    const host = checkHost('do');
    const [address, tlsa] = await Promise.all([
      dnsQuery(resolver, host, 'A', ['+dnssec']),
      dnsQuery(resolver, `_25._tcp.${host}`, 'TLSA', ['+dnssec']),
    ]);
    return { address: address.data, tlsa: sortedData(tlsa) };
  }

  it('asks for every name of the next check all the same: its questions are evidence', async () => {
    const before = await askForNewCheck();
    expect(before).toEqual({ address: [server.address], tlsa: tlsaOf('do') });
    await server.havedane(['certs', '--rotate']);
    await server.havedane(['dns'], { PUBLIC_IPV4: '192.0.2.9', DNS_HOST: server.address });
    // What it has proven is as fresh as can be when the zone changes.
    do {
      await askForNewCheck();
    } while ((await dnsQuery(server, `do.${DOMAIN}`, 'A')).data[0] === server.address);

    const after = await askForNewCheck();
    expect(after.address).toEqual(['192.0.2.9']);
    expect(after.tlsa.filter((data) => before.tlsa.includes(data))).toEqual([]);
  });
});
