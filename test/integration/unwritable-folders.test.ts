/** Every folder that something is written to, and what is said when it cannot be: the reason in words, and what to do. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, inject, it, onTestFinished } from 'vitest';

import { asNobody } from '../support/bad-files.js';
import { DOMAIN } from '../support/made-certificates.js';
import type {} from '../support/provided.js';
import { runCommandLine } from '../support/run-command-line.js';
import { mountSmallDisk } from '../support/small-disk.js';
import { tempDirOfTest } from '../support/temp-dir.js';
import { issueCertificate } from '../support/x509.js';

const HOST = 'mail.example.test';

interface Folder {
  readonly env?: (dir: string) => Record<string, string>;
  readonly args: (dir: string, dirOfInput: string) => readonly string[];
  readonly code?: number;
}

const FOLDERS: Readonly<Record<string, Folder>> = {
  CERTS_DIR: { env: (dir) => ({ CERTS_DIR: dir }), args: () => ['certs'] },
  ZONES_DIR: { env: (dir) => ({ ZONES_DIR: dir }), args: () => ['dns'] },
  DATABASE_URL: {
    env: (dir) => ({ DATABASE_URL: `sqlite:${join(dir, 'havedane.sqlite')}` }),
    args: () => ['migrate'],
  },
  ROLLOVER_DIR: {
    env: (dir) => ({ ROLLOVER_DIR: dir }),
    args: (_, input) => [
      ...['rollover', 'run', '--host', HOST, '--reload', 'true'],
      ...['--cert', join(input, 'mail.pem'), '--next-cert', join(input, 'next.pem')],
    ],
  },
  'the state of a watch': {
    args: (dir) => ['watch', '--state', dir, HOST],
    code: 2,
  },
};

/** Each makes what it says of the folder, and gives the folder to use. */
const FAULTS: Readonly<
  Record<string, { make: (skip: () => never) => Promise<string>; says: RegExp; isNobody?: true }>
> = {
  'a full disk': {
    make: async (skip) => {
      const disk = await mountSmallDisk(1);
      if (disk === null) return skip();
      onTestFinished(() => disk.close());
      await mkdir(join(disk.path, 'folder'));
      await disk.fill();
      return join(disk.path, 'folder');
    },
    says: /the disk is full: free some space/,
  },
  'a disk that is mounted read-only': {
    make: async (skip) => {
      const disk = await mountSmallDisk(1);
      if (disk === null) return skip();
      onTestFinished(() => disk.close());
      await mkdir(join(disk.path, 'folder'));
      await promisify(execFile)('mount', ['-o', 'remount,ro', disk.path]);
      return join(disk.path, 'folder');
    },
    says: /read-only.*mount it for writing/,
  },
  'a folder of another user': {
    make: async () => {
      const dir = join(await tempDirOfTest(), 'folder');
      await mkdir(dir, { mode: 0o755 });
      await chmod(join(dir, '..'), 0o755);
      return dir;
    },
    says: /user/,
    isNobody: true,
  },
  'a file in place of the folder': {
    make: async () => {
      const path = join(await tempDirOfTest(), 'file');
      await writeFile(path, '');
      return join(path, 'folder');
    },
    says: /not a directory|no directory/,
  },
};

async function input(): Promise<string> {
  const dir = await tempDirOfTest();
  for (const name of ['mail', 'next']) {
    const day = 86_400_000;
    const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 30 * day) };
    const made = issueCertificate({ name: HOST, dnsNames: [HOST], ...validity });
    await writeFile(join(dir, `${name}.pem`), made.keyPem + made.pem);
  }
  await cp(inject('certsDir'), join(dir, 'certs'), { recursive: true, verbatimSymlinks: true });
  for (const name of await readdir(dir, { recursive: true })) await chmod(join(dir, name), 0o755);
  await mkdir(join(dir, 'zones'));
  for (const name of ['.', 'zones']) await chmod(join(dir, name), 0o777);
  return dir;
}

describe.each(Object.entries(FOLDERS))('%s', (_, folder) => {
  it.for(Object.entries(FAULTS))('in %s: one line says why, and what to do', async ([, fault], { skip }) => {
    const dir = await fault.make(() => skip('mounting a small disk takes root'));
    const dirOfInput = await input();
    const env = {
      ...{ DOMAIN, CERTS_DIR: join(dirOfInput, 'certs'), ZONES_DIR: join(dirOfInput, 'zones') },
      ...{ DNS_PROVIDER: 'manual', DNS_RESOLVER: '127.0.0.1:1', PUBLIC_IPV4: '192.0.2.1' },
      ...folder.env?.(dir),
    };
    const run = () => runCommandLine(folder.args(dir, dirOfInput), env);
    const { code, stderr } = await (fault.isNobody === true ? asNobody(run) : run());
    expect(code).toBe(folder.code ?? 1);
    expect(stderr).toMatch(/^havedane: [^\n]+\n$/);
    expect(stderr).toContain(dir);
    expect(stderr).toMatch(fault.says);
    // Neither a bare code nor the text of Node.
    expect(stderr).not.toMatch(/E[A-Z]{3,}: [a-z ]+, \w+|^ +at |cannot be [a-z]+ \(\w+\)/);
  });
});
