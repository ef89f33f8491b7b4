/** Caddy's storage, as the receiver and the API read it: what is there, what replaces it, and what cannot be used. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { CaddyCertificates } from '#caddy';
import { createCertificateAuthority, createServerCertificate, type IssuedCertificate } from '#dane';

import { tempDirOfTest } from '../support/temp-dir.js';

const NAME = 'mx1-sts-good.havedane.test';
const DAY_MS = 86_400_000;
const RSA_BITS = 2048;

let dir: string;
let authority: IssuedCertificate;
let certificates: CaddyCertificates;

const validFor = (days: number) => ({
  notBefore: new Date(Date.now() - 10 * DAY_MS),
  notAfter: new Date(Date.now() + days * DAY_MS),
});

beforeEach(async () => {
  dir = await tempDirOfTest();
  authority = await createCertificateAuthority({
    ...{ commonName: 'trusted', rsaBits: RSA_BITS, validity: validFor(30) },
  });
  certificates = new CaddyCertificates(dir, [NAME], authority.certificatePem);
});

function issued(days = 5, names: readonly [string] = [NAME], by: IssuedCertificate | null = authority) {
  const key = by === null ? ({ kind: 'rsa', bits: RSA_BITS } as const) : ({ kind: 'ecdsa' } as const);
  return createServerCertificate(by, { names, key, validity: validFor(days) });
}

/** As Caddy does. */
async function keep(
  { keyPem, certificatePem }: IssuedCertificate,
  { key = keyPem, cert = certificatePem, by = 'acme.test-directory' } = {},
): Promise<void> {
  const folder = join(dir, 'certificates', by, NAME);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${NAME}.key`), key);
  await writeFile(join(folder, `${NAME}.crt`), cert);
}

const used = () => certificates.get(NAME)?.cert;

describe('CaddyCertificates', () => {
  it('has none before Caddy has got one, and follows renewals', async () => {
    expect([await certificates.look(), certificates.get(NAME)]).toEqual([[], null]);
    const [first, next] = [await issued(), await issued(6)];
    await keep(first);
    expect([await certificates.look(), used()]).toEqual([[NAME], first.certificatePem]);
    expect(await certificates.look()).toEqual([]);
    await keep(next);
    expect([await certificates.look(), used()]).toEqual([[NAME], next.certificatePem]);
  });

  it('takes the one that is valid for longest of several authorities', async () => {
    const longer = await issued(9);
    await keep(await issued(2), { by: 'one' });
    await keep(longer, { by: 'another' });
    await keep(await issued(3), { by: 'third' });
    await certificates.look();
    expect(used()).toBe(longer.certificatePem);
  });

  it.each<[string, () => Promise<void>]>([
    ['a key that was not written yet', async () => keep(await issued(), { key: '' })],
    ['half a certificate', async () => keep(await issued(), { cert: '-----BEGIN CERTIFICATE-----\nMIIB' })],
    ['the key of another', async () => keep(await issued(), { key: (await issued()).keyPem })],
    ['another name', async () => keep(await issued(5, ['other.havedane.test']))],
    ['an authority that nobody trusts', async () => keep(await issued(5, [NAME], null))],
    ['what has expired', async () => keep(await issued(-1))],
    ['no files any more', () => rm(join(dir, 'certificates'), { recursive: true })],
  ])('keeps what it had in place of %s, and takes the next that is right', async (_, spoil) => {
    const first = await issued();
    await keep(first);
    await certificates.look();
    await spoil();
    expect([await certificates.look(), used()]).toEqual([[], first.certificatePem]);
    const next = await issued(7);
    await keep(next);
    expect([await certificates.look(), used()]).toEqual([[NAME], next.certificatePem]);
  });
});
