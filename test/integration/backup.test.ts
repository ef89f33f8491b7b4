/** `havedane backup` and `havedane restore`: what one instance holds, another one has. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import { create } from 'tar';
import { beforeEach, describe, expect, inject, it } from 'vitest';

import { migrateStore, openStore } from '#store';

import type {} from '../support/provided.js';
import { DOMAIN, insertCheck, startReceiver } from '../support/receiver-fixture.js';
import { runCommandLine } from '../support/run-command-line.js';
import { executeSql } from '../support/raw-database.js';
import { SmtpClient } from '../support/smtp-client.js';
import { tempDirOfTest } from '../support/temp-dir.js';

function environmentIn(dir: string): Record<string, string> {
  return {
    DOMAIN,
    CERTS_DIR: join(dir, 'certs'),
    ZONES_DIR: join(dir, 'zones'),
    DNS_DIR: join(dir, 'dns'),
    ROLLOVER_DIR: join(dir, 'data', 'rollover'),
    DATABASE_URL: `sqlite:${join(dir, 'data', 'store.sqlite3')}`,
  };
}

const databaseOf = (dir: string) => ({ engine: 'sqlite', path: join(dir, 'data', 'store.sqlite3') }) as const;

/** An instance with something of everything. */
async function filledInstance(): Promise<string> {
  const dir = await tempDirOfTest();
  await cp(inject('certsDir'), join(dir, 'certs'), { recursive: true, verbatimSymlinks: true });
  for (const folder of ['zones/knot', 'dns/keys/keys', 'dns/run', 'data/rollover']) {
    await mkdir(join(dir, folder), { recursive: true });
  }
  await writeFile(join(dir, 'zones/knot/overrides.json'), '{}');
  await writeFile(join(dir, 'dns/keys/data.mdb'), Buffer.from([0, 255, 10, 13]));
  await writeFile(join(dir, 'dns/keys/lock.mdb'), 'of the running processes');
  await writeFile(join(dir, 'dns/keys/keys/1.pem'), 'a key', { mode: 0o600 });
  await writeFile(join(dir, 'data/rollover/1.json'), '{"state":"waiting"}');
  await migrateStore(databaseOf(dir));
  return dir;
}

let source: string;
let archive: string;
beforeEach(async () => {
  source = await filledInstance();
  archive = join(await tempDirOfTest(), 'backup.tar.gz');
});

const backUp = () => runCommandLine(['backup', archive], environmentIn(source));
const restoreInto = (dir: string, env: Readonly<Record<string, string>> = {}) =>
  runCommandLine(['restore', archive], { ...environmentIn(dir), ...env });

async function openIn(dir: string) {
  return openStore({ database: databaseOf(dir), maxObservationsPerCheck: 500, schemaTimeoutMs: 0 });
}

/** Every file below, with its content. */
async function filesIn(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => !entry.isDirectory())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const content = entry.isSymbolicLink() ? `→ ${await readlink(path)}` : await readFile(path, 'base64');
        return [path.slice(dir.length), content] as const;
      }),
  );
  return Object.fromEntries(found);
}

