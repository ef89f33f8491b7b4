/** The TLSA records as OpenSSL and GnuTLS see them, and the zone files as three name servers read them. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateCertificates } from '#certs';
import { associationData, corruptData, formatTlsa, type MatchingType, type Selector } from '#dane';
import { availableScenarios } from '#scenarios';
import { type DnsRecord, generateZones } from '#zones';

import { runTool } from '../support/system-tool.js';
import { tempDirOfTest } from '../support/temp-dir.js';
import { startTlsServer } from '../support/tls-server.js';

const DOMAIN = 'dane.example';
const ADDRESSES = { publicIpv4: '192.0.2.25', publicIpv6: '2001:db8::25' };
const NO_ADDRESSES = { publicIpv4: undefined, publicIpv6: undefined };

let certsDir: string;
let zonesDir: string;
let records: readonly DnsRecord[];

beforeAll(async () => {
  certsDir = await mkdtemp(join(tmpdir(), 'havedane-'));
  zonesDir = await mkdtemp(join(tmpdir(), 'havedane-'));
  await generateCertificates({
    domain: DOMAIN,
    dir: certsDir,
    lifetimeDays: 30,
    rsaBits: 2048,
    rotate: false,
  });
  ({ records } = await generate(zonesDir));
});
afterAll(async () => {
  await rm(certsDir, { recursive: true });
  await rm(zonesDir, { recursive: true });
});

const generate = (dir: string, addresses: typeof ADDRESSES | typeof NO_ADDRESSES = ADDRESSES) =>
  generateZones({
    domain: DOMAIN,
    dnsTtl: 300,
    publicUrl: 'https://dane.example',
    certsDir,
    zonesDir: dir,
    ...addresses,
  });
const certificate = (name: string) => join(certsDir, `${name}.cert.pem`);
const tlsaAt = (name: string) =>
  records.filter((record) => record.type === 'TLSA' && record.name === name).map(({ data }) => data);

async function openssl(args: string[], input?: Uint8Array): Promise<string> {
  const { code, stdout, stderr } = await runTool('openssl', args, input);
  expect(code, stderr).toBe(0);
  return stdout;
}

/** The part of the certificate that the selector names, cut out by OpenSSL. */
async function derOf(name: string, selector: Selector): Promise<Buffer> {
  const pem =
    selector === 0
      ? await openssl(['x509', '-in', certificate(name)])
      : await openssl(['x509', '-in', certificate(name), '-noout', '-pubkey']);
  return Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
}

describe('associationData', () => {
  it.each(
    ['ca', 'leaf', 'spare'].flatMap((name) =>
      ([0, 1] as const).flatMap((selector) => ([0, 1, 2] as const).map((type) => ({ name, selector, type }))),
    ),
  )(
    'is what openssl computes for the $name certificate, selector $selector, matching type $type',
    async (given) => {
      const selected = await derOf(given.name, given.selector);
      const expected = await digest(selected, given.type);
      const whole = await derOf(given.name, 0);
      const data = associationData(whole, given.selector, given.type);
      expect(Buffer.from(data).toString('hex')).toBe(expected);
    },
  );

  it('is what openssl computes for a certificate with an elliptic curve key in compressed form', async () => {
    const dir = await tempDirOfTest();
    const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
    const form = ['-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:named_curve'];
    await openssl(['genpkey', '-algorithm', 'EC', ...form, '-out', `${key}.u`]);
    await openssl(['ec', '-in', `${key}.u`, '-conv_form', 'compressed', '-out', key]);
    await openssl(['req', '-x509', '-new', '-key', key, '-subj', '/CN=ec', '-days', '2', '-out', cert]);
    const structure = await openssl(['asn1parse', '-in', cert]);
    const keyAt = /^ *(\d+):d=3 .*BIT STRING/m.exec(structure)?.[1];
    expect(structure).toContain('id-ecPublicKey');
    expect(keyAt).toBeDefined();

    const pem = await openssl(['x509', '-in', cert]);
    const der = Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
    const spki = Buffer.from(associationData(der, 1, 0));
    // 33 octets of compressed point: reading the key and writing it again would make them 65.
    expect(spki).toHaveLength(59);
    expect(der.indexOf(spki)).toBe(Number(keyAt) - 23);
  });
});

async function digest(der: Buffer, type: MatchingType): Promise<string> {
  if (type === 0) return der.toString('hex');
  const output = await openssl(['dgst', type === 1 ? '-sha256' : '-sha512', '-r'], der);
  return output.slice(0, output.indexOf(' '));
}

