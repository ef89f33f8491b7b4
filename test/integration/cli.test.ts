/** The `havedane` command as an operator calls it: what it prints, where, and how it exits. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { describe, expect, it } from 'vitest';

import { availableScenarios } from '#scenarios';

import { runCommandLine } from '../support/run-command-line.js';
import type { ProgramResult } from '../support/run-program.js';
import { tempDirOfTest } from '../support/temp-dir.js';

async function freshEnvironment(): Promise<Record<string, string>> {
  const dir = await tempDirOfTest();
  return {
    DOMAIN: 'dane.example',
    CERTS_DIR: join(dir, 'certs'),
    ZONES_DIR: join(dir, 'zones'),
    DATABASE_URL: `sqlite:${join(dir, 'data', 'store.sqlite3')}`,
  };
}

/** Starting a process compiles the command first, which takes its time on a busy machine. */
const PROCESS_TIMEOUT_MS = 120_000;

/** The command as a process of its own. */
async function runProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  const program = ['dist/apps/cli/src/main.js', ...args];
  const child = spawn(process.execPath, program, { env: { PATH: process.env['PATH'], ...env } });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

const lines = (output: string) => output.trimEnd().split('\n');

/** The files that `dns` writes for an instance of that address. */
function zoneFilesOf(publicIpv4?: string): string[] {
  const ids = availableScenarios({ publicIpv4, publicIpv6: undefined }).map(({ id }) => id);
  return [...['base', ...ids].map((id) => `${id}.zone`), 'records.json'];
}

describe('havedane setup', () => {
  it('makes everything, and when it runs again changes nothing', async () => {
    const env = await freshEnvironment();
    const first = await runCommandLine(['setup'], env);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(lines(first.stdout)).toEqual([
      `Certificates: made for dane.example in ${env['CERTS_DIR']}`,
      `DNS: wrote ${zoneFilesOf().join(', ')} in ${env['ZONES_DIR']}`,
      'DNS: address records are left out; set PUBLIC_IPV4 or PUBLIC_IPV6 before you publish them',
      expect.stringMatching(/^Store: migrated .*store\.sqlite3 \(\w+/),
    ]);

    const address = '192.0.2.25';
    const second = await runCommandLine(['setup'], { ...env, PUBLIC_IPV4: address });
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(lines(second.stdout)).toEqual([
      `Certificates: unchanged in ${env['CERTS_DIR']}`,
      `DNS: wrote ${[...zoneFilesOf(address), 'knot/zone', 'knot/knot.conf'].join(', ')} in ${env['ZONES_DIR']}`,
      expect.stringMatching(/^Store: .*store\.sqlite3 is up to date$/),
    ]);

    const third = await runCommandLine(['setup'], { ...env, PUBLIC_IPV4: address });
    expect(lines(third.stdout)[1]).toBe(`DNS: unchanged in ${env['ZONES_DIR']}`);
  });

  it(
    'succeeds twice at the same time',
    async () => {
      const env = await freshEnvironment();
      const results = await Promise.all([runProcess(['setup'], env), runProcess(['setup'], env)]);
      expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
        { code: 0, stderr: '' },
        { code: 0, stderr: '' },
      ]);
    },
    PROCESS_TIMEOUT_MS,
  );
});

