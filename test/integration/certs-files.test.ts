/** The files in CERTS_DIR: their modes, and what happens to them when runs repeat, meet or are killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { CertificatesError, generateCertificates, readCertificates } from '#certs';
import { CERTIFICATE_IDS } from '#scenarios';

import { tempDirOfTest } from '../support/temp-dir.js';

const DOMAIN = 'dane.example';
const SPARE_FILES = ['spare.cert.pem', 'spare.chain.pem', 'spare.key.pem'];
const FILES = [
  ...['ca.cert.pem', 'ca.key.pem'],
  ...CERTIFICATE_IDS.flatMap((id) => ['cert', 'chain', 'key'].map((part) => `${id}.${part}.pem`)),
].sort();
const OTHER_FILES = FILES.filter((name) => !SPARE_FILES.includes(name));

const generate = (dir: string, changes: { domain?: string; rotate?: boolean } = {}) =>
  generateCertificates({ domain: DOMAIN, dir, lifetimeDays: 30, rsaBits: 1024, rotate: false, ...changes });
const visibleFiles = async (dir: string) =>
  (await readdir(dir)).filter((name) => !name.startsWith('.')).sort();
const contents = (dir: string, names = FILES) =>
  Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('generateCertificates', () => {
  it('makes the directory and in it all files', async () => {
    const dir = join(await tempDirOfTest(), 'a', 'certs');
    expect(await generate(dir)).toMatchObject({ outcome: 'created' });
    expect(await visibleFiles(dir)).toEqual(FILES);
    const names = ['ca.cert.pem', 'leaf.cert.pem', 'leaf.chain.pem', 'spare.cert.pem', 'spare.chain.pem'];
    const [ca, leaf, chain, spare, spareChain] = await contents(dir, names);
    expect(chain).toBe(`${leaf}${ca}`);
    expect(spareChain).toBe(`${spare}${ca}`);
    expect(spare).not.toBe(leaf);
  });

  it.each([0o022, 0o077, 0o000])('keeps keys to their owner, whatever the umask (%o)', async (umask) => {
    const dir = join(await tempDirOfTest(), 'certs');
    await mkdir(dir, { mode: 0o755 });
    const before = process.umask(umask);
    try {
      await generate(dir);
    } finally {
      process.umask(before);
    }
    const modes = await Promise.all(FILES.map(async (name) => [name, await modeOf(join(dir, name))]));
    expect(await modeOf(dir)).toBe('700');
    expect(modes).toEqual(FILES.map((name) => [name, name.endsWith('.key.pem') ? '600' : '644']));
  });

  it('changes nothing when it runs again', async () => {
    const dir = await tempDirOfTest();
    const first = await generate(dir);
    const before = await contents(dir);
    expect(await generate(dir)).toEqual({ outcome: 'unchanged', certificates: first.certificates });
    expect(await contents(dir)).toEqual(before);
  });

  it('makes one set when many runs meet', async () => {
    const dir = await tempDirOfTest();
    const results = await Promise.all(Array.from({ length: 8 }, () => generate(dir)));
    expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(7);
    const certificates = await readCertificates(dir, DOMAIN);
    for (const result of results) expect(result.certificates).toEqual(certificates);
    expect((await readdir(dir)).filter((name) => name.startsWith('.set-'))).toHaveLength(1);
  });

  it('makes new keys on --rotate, answers with the old ones, and leaves no old key behind', async () => {
    const dir = await tempDirOfTest();
    const { certificates: before } = await generate(dir);
    const rotated = await generate(dir, { rotate: true });
    expect(rotated).toMatchObject({ outcome: 'rotated', before });
    expect(await readCertificates(dir, DOMAIN)).toEqual(rotated.certificates);
    expect(Buffer.from(rotated.certificates.ca).equals(before.ca)).toBe(false);
    expect(Buffer.from(rotated.certificates.leaf).equals(before.leaf)).toBe(false);
    expect(Buffer.from(rotated.certificates.spare).equals(before.spare)).toBe(false);
    expect((await readdir(dir)).filter((name) => name.startsWith('.set-'))).toHaveLength(1);
    expect(await generate(dir)).toMatchObject({ outcome: 'unchanged' });
  });

  it('stays whole when runs that rotate meet', async () => {
    const dir = await tempDirOfTest();
    await generate(dir);
    await Promise.all([1, 2, 3, 4].map(() => generate(dir, { rotate: true })));
    expect(await generate(dir)).toMatchObject({ outcome: 'unchanged' });
  });

  it.each(FILES.filter((name) => /^(ca|leaf|spare)\./.test(name) && name !== 'spare.key.pem'))(
    'names %s when it alone is missing, and touches nothing',
    async (name) => {
      const dir = await copyOfPlainFiles();
      await rm(join(dir, name));
      await expect(generate(dir)).rejects.toThrow(
        `The certificates in ${dir} cannot be used: missing: ${name}. ` +
          'Restore them from a backup, or make new ones with `certs --rotate`.',
      );
      expect(await visibleFiles(dir)).toEqual(FILES.filter((file) => file !== name));
    },
  );

  it('replaces on --rotate a set of which a file is missing', async () => {
    const dir = await copyOfPlainFiles();
    await rm(join(dir, 'ca.key.pem'));
    expect(await generate(dir, { rotate: true })).toMatchObject({ outcome: 'rotated' });
    expect(await generate(dir)).toMatchObject({ outcome: 'unchanged' });
  });

  it('takes files that were restored from a backup', async () => {
    const dir = await copyOfPlainFiles();
    const before = await contents(dir);
    expect(await generate(dir)).toMatchObject({ outcome: 'unchanged' });
    expect(await contents(dir)).toEqual(before);
  });

  it('refuses the certificates of another domain and keeps them', async () => {
    const dir = await tempDirOfTest();
    await generate(dir);
    const before = await contents(dir);
    await expect(generate(dir, { domain: 'other.example' })).rejects.toThrow(
      'they are for dane.example, but DOMAIN is other.example',
    );
    expect(await contents(dir)).toEqual(before);
  });

  it('answers on --rotate without old certificates when those were for another domain', async () => {
    const dir = await tempDirOfTest();
    await generate(dir);
    const rotated = await generate(dir, { domain: 'other.example', rotate: true });
    expect(rotated).toMatchObject({ outcome: 'rotated', before: undefined });
    expect(await readCertificates(dir, 'other.example')).toEqual(rotated.certificates);
  });

  it('says which file cannot be read', async () => {
    const dir = await copyOfPlainFiles();
    await rm(join(dir, 'leaf.key.pem'));
    await mkdir(join(dir, 'leaf.key.pem'));
    await expect(generate(dir)).rejects.toThrow(
      /leaf\.key\.pem cannot be read: it is a directory \(EISDIR\).*Restore/,
    );
  });

  it('makes again the links that a killed run did not come to', async () => {
    const dir = await tempDirOfTest();
    const { certificates } = await generate(dir);
    await rm(join(dir, 'leaf.key.pem'));
    await rm(join(dir, 'ca.cert.pem'));
    expect(await generate(dir)).toEqual({ outcome: 'unchanged', certificates });
    expect(await visibleFiles(dir)).toEqual(FILES);
  });

  it('leaves a whole set whenever it is killed', async () => {
    const dirs = await Promise.all(
      [1, 2, 4, 7, 12, 20].map(async (step) => {
        const dir = await tempDirOfTest();
        await killAtStep(dir, step);
        return dir;
      }),
    );
    for (const dir of dirs) {
      await expect(readCertificates(dir, DOMAIN)).resolves.toBeDefined();
      expect(await generate(dir)).toMatchObject({ outcome: 'unchanged' });
    }
  });

  it('starts over when it was killed before its first set was complete', async () => {
    const dir = await tempDirOfTest();
    await mkdir(join(dir, '.set-abcdef'));
    await writeFile(join(dir, '.set-abcdef', 'ca.key.pem'), 'half a k');
    expect(await generate(dir)).toMatchObject({ outcome: 'created' });
    expect(await generate(dir)).toMatchObject({ outcome: 'unchanged' });
  });
});

describe('generateCertificates, where there is no spare', () => {
  it.each([
    ['as an older version left it', earlierSet],
    ['as it was restored from a backup', earlierPlainFiles],
    ['of which only the key was lost', withoutSpareKey],
  ])('makes one in a directory %s, and touches nothing else', async (_title, prepare) => {
    const dir = await prepare();
    const before = await snapshot(dir);
    const result = await generate(dir);
    expect(result).toMatchObject({ outcome: 'completed', certificates: await readCertificates(dir, DOMAIN) });
    expect(await snapshot(dir)).toEqual(before);
    expect(await visibleFiles(dir)).toEqual(FILES);
    const modes = await Promise.all(SPARE_FILES.map((name) => modeOf(join(dir, name))));
    expect(modes).toEqual(['644', '644', '600']);
    expect(await generate(dir)).toEqual({ outcome: 'unchanged', certificates: result.certificates });
    expect((await readdir(dir)).filter((name) => name.startsWith('.set-'))).toHaveLength(1);
  });

  it.each([
    ['an older version', earlierSet],
    ['a backup', earlierPlainFiles],
  ])('makes one when many runs meet in a directory of %s', async (_title, prepare) => {
    const dir = await prepare();
    const results = await Promise.all(Array.from({ length: 8 }, () => generate(dir)));
    expect(results.filter(({ outcome }) => outcome === 'completed')).toHaveLength(1);
    expect(results.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(7);
    const certificates = await readCertificates(dir, DOMAIN);
    for (const result of results) expect(result.certificates).toEqual(certificates);
    expect((await readdir(dir)).filter((name) => name.startsWith('.set-'))).toHaveLength(1);
  });

  it('rotates it with the others, and tells what was there before', async () => {
    const dir = await earlierSet();
    const rotated = await generate(dir, { rotate: true });
    expect(rotated).toMatchObject({ outcome: 'rotated', before: { leaf: expect.any(Uint8Array) } });
    expect(rotated).not.toHaveProperty('before.spare');
    expect(await generate(dir)).toEqual({ outcome: 'unchanged', certificates: rotated.certificates });
  });

  it('makes none beside certificates of another domain', async () => {
    const dir = await earlierSet();
    await expect(generate(dir, { domain: 'other.example' })).rejects.toThrow('they are for dane.example');
    expect(await visibleFiles(dir)).toEqual(OTHER_FILES);
  });

  it('is not what readCertificates reads: the zone would lack a record', async () => {
    await expect(readCertificates(await earlierSet(), DOMAIN)).rejects.toThrow(
      'spare.cert.pem is missing. Make them with `certs`.',
    );
  });

  /** What the other files hold, and which files they are. */
  async function snapshot(dir: string): Promise<unknown[]> {
    const inodes = OTHER_FILES.map(async (name) => (await stat(join(dir, name))).ino);
    return Promise.all([...inodes, contents(dir, OTHER_FILES)]);
  }

  async function earlierSet(): Promise<string> {
    const dir = await tempDirOfTest();
    await generate(dir);
    await rm(join(dir, '.current', 'spare'), { recursive: true });
    await Promise.all(SPARE_FILES.map((name) => rm(join(dir, name))));
    return dir;
  }

  async function earlierPlainFiles(): Promise<string> {
    const dir = await copyOfPlainFiles();
    await Promise.all(SPARE_FILES.map((name) => rm(join(dir, name))));
    return dir;
  }

  async function withoutSpareKey(): Promise<string> {
    const dir = await copyOfPlainFiles();
    await rm(join(dir, 'spare.key.pem'));
    return dir;
  }
});