describe('havedane backup and restore', () => {
  it('carry everything into an empty instance, with its modes and links', async () => {
    const store = await openIn(source);
    const check = await insertCheck(store);
    await store.close();
    const made = await backUp();
    expect(made).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('dns-keys') });
    expect((await stat(archive)).mode & 0o777).toBe(0o600);

    const target = await tempDirOfTest();
    const restored = await restoreInto(target);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toMatch(/^Restored the backup of havedane\.test made at 20\d\d-/);
    for (const folder of ['certs', 'zones', 'data/rollover']) {
      expect(await filesIn(join(target, folder))).toEqual(await filesIn(join(source, folder)));
    }
    const { '/lock.mdb': lock, ...keys } = await filesIn(join(source, 'dns/keys'));
    expect(lock).toBeDefined();
    expect(await filesIn(join(target, 'dns/keys'))).toEqual(keys);
    expect((await stat(join(target, 'dns/keys/keys/1.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(target, 'certs/leaf.key.pem'))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(target, 'data'))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^\.restore/)]),
    );
    const reopened = await openIn(target);
    expect(await reopened.checks.find(check.token, Date.now())).toMatchObject({ check });
    await reopened.close();
  });

  it('have every message that was acknowledged before, while more arrive', async () => {
    const receiver = await startReceiver();
    try {
      const check = await receiver.createCheck();
      let acknowledged = 0;
      let isOver = false;
      const sender = async () => {
        while (!isOver) {
          const client = await SmtpClient.secured(receiver.port, `${check.token}.do.${DOMAIN}`);
          await client.command('EHLO client.test');
          const reply = await client.deliver(`test@${check.token}.do.${DOMAIN}`, 'Subject: a\r\n\r\nb\r\n');
          if (reply.startsWith('250')) acknowledged += 1;
          await client.quit();
        }
      };
      const sending = Promise.all([sender(), sender()]);
      await expect.poll(() => acknowledged).toBeGreaterThan(2);
      const before = acknowledged;
      const env = { ...environmentIn(source), DATABASE_URL: `sqlite:${receiver.database.path}` };
      expect(await runCommandLine(['backup', archive], env)).toMatchObject({ code: 0 });
      const after = acknowledged;
      await expect.poll(() => acknowledged).toBeGreaterThan(after);
      isOver = true;
      await sending;

      const target = await tempDirOfTest();
      expect(await restoreInto(target)).toMatchObject({ code: 0 });
      const store = await openIn(target);
      const kept = await store.observations.ofCheck(check);
      await store.close();
      expect(kept.filter(({ kind }) => kind === 'delivered').length).toBeGreaterThanOrEqual(before);
    } finally {
      await receiver.close();
    }
  });

  it('bring the database of an older version up to date', async () => {
    const columns = ['name', 'type', 'dnssec_ok', 'transport', 'resolver_port'];
    const drops = columns.map((column) => `ALTER TABLE "observations" DROP "query_${column}"`);
    await executeSql(
      databaseOf(source).path,
      [...drops, `DELETE FROM "migrations" WHERE "name" LIKE 'AddQueries%'`].join(';'),
    );
    expect(await backUp()).toMatchObject({ code: 0 });
    const target = await tempDirOfTest();
    expect(await restoreInto(target)).toMatchObject({ code: 0 });
    await (await openIn(target)).close();
  });

  it('go through a pipe as well, as Compose has it', async () => {
    const target = await tempDirOfTest();
    const main = 'dist/apps/cli/src/main.js';
    const backup = spawn(process.execPath, [main, 'backup', '-'], {
      env: environmentIn(source),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const restore = spawn(process.execPath, [main, 'restore', '-'], {
      env: environmentIn(target),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [stdout, [code]] = await Promise.all([
      text(restore.stdout),
      once(restore, 'exit') as Promise<[number]>,
      pipeline(backup.stdout, restore.stdin),
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('Restored the backup of havedane.test');
    expect(await filesIn(join(target, 'certs'))).toEqual(await filesIn(join(source, 'certs')));
  }, 120_000);

  it('never write over a file', async () => {
    await writeFile(archive, 'something else');
    const { code, stderr } = await backUp();
    expect(code).toBe(1);
    expect(stderr).toContain(archive);
    expect(await readFile(archive, 'utf8')).toBe('something else');
  });

  it('leave no half archive and no copy behind when the store is missing', async () => {
    const { code } = await runCommandLine(['backup', archive], {
      ...environmentIn(source),
      DATABASE_URL: `sqlite:${join(source, 'data', 'none.sqlite3')}`,
    });
    expect(code).toBe(1);
    await expect(stat(archive)).rejects.toThrow('ENOENT');
    expect((await readdir(join(source, 'data'))).filter((name) => name.startsWith('.backup'))).toEqual([]);
  });
});

describe('what a killed command leaves, which holds keys,', () => {
  const MAIN = 'dist/apps/cli/src/main.js';
  const stagings = async (dir: string): Promise<string[]> =>
    (await readdir(join(dir, 'data')).catch(() => [])).filter((name) => /^\.(backup|restore)-/.test(name));
  const migrate = (dir: string) => runCommandLine(['migrate'], environmentIn(dir));

  /** Runs in its staging directory until it is killed: nobody reads what it writes, or writes what it reads. */
  async function stuckCommand(args: readonly string[], dir: string, input?: Buffer) {
    const child = spawn(process.execPath, [MAIN, ...args], {
      ...{ env: environmentIn(dir), stdio: ['pipe', 'pipe', 'inherit'] },
    });
    child.stdin.write(input ?? '');
    await expect.poll(() => stagings(dir)).toHaveLength(1);
    return {
      kill: async () => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  it.each(['backup', 'restore'])(
    'is removed at the next start, and not while the %s goes on',
    async (name) => {
      // More than a pipe holds.
      await writeFile(join(source, 'dns/keys/data.mdb'), randomBytes(1_000_000));
      await backUp();
      const isBackup = name === 'backup';
      const dir = isBackup ? source : await tempDirOfTest();
      const half = isBackup ? undefined : (await readFile(archive)).subarray(0, 500_000);
      const command = await stuckCommand([name, '-'], dir, half);
      const [staging] = await stagings(dir);
      expect(await migrate(dir)).toMatchObject({ code: 0, stdout: expect.not.stringContaining('removed') });
      expect(await stagings(dir)).toEqual([staging]);

      await command.kill();
      expect(await stagings(dir)).toEqual([staging]);
      const { code, stdout } = await migrate(dir);
      expect(code).toBe(0);
      expect(stdout).toContain(`removed ${join(dir, 'data', staging!)}`);
      expect(await stagings(dir)).toEqual([]);
    },
  );

  it('is removed by the next backup, also what an older version left', async () => {
    await mkdir(join(source, 'data/.backup-AbCdEf/certs'), { recursive: true });
    expect(await backUp()).toMatchObject({ code: 0 });
    expect(await stagings(source)).toEqual([]);
  });
});

describe('havedane restore', () => {
  /** Nothing may be in its place after a restore that failed. */
  async function expectEmpty(dir: string): Promise<void> {
    expect(Object.keys(await filesIn(dir))).toEqual([]);
  }

  it('refuses an instance that is not empty, and changes nothing', async () => {
    await backUp();
    const before = await filesIn(source);
    const { code, stderr } = await restoreInto(source);
    expect(code).toBe(1);
    expect(stderr).toContain(`something is in ${databaseOf(source).path}, ${join(source, 'certs')}`);
    expect(await filesIn(source)).toEqual(before);
  });

  it('refuses a database on a server, and says what to use', async () => {
    const env = { DATABASE_URL: 'postgres://me:geheim@db/havedane' };
    for (const { code, stderr } of [
      await restoreInto(await tempDirOfTest(), env),
      await runCommandLine(['backup', archive], { ...environmentIn(source), ...env }),
    ]) {
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/postgres:\/\/me@db\/havedane: use pg_dump/);
      expect(stderr).not.toContain('geheim');
    }
  });

  it('refuses the backup of another domain', async () => {
    await backUp();
    const target = await tempDirOfTest();
    const { code, stderr } = await restoreInto(target, { DOMAIN: 'dane.example' });
    expect(code).toBe(1);
    expect(stderr).toContain('The backup is of havedane.test, and DOMAIN is dane.example');
    await expectEmpty(target);
  });

  it('refuses an archive that was cut short', async () => {
    await backUp();
    const whole = await readFile(archive);
    await writeFile(archive, whole.subarray(0, whole.length - 200));
    const target = await tempDirOfTest();
    const { code, stderr } = await restoreInto(target);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^havedane: The archive is damaged/);
    await expectEmpty(target);
  });

  it('names what is no file', async () => {
    const target = await tempDirOfTest();
    const { code, stderr } = await runCommandLine(['restore', source], environmentIn(target));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `havedane: ${source} cannot be read: it is a directory (EISDIR): a file belongs there\n`,
    });
    await expectEmpty(target);
  });

  it('refuses an archive of something else', async () => {
    await create({ gzip: true, file: archive, cwd: join(source, 'data') }, ['rollover']);
    const target = await tempDirOfTest();
    expect((await restoreInto(target)).stderr).toContain('The archive has no manifest.json');
    await expectEmpty(target);
  });

  it('refuses a damaged database', async () => {
    const made = await tempDirOfTest();
    const manifest = {
      format: 1,
      domain: DOMAIN,
      createdAt: new Date().toISOString(),
      version: '0',
      links: {},
    };
    await writeFile(join(made, 'manifest.json'), JSON.stringify(manifest));
    const whole = await readFile(databaseOf(source).path);
    await writeFile(join(made, 'store.sqlite3'), whole.fill(7, 4096));
    await create({ gzip: true, file: archive, cwd: made }, ['manifest.json', 'store.sqlite3']);
    const target = await tempDirOfTest();
    expect((await restoreInto(target)).stderr).toMatch(/store\.sqlite3 is damaged/);
    await expectEmpty(target);
  });

  it('does not write outside of the instance, whatever the archive names', async () => {
    const outside = await tempDirOfTest();
    const made = await tempDirOfTest();
    await symlink(outside, join(made, 'certs'));
    await create({ gzip: true, file: archive, cwd: made }, ['certs']);
    const target = await tempDirOfTest();
    const { code, stderr } = await restoreInto(target);
    expect(code).toBe(1);
    expect(stderr).toContain('The archive contains entries that are not files: certs (SymbolicLink)');
    expect(await readdir(outside)).toEqual([]);
    await expectEmpty(target);
  });

  it('says that a file does not exist', async () => {
    const { code, stderr } = await restoreInto(await tempDirOfTest());
    expect(code).toBe(1);
    expect(stderr).toContain(archive);
    expect(stderr).toContain('there is no such file');
  });
});