describe('havedane certs, where the spare is missing', () => {
  it('makes it, and tells which TLSA records are new', async () => {
    const env = await freshEnvironment();
    await runCommandLine(['certs'], env);
    const certs = env['CERTS_DIR'] ?? '';
    await rm(join(certs, '.current', 'spare'), { recursive: true });
    for (const name of ['key', 'cert', 'chain']) await rm(join(certs, `spare.${name}.pem`));

    expect(await runCommandLine(['dns'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('spare.cert.pem is missing. Make them with `certs`.') as string,
    });
    const { code, stdout } = await runCommandLine(['certs'], env);
    expect({ code, first: lines(stdout)[0] }).toEqual({
      code: 0,
      first: `Certificates: spare made for dane.example in ${certs}, the others unchanged`,
    });
    expect(lines(stdout).filter((line) => /^ {2}[-+] /.test(line))).toEqual([
      expect.stringMatching(/^ {2}\+ _25\._tcp\.wrong\.dane\.example\. TLSA 3 1 1 [0-9a-f]{64}$/),
      expect.stringMatching(/^ {2}\+ \*\.wrong\.dane\.example\. TLSA 3 1 1 [0-9a-f]{64}$/),
    ]);
    expect((await runCommandLine(['dns'], env)).code).toBe(0);
  });
});

describe('havedane certs --rotate', () => {
  it('tells every TLSA record that changes, as it was and as it is published from now on', async () => {
    const env = await freshEnvironment();
    await runCommandLine(['setup'], env);
    const before = await tlsaLines(env);
    const rotated = await runCommandLine(['certs', '--rotate'], env);
    expect(rotated).toMatchObject({ code: 0, stderr: '' });

    const printed = (sign: string) =>
      lines(rotated.stdout)
        .filter((line) => line.startsWith(`  ${sign} `))
        .map((line) => line.slice(4));
    expect(printed('-')).toEqual(before);
    await runCommandLine(['dns'], env);
    expect(printed('+')).toEqual(await tlsaLines(env));
    expect(printed('+').filter((line) => before.includes(line))).toEqual([]);
  });

  async function tlsaLines(env: Record<string, string>): Promise<string[]> {
    const json = await readFile(join(env['ZONES_DIR'] ?? '', 'records.json'), 'utf8');
    return (JSON.parse(json) as { name: string; type: string; data: string }[])
      .filter(({ type }) => type === 'TLSA')
      .map(({ name, data }) => `${name} TLSA ${data}`);
  }
});

describe('havedane dns', () => {
  it('prints the table of what it wrote, and what to do with it', async () => {
    const env = { ...(await freshEnvironment()), PUBLIC_IPV4: '192.0.2.25', DNS_TTL: '60' };
    await runCommandLine(['certs'], env);
    const { code, stdout, stderr } = await runCommandLine(['dns'], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^NAME +TTL +TYPE +DATA\n/);
    expect(stdout).toMatch(/^\*\.do\.dane\.example\. +60 +A +192\.0\.2\.25$/m);
    expect(stdout).toMatch(/^_25\._tcp\.wrong\.dane\.example\. +60 +TLSA +3 1 1 [0-9a-f]{64}$/m);
    expect(stdout).toContain('dig +dnssec _25._tcp.do.dane.example TLSA');
  });

  it('says in one line what is missing when there are no certificates', async () => {
    const env = await freshEnvironment();
    expect(await runCommandLine(['dns'], env)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        `havedane: The certificates in ${env['CERTS_DIR']} cannot be used: ca.cert.pem is missing. ` +
        'Make them with `certs`.\n',
    });
  });

  it('shows where an error came from only when LOG_LEVEL is debug', async () => {
    const { code, stderr } = await runCommandLine(['dns'], {
      ...(await freshEnvironment()),
      LOG_LEVEL: 'debug',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^havedane: .*\nCertificatesError: .*\n(?: +at .*\n)* +at readThose /);
  });
});

describe('havedane migrate', () => {
  it('makes the store, once', async () => {
    const env = await freshEnvironment();
    const results = [await runCommandLine(['migrate'], env), await runCommandLine(['migrate'], env)];
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(results[0]?.stdout).toMatch(/^Store: migrated .*\n$/);
    expect(results[1]?.stdout).toMatch(/is up to date\n$/);
    expect(existsSync(env['DATABASE_URL']?.slice('sqlite:'.length) ?? '')).toBe(true);
  });
});

describe('havedane', () => {
  it.each(['setup', 'certs', 'dns', 'migrate'])(
    'lists every bad variable for %s, and does nothing',
    async (command) => {
      const env = await freshEnvironment();
      const bad = { ...env, DOMAIN: 'localhost', DNS_TTL: 'soon' };
      expect(await runCommandLine([command], bad)).toEqual({
        code: 1,
        stdout: '',
        stderr: [
          'havedane: The configuration cannot be used:',
          '  DOMAIN must be a domain name with at least two labels and without underscores, such as dane.example.org',
          '  DNS_TTL must be a whole number from 1 to 604800',
          '',
        ].join('\n'),
      });
      expect(await readdir(join(env['CERTS_DIR'] ?? '', '..'))).toEqual([]);
    },
  );

  it.each([
    [['certs', '--rotat'], "unknown option '--rotat' (Did you mean --rotate?)"],
    [['setups'], "unknown command 'setups' (Did you mean setup?)"],
    [['help', 'setups'], "unknown command 'setups'"],
    [['inbox', 'help', 'lists'], "unknown command 'lists'"],
    [['dns', 'now'], "too many arguments for 'dns'. Expected 0 arguments but got 1."],
  ])('exits with 2 and one line for %j', async (args, message) => {
    expect(await runCommandLine(args, {})).toEqual({
      code: 2,
      stdout: '',
      stderr: `havedane: ${message}\n`,
    });
  });

  it.each([[], ['inbox'], ['rollover']])('is called wrongly without a command: %j', async (...args) => {
    const { code, stdout, stderr } = await runCommandLine(args, {});
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: havedane .*\[command\]\n/);
  });

  it(
    'ends its process with the code and the line of an error',
    async () => {
      const env = await freshEnvironment();
      const { code, stdout, stderr } = await runProcess(['dns'], env);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^havedane: .* Make them with `certs`\.\n$/);
    },
    PROCESS_TIMEOUT_MS,
  );

  it('prints its version and its help', async () => {
    const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await runCommandLine(['--version'], {})).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });

    const help = await runCommandLine(['--help'], {});
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const command of ['setup', 'certs', 'dns', 'migrate', 'test', 'probe', 'watch', 'demo', 'inbox']) {
      expect(help.stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
  });

  it.each([
    [['mail', 'list'], 'mail', 'inbox'],
    [['try', '--as', 'nobody'], 'try', 'demo'],
    [['rollover', 'watch', '--wait'], 'rollover watch', 'watch'],
  ])('takes an old name, with a note: %j', async (args, before, now) => {
    const env = await freshEnvironment();
    await runCommandLine(['migrate'], env);
    const present = await runCommandLine([...now.split(' '), ...args.slice(before.split(' ').length)], env);
    const note = `havedane: \`havedane ${before}\` is now \`havedane ${now}\`; the old name still works.\n`;
    expect(await runCommandLine(args, env)).toEqual({ ...present, stderr: note + present.stderr });
    // Cron would mail the note every few minutes.
    expect((await runCommandLine([...args, '--json'], env)).stderr).not.toContain('old name');
  });
});
