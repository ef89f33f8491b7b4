/** `havedane rollover` called wrongly, or with what it cannot use: one clear line, and nothing changed. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { holdExclusively } from '#lock';

import { runCommandLine } from '../support/run-command-line.js';
import { type SignedDns, startSignedDns } from '../support/signed-dns.js';
import { tempDirOfTest } from '../support/temp-dir.js';
import { issueCertificate } from '../support/x509.js';

const HOST = 'mail.example.test';

let dns: SignedDns;

beforeAll(async () => {
  dns = await startSignedDns({ records: [`${HOST}. A 127.0.0.1`] });
});

afterAll(() => dns.stop());

interface Files {
  readonly dir: string;
  readonly env: Record<string, string>;
  readonly cert: string;
  readonly next: string;
  /** Runs `havedane rollover run` with them, and with what is given besides. */
  run(...more: readonly string[]): ReturnType<typeof runCommandLine>;
}

/** The files of a mail server, in order. */
async function serverFiles(): Promise<Files> {
  const dir = await tempDirOfTest();
  const [current, renewed] = [certificate(), certificate()];
  const [cert, next] = [join(dir, 'mail.pem'), join(dir, 'renewed.pem')];
  await writeFile(cert, current.keyPem + current.pem, { mode: 0o600 });
  await writeFile(next, renewed.keyPem + renewed.pem, { mode: 0o600 });
  const resolver = `${dns.resolver.address}:${dns.resolver.port}`;
  const env = { DNS_PROVIDER: 'manual', DNS_RESOLVER: resolver, ROLLOVER_DIR: join(dir, 'rollover') };
  const options = ['--host', HOST, '--cert', cert, '--next-cert', next, '--reload', 'true'];
  return {
    ...{ dir, env, cert, next },
    run: (...more) => runCommandLine(['rollover', 'run', ...options, ...more], env),
  };
}

function certificate() {
  const day = 86_400_000;
  return issueCertificate({
    ...{ name: HOST, dnsNames: [HOST] },
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 30 * day),
  });
}

const line = (text: RegExp | string) =>
  new RegExp(`^havedane: (${HOST}: )?[^\\n]*${typeof text === 'string' ? text : text.source}[^\\n]*\\n$`);

describe('havedane rollover, called wrongly', () => {
  it.each<[string[], string]>([
    [['run', '--host', 'mail'], 'It must be a full host name'],
    [['run', '--host', 'mail.example.test:465'], 'Give the port with --port'],
    [
      ['run', '--host', HOST, '--cert', '/a'],
      'To begin a rollover, --next-cert and --reload must be given too',
    ],
    [['run', '--appliance', '--host', HOST], 'cannot be used with'],
    [['plan', '--appliance', '--reload', 'true'], '--reload is for other servers'],
    [['plan', '--host', HOST, '--port', '0'], 'It must be a port from 1 to 65535'],
    [['plan', '--keep', 'nonsense'], 'It must be the data of a TLSA record'],
    [['plan', '--scheme', '3-1-2'], 'Allowed choices are 3-1-1, 3-1-1\\+2-1-1'],
    [['status', '--cert', '/a'], 'unknown option'],
    [['run', '--state', fileURLToPath(import.meta.url)], 'It is a file; it must be a directory'],
  ])('%j: exits with 2 and one line', async (args, reason) => {
    const result = await runCommandLine(['rollover', ...args], {});
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(line(reason));
  });
});

describe('havedane rollover, with nothing under way', () => {
  it('says so, to programs as well, and nothing to cron', async () => {
    const { env } = await serverFiles();
    const rollover = (...args: string[]) => runCommandLine(['rollover', ...args], env);
    expect(await rollover('run')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('--appliance') as string,
    });
    expect(await rollover('run', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await rollover('run', '--json')).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
    expect(await rollover('status')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No rollover/) as string,
    });
  });

  it.each(['plan', 'run'])('%s names for a host alone what is missing to begin', async (command) => {
    const { env } = await serverFiles();
    const result = await runCommandLine(['rollover', command, '--host', HOST], env);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(line(`${HOST}\\. To .* --cert and --next-cert and --reload must be given`));
    expect(existsSync(env['ROLLOVER_DIR']!)).toBe(false);
  });

  it('says in one line that what is remembered cannot be read', async () => {
    const { env } = await serverFiles();
    await mkdir(env['ROLLOVER_DIR']!);
    await writeFile(join(env['ROLLOVER_DIR']!, `${HOST}.json`), '{"version":1');
    for (const command of ['run', 'status']) {
      const result = await runCommandLine(['rollover', command], env);
      expect(result).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr).toMatch(line(/does not hold the state of a rollover/));
    }
  });
});

