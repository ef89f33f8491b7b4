/** The set that comes next while the keys are rolled over: made once, kept, put in place in one step. */
import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import {
  CertificatesError,
  forgetNextCertificates,
  generateCertificates,
  installNextCertificates,
  prepareNextCertificates,
  readCertificates,
  readNextCertificates,
  RolloverUnderWayError,
} from '#certs';

import { tempDirOfTest } from '../support/temp-dir.js';

const DOMAIN = 'dane.example';

async function withCurrent() {
  const dir = join(await tempDirOfTest(), 'certs');
  const options = { domain: DOMAIN, dir, lifetimeDays: 30, rsaBits: 1024 };
  const { certificates } = await generateCertificates({ ...options, rotate: false });
  return { dir, options, current: certificates };
}

const sets = async (dir: string) => (await readdir(dir)).filter((name) => name.startsWith('.set-'));

describe('prepareNextCertificates', () => {
  it('makes a set of its own and leaves the current one alone', async () => {
    const { dir, options, current } = await withCurrent();
    expect(await readNextCertificates(dir, DOMAIN)).toBeNull();
    const next = await prepareNextCertificates(options);
    expect(next.leaf).not.toEqual(current.leaf);
    expect(next.ca).not.toEqual(current.ca);
    expect(await readCertificates(dir, DOMAIN)).toEqual(current);
    expect((await stat(join(dir, '.next'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(dir, '.next', 'leaf.key.pem'))).mode & 0o777).toBe(0o600);
  });

  it('answers with the same set when it is called again, also by two at once', async () => {
    const { dir, options } = await withCurrent();
    const [first, second] = await Promise.all([
      prepareNextCertificates(options),
      prepareNextCertificates(options),
    ]);
    expect(first).toEqual(second);
    expect(await prepareNextCertificates(options)).toEqual(first);
    expect(await readNextCertificates(dir, DOMAIN)).toEqual(first);
    expect(await sets(dir)).toHaveLength(2);
  });

  it('makes no other set in the place of one that is damaged, whose records may be published', async () => {
    const { dir, options } = await withCurrent();
    await prepareNextCertificates(options);
    await rm(join(dir, '.next', 'leaf.key.pem'));
    await expect(prepareNextCertificates(options)).rejects.toThrow(CertificatesError);
    await expect(installNextCertificates(dir, DOMAIN)).rejects.toThrow('missing: leaf.key.pem');
  });
});

describe('installNextCertificates', () => {
  it('puts the whole set in place, deletes the old keys, and can be repeated', async () => {
    const { dir, options } = await withCurrent();
    const next = await prepareNextCertificates(options);
    await installNextCertificates(dir, DOMAIN);
    await installNextCertificates(dir, DOMAIN);
    expect(await readCertificates(dir, DOMAIN)).toEqual(next);
    expect(await readFile(join(dir, 'spare.key.pem'))).toEqual(
      await readFile(join(dir, '.next', 'spare', 'spare.key.pem')),
    );
    expect(await sets(dir)).toEqual([await readlink(join(dir, '.next'))]);
    expect(await readNextCertificates(dir, DOMAIN)).toEqual(next);

    await forgetNextCertificates(dir);
    expect(await readNextCertificates(dir, DOMAIN)).toBeNull();
    expect(await readCertificates(dir, DOMAIN)).toEqual(next);
  });
});

describe('forgetNextCertificates', () => {
  it('deletes a set that was not put in place, and can be repeated', async () => {
    const { dir, options, current } = await withCurrent();
    await prepareNextCertificates(options);
    await forgetNextCertificates(dir);
    await forgetNextCertificates(dir);
    expect(await sets(dir)).toHaveLength(1);
    expect(await readCertificates(dir, DOMAIN)).toEqual(current);
  });
});

describe('generateCertificates, while the keys are rolled over', () => {
  it('makes no new keys, and leaves the next ones alone', async () => {
    const { dir, options, current } = await withCurrent();
    const next = await prepareNextCertificates(options);
    await expect(generateCertificates({ ...options, rotate: true })).rejects.toThrow(RolloverUnderWayError);
    expect(await generateCertificates({ ...options, rotate: false })).toMatchObject({ outcome: 'unchanged' });
    expect(await readCertificates(dir, DOMAIN)).toEqual(current);
    expect(await readNextCertificates(dir, DOMAIN)).toEqual(next);
  });
});