describe('readCertificates', () => {
  it('says how to make certificates where there are none', async () => {
    const dir = await tempDirOfTest();
    await expect(readCertificates(dir, DOMAIN)).rejects.toThrow(CertificatesError);
    await expect(readCertificates(dir, DOMAIN)).rejects.toThrow(
      'ca.cert.pem is missing. Make them with `certs`.',
    );
  });

  it('needs no keys', async () => {
    const dir = await copyOfPlainFiles();
    await rm(join(dir, 'ca.key.pem'));
    await rm(join(dir, 'leaf.key.pem'));
    expect(await readCertificates(dir, DOMAIN)).toMatchObject({ ca: expect.any(Uint8Array) as Uint8Array });
  });
});

/** The files without the links, as somebody copies them. */
async function copyOfPlainFiles(): Promise<string> {
  const [from, to] = [await tempDirOfTest(), await tempDirOfTest()];
  await generate(from);
  await Promise.all(FILES.map((name) => cp(join(from, name), join(to, name), { dereference: true })));
  return to;
}

/** Runs rotations in a process of their own and kills it when the directory has changed that many times. */
async function killAtStep(dir: string, step: number): Promise<void> {
  const child = spawn(process.execPath, ['build/test/support/rotate-for-ever.js', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const ended = once(child, 'exit');
  let steps = 0;
  const watcher = watch(dir, () => {
    steps += 1;
    if (steps === step) child.kill('SIGKILL');
  });
  const [, signal] = (await ended) as [number | null, string | null];
  watcher.close();
  expect(signal).toBe('SIGKILL');
}