describe('the TLSA records of do', () => {
  it.each(['_25._tcp.do.dane.example.', '*.do.dane.example.'])(
    'at %s are what danetool makes',
    async (name) => {
      const args = ['--tlsa-rr', '--host', 'x', '--load-certificate'];
      const ca = await runTool('danetool', [...args, certificate('ca'), '--ca']);
      const leaf = await runTool('danetool', [...args, certificate('leaf')]);
      const made = [ca, leaf].map(({ stdout }) =>
        /\( 0(\d) 0(\d) 0(\d) ([0-9a-f]+) \)/.exec(stdout)?.slice(1).join(' '),
      );
      expect(tlsaAt(name)).toEqual(made);
    },
  );
});

describe('a DANE client', () => {
  const HOSTS = ['do', '0123456789ab.do', 'wrong', '0123456789ab.wrong'];
  const CASES = HOSTS.flatMap((host) => ['2 1 1', '3 1 1', 'all'].map((which) => ({ host, which })));

  it.each(CASES)('decides about $host with its records: $which', async ({ host, which }) => {
    const [scenario = ''] = host.split('.').slice(-1);
    const name = host === scenario ? `_25._tcp.${host}.${DOMAIN}.` : `*.${scenario}.${DOMAIN}.`;
    const data = tlsaAt(name).filter((text) => which === 'all' || text.startsWith(which));
    // At wrong there is a second 3 1 1, of the spare key.
    const spares = scenario === 'wrong' && which !== '2 1 1' ? 1 : 0;
    expect(data).toHaveLength((which === 'all' ? 2 : 1) + spares);

    const result = await verifyDane(`${host}.${DOMAIN}`, data);
    expect(result).toBe(scenario === 'do' ? 'verified' : 'refused');
  });

  it.each(['wrong', '0123456789ab.wrong'])(
    'delivers to %s as soon as the spare is presented',
    async (host) => {
      const name = host === 'wrong' ? `_25._tcp.wrong.${DOMAIN}.` : `*.wrong.${DOMAIN}.`;
      expect(await verifyDane(`${host}.${DOMAIN}`, tlsaAt(name), 'spare')).toBe('verified');
    },
  );

  it('refuses the CA record when the server does not send the CA certificate', async () => {
    const data = tlsaAt('_25._tcp.do.dane.example.').filter((text) => text.startsWith('2 1 1'));
    expect(await verifyDane('do.dane.example', data, 'leaf', 'leaf.cert.pem')).toBe('refused');
  });

  it.each([0, 1] as const)('takes corrupted whole data for usable with selector %i', async (selector) => {
    // If it were malformed, s_client would refuse to take it and say "Error: … TLSA".
    const whole = await derOf('leaf', 0);
    const record = { usage: 3, selector, matchingType: 0, data: associationData(whole, selector, 0) };
    const corrupted = { ...record, data: corruptData(record, []) };
    expect(await verifyDane('do.dane.example', [formatTlsa(record)])).toBe('verified');
    expect(await verifyDane('do.dane.example', [formatTlsa(corrupted)])).toBe('refused');
  });

  /** What OpenSSL makes of our server at that name. */
  async function verifyDane(
    host: string,
    tlsa: readonly string[],
    presented: 'leaf' | 'spare' = 'leaf',
    chain = `${presented}.chain.pem`,
  ): Promise<'verified' | 'refused'> {
    const [key = '', cert = ''] = await Promise.all(
      [`${presented}.key.pem`, chain].map((file) => readFile(join(certsDir, file), 'utf8')),
    );
    const port = await startTlsServer({ key, cert });
    const rrdata = tlsa.flatMap((data) => ['-dane_tlsa_rrdata', data]);
    const { code, stdout, stderr } = await runTool('openssl', [
      ...['s_client', '-connect', `127.0.0.1:${port}`, '-servername', host, '-dane_tlsa_domain', host],
      ...rrdata,
      ...['-verify_return_error', '-brief', '-no_ign_eof'],
    ]);
    const output = `${stdout}${stderr}`;
    if (code === 0 && /DANE TLSA [23] /.test(output)) return 'verified';
    expect(output).toMatch(/No matching DANE TLSA records|certificate verify failed/);
    return 'refused';
  }
});