describe('havedane rollover run, while another run is at work', () => {
  const MINUTE_MS = 60_000;

  async function lockedFor(minutes: number) {
    const files = await serverFiles();
    const dir = files.env['ROLLOVER_DIR']!;
    await mkdir(dir);
    const held = await holdExclusively(join(dir, `${HOST}.lock`));
    onTestFinished(() => held?.release());
    const since = Date.now() - minutes * MINUTE_MS;
    const owner = { pid: 4711, host: 'mx', command: 'havedane rollover run', since };
    await writeFile(join(dir, `${HOST}.lock-owner`), JSON.stringify(owner));
    return files;
  }

  it('says that nothing has to be done, and to cron nothing', async () => {
    const files = await lockedFor(9);
    const told = await files.run();
    expect(told).toMatchObject({ code: 3, stdout: '' });
    expect(told.stderr).toMatch(line(/4711 .*is at work on .*; it continues automatically; nothing to do/));
    expect(await files.run('--quiet')).toEqual({ code: 3, stdout: '', stderr: '' });
  });

  it('tells cron of one that has been at it for long', async () => {
    const result = await (await lockedFor(11)).run('--quiet');
    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toMatch(line(/for 11 minutes\) is at work on .*; if it hangs, end it/));
  });
});

describe('havedane rollover run, with what it cannot use', () => {
  const expectRefused = async (files: Files, result: Awaited<ReturnType<Files['run']>>, reason: RegExp) => {
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(line(reason));
    expect(existsSync(join(files.env['ROLLOVER_DIR']!, `${HOST}.json`))).toBe(false);
    expect(existsSync(join(files.env['ROLLOVER_DIR']!, `${HOST}.next`))).toBe(false);
  };

  it.each([[[]], [['--quiet']]])('says in one line that a certificate is not there (%j)', async (more) => {
    const files = await serverFiles();
    await expectRefused(
      files,
      await files.run('--next-cert', '/nowhere.pem', ...more),
      /\/nowhere\.pem cannot be read: there is no such file \(ENOENT\)/,
    );
  });

  it('says in one line that a file holds no certificate', async () => {
    const files = await serverFiles();
    await writeFile(files.next, 'nonsense');
    await expectRefused(files, await files.run(), /renewed\.pem/);
  });

  it('says in one line that a key does not belong to its certificate', async () => {
    const files = await serverFiles();
    await writeFile(files.next, certificate().keyPem + certificate().pem);
    const before = await readFile(files.cert);
    await expectRefused(files, await files.run(), /key/);
    expect(await readFile(files.cert)).toEqual(before);
  });

  it('says in one line that the zone is not known, and where nothing can be changed', async () => {
    const files = await serverFiles();
    await expectRefused(files, await files.run(), /there is no zone for _25\._tcp\.mail\.example\.test/);
    const { DNS_PROVIDER: _, ...env } = files.env;
    const options = ['--host', HOST, '--cert', files.cert, '--next-cert', files.next, '--reload', 'true'];
    const result = await runCommandLine(['rollover', 'run', ...options], env);
    await expectRefused(files, result, /DNS_PROVIDER is not set/);
  });

  it('says it to programs in JSON, with the same exit code', async () => {
    const files = await serverFiles();
    const result = await files.run('--json', '--next-cert', '/nowhere.pem');
    expect(result).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(result.stdout)).toMatchObject([
      {
        id: HOST,
        state: 'blocked',
        step: 'prepare',
        reason: expect.stringContaining('/nowhere.pem') as string,
      },
    ]);
  });

  it('plans nothing then either', async () => {
    const files = await serverFiles();
    const result = await files.run('--dry-run', '--next-cert', '/nowhere.pem');
    await expectRefused(files, result, /\/nowhere\.pem/);
    expect(existsSync(files.env['ROLLOVER_DIR']!)).toBe(false);
  });
});
