/** The certificates as OpenSSL sees them. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateCertificates } from '#certs';

import { runTool } from '../support/system-tool.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const DOMAIN = 'dane.example';
const DAY_MS = 86_400_000;

let dir: string;
let madeAt: number;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-'));
  await chmod(dir, 0o755);
  madeAt = Date.now();
  await generateCertificates({ domain: DOMAIN, dir, lifetimeDays: 36_500, rsaBits: 2048, rotate: false });
});
afterAll(() => rm(dir, { recursive: true }));

async function openssl(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runTool('openssl', args);
  expect(code, stderr).toBe(0);
  return stdout;
}
const file = (name: string) => join(dir, name);
const x509 = (name: string, ...args: string[]) => openssl('x509', '-noout', '-in', file(name), ...args);

describe.each([
  { name: 'leaf', scenarios: ['do', 'dont', 'wrong'] },
  { name: 'spare', scenarios: ['wrong'] },
])('the $name certificate, of a server,', ({ name, scenarios }) => {
  const hosts = scenarios.map((id) => `${id}.${DOMAIN}`);

  it('is verified with the CA as the only trust anchor, for a TLS server', async () => {
    const args = ['-x509_strict', '-purpose', 'sslserver', '-CAfile', file('ca.cert.pem')];
    const output = await openssl('verify', ...args, file(`${name}.cert.pem`));
    expect(output.trim()).toBe(`${file(`${name}.cert.pem`)}: OK`);
  });

  it.each([DOMAIN, ...hosts, ...hosts.map((host) => `0123456789ab.${host}`)])(
    'is valid for %s',
    async (host) => {
      const args = ['-verify_hostname', host, '-CAfile', file('ca.cert.pem')];
      await openssl('verify', ...args, file(`${name}.cert.pem`));
    },
  );

  it.each(['other.dane.example', 'a.b.do.dane.example', 'dane.example.org'])(
    'is not valid for %s',
    async (host) => {
      const args = ['-verify_hostname', host, '-CAfile', file('ca.cert.pem'), file(`${name}.cert.pem`)];
      const { code, stderr } = await runTool('openssl', ['verify', ...args]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(/hostname mismatch/i) as string,
      });
    },
  );

  it('has these names and no others', async () => {
    const names = await x509(`${name}.cert.pem`, '-ext', 'subjectAltName');
    expect(names.split('\n')[1]?.trim().split(', ')).toEqual(
      [DOMAIN, ...hosts.flatMap((host) => [host, `*.${host}`])].map((dnsName) => `DNS:${dnsName}`),
    );
  });

  it('is no CA and serves TLS servers alone', async () => {
    const extensions = await x509(`${name}.cert.pem`, '-ext', 'basicConstraints,keyUsage,extendedKeyUsage');
    expect(extensions).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(extensions).toMatch(/Key Usage: critical\s+Digital Signature, Key Encipherment\n/);
    expect(extensions).toMatch(/Extended Key Usage: \s+TLS Web Server Authentication\n/);
  });

  it('names the key that signed it', async () => {
    const ca = await x509('ca.cert.pem', '-ext', 'subjectKeyIdentifier');
    const leaf = await x509(`${name}.cert.pem`, '-ext', 'authorityKeyIdentifier');
    expect(leaf.split('\n')[1]?.trim()).toBe(ca.split('\n')[1]?.trim());
  });
});

describe('the CA certificate', () => {
  it('is a CA that signs certificates', async () => {
    const extensions = await x509('ca.cert.pem', '-ext', 'basicConstraints,keyUsage');
    expect(extensions).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(extensions).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
  });
});

describe.each(['ca', 'leaf', 'spare'])('the %s certificate', (name) => {
  it('ends after the 100 years that were asked for, in GeneralizedTime (RFC 5280 §4.1.2.5)', async () => {
    const end = await x509(`${name}.cert.pem`, '-enddate', '-dateopt', 'iso_8601');
    const notAfter = new Date(end.trim().replace('notAfter=', '').replace(' ', 'T')).getTime();
    expect(Math.abs(notAfter - (madeAt + 36_500 * DAY_MS))).toBeLessThan(60_000);
    const structure = await openssl('asn1parse', '-in', file(`${name}.cert.pem`));
    expect(structure).toMatch(/UTCTIME +:\d{12}Z/);
    expect(structure).toMatch(/GENERALIZEDTIME +:21\d{12}Z/);
  });

  it('is valid already, and was an hour ago', async () => {
    const start = await x509(`${name}.cert.pem`, '-startdate', '-dateopt', 'iso_8601');
    const notBefore = new Date(start.trim().replace('notBefore=', '').replace(' ', 'T')).getTime();
    expect(Math.abs(notBefore - (madeAt - 3_600_000))).toBeLessThan(60_000);
  });

  it('has a positive serial number of 128 bits', async () => {
    const serial = await x509(`${name}.cert.pem`, '-serial');
    expect(serial.trim()).toMatch(/^serial=[4-7][0-9A-F]{31}$/);
  });

  it('holds the public half of its RSA-2048 key', async () => {
    const fromCertificate = await x509(`${name}.cert.pem`, '-pubkey');
    const fromKey = await openssl('pkey', '-pubout', '-in', file(`${name}.key.pem`));
    expect(fromCertificate).toBe(fromKey);
    expect(await x509(`${name}.cert.pem`, '-text')).toContain('Public-Key: (2048 bit)');
  });
});

describe('generateCertificates', () => {
  it('makes keys of the size and lifetime asked for', async () => {
    const other = await tempDirOfTest();
    await generateCertificates({
      domain: DOMAIN,
      dir: other,
      lifetimeDays: 30,
      rsaBits: 3072,
      rotate: false,
    });
    const leaf = join(other, 'leaf.cert.pem');
    expect(await openssl('x509', '-noout', '-text', '-in', leaf)).toContain('Public-Key: (3072 bit)');
    const soon = await runTool('openssl', ['x509', '-checkend', String(31 * 86_400), '-in', leaf]);
    const sooner = await runTool('openssl', ['x509', '-checkend', String(29 * 86_400), '-in', leaf]);
    expect([soon.code, sooner.code]).toEqual([1, 0]);
  });

  it('makes a certificate for the longest domain, which has no room in a common name', async () => {
    const other = await tempDirOfTest();
    const domain = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(60)}.example`;
    await generateCertificates({ domain, dir: other, lifetimeDays: 30, rsaBits: 2048, rotate: false });
    const args = ['-x509_strict', '-verify_hostname', `0123456789ab.do.${domain}`];
    await openssl('verify', ...args, '-CAfile', join(other, 'ca.cert.pem'), join(other, 'leaf.cert.pem'));
  });
});