describe.each([
  ['with addresses', ADDRESSES],
  ['without addresses', NO_ADDRESSES],
])('the zone files %s', (_title, addresses) => {
  /** The snippets between SOA and NS records, as an administrator has them. */
  async function wholeZone(): Promise<string> {
    const dir = await tempDirOfTest();
    await generate(dir, addresses);
    const names = (await readdir(dir)).filter((name) => name.endsWith('.zone'));
    const path = join(dir, 'whole');
    const lines = [
      '$TTL 300',
      `@ IN SOA ns.${DOMAIN}. hostmaster.${DOMAIN}. 1 3600 600 86400 300`,
      `@ IN NS ns.${DOMAIN}.`,
      'ns IN A 192.0.2.53',
      ...names.map((name) => `$INCLUDE ${join(dir, name)}`),
    ];
    await writeFile(path, `${lines.join('\n')}\n`);
    return path;
  }

  it('are read by Knot', async () => {
    expect(await runTool('kzonecheck', ['-o', DOMAIN, await wholeZone()])).toEqual({
      code: 0,
      stdout: expect.any(String) as string,
      stderr: '',
    });
  });

  it('are read by NSD', async () => {
    const { code, stdout, stderr } = await runTool('nsd-checkzone', [DOMAIN, await wholeZone()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`zone ${DOMAIN} is ok`);
  });

  it('are read by BIND, which finds in them the records of records.json and nothing else', async () => {
    const dump = await runTool('named-checkzone', ['-q', '-D', '-o', '-', DOMAIN, await wholeZone()]);
    expect(dump.code, dump.stderr + dump.stdout).toBe(0);
    const found = dump.stdout
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(
        ([name, , , type]) => ['A', 'AAAA', 'TLSA', 'TXT'].includes(type ?? '') && name !== `ns.${DOMAIN}.`,
      )
      .map(([name, ttl, , type, ...data]) => recordKey(name, ttl, type, data));

    const { records: written } = await generate(await tempDirOfTest(), addresses);
    const expected = written.map(({ name, ttl, type, data }) => recordKey(name, ttl, type, data.split(' ')));
    expect(found.sort()).toEqual(expected.sort());
  });
});

/** One form for what we wrote and what BIND prints: its digests are in upper case and in two parts. */
function recordKey(name = '', ttl: string | number = '', type = '', data: string[] = []): string {
  const fixed = type === 'TLSA' ? data.slice(0, 3) : [];
  const rest = data.slice(fixed.length).join('').toLowerCase();
  return [name, ttl, type, ...fixed, rest].join(' ');
}

/** What any name server can serve. */
const PORTABLE = availableScenarios(ADDRESSES).map(({ id }) => id);

describe('generateZones', () => {
  it('writes these files and nothing else', async () => {
    const zones = ['base', ...PORTABLE].map((id) => `${id}.zone`);
    expect((await readdir(zonesDir)).sort()).toEqual([...zones, 'records.json'].sort());
    expect(JSON.parse(await readFile(join(zonesDir, 'records.json'), 'utf8'))).toEqual(records);
  });

  it('leaves files alone whose content is right, and writes again those that were changed or deleted', async () => {
    const dir = join(await tempDirOfTest(), 'zones');
    expect((await generate(dir)).written).toHaveLength(PORTABLE.length + 2);
    const before = await stat(join(dir, 'do.zone'));
    await writeFile(join(dir, 'wrong.zone'), 'changed');
    await rm(join(dir, 'dont.zone'));
    expect((await generate(dir)).written).toEqual(['dont.zone', 'wrong.zone']);
    expect((await stat(join(dir, 'do.zone'))).ino).toBe(before.ino);
    expect((await generate(dir)).written).toEqual([]);
  });

  it('writes whole files when many runs meet', async () => {
    const dir = await tempDirOfTest();
    await Promise.all(Array.from({ length: 8 }, () => generate(dir)));
    expect((await readdir(dir)).sort()).toEqual((await readdir(zonesDir)).sort());
    const read = (from: string) => readFile(join(from, 'records.json'), 'utf8');
    expect(await read(dir)).toBe(await read(zonesDir));
  });

  it('refuses to describe the certificates of another domain', async () => {
    const options = {
      dnsTtl: 300,
      publicUrl: 'https://dane.example',
      certsDir,
      zonesDir: await tempDirOfTest(),
      ...ADDRESSES,
    };
    await expect(generateZones({ domain: 'other.example', ...options })).rejects.toThrow(
      'they are for dane.example, but DOMAIN is other.example',
    );
    expect(await readdir(options.zonesDir)).toEqual([]);
  });
});
