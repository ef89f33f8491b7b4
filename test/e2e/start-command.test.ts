/** `npm start` as a user meets it: its start, its end, and what it says when something is in the way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { freePort } from '../support/free-port.js';
import { run } from '../support/run-program.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const ROOT = new URL('../..', import.meta.url).pathname;
const RUNNING = /HaveDane is running/;

interface Start {
  readonly child: ChildProcess;
  readonly ports: { readonly http: number; readonly smtp: number };
  readonly ended: Promise<number | null>;
  readonly output: () => string;
}

/** Starts it with ports and folders of its own, as the leader of a process group, as a shell would. */
async function start(environment: Record<string, string> = {}): Promise<Start> {
  const dir = await tempDirOfTest();
  const ports = { http: await freePort(), smtp: await freePort() };
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DOMAIN: 'havedane.test',
      HTTP_PORT: String(ports.http),
      ADMIN_PORT: '0',
      SMTP_PORT: String(ports.smtp),
      CERTS_DIR: join(dir, 'certs'),
      ZONES_DIR: join(dir, 'zones'),
      DATABASE_URL: `sqlite:${join(dir, 'store.sqlite3')}`,
      ...environment,
    },
  });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  child.stderr.on('data', (part: Buffer) => (text += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(async () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  });
  return { child, ports, ended, output: () => text };
}

async function running(environment?: Record<string, string>): Promise<Start> {
  const started = await start(environment);
  await expect.poll(started.output).toMatch(RUNNING);
  return started;
}

/** The processes that this one has started: the two apps. */
async function childrenOf(pid: number | undefined): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').map(Number);
}

describe('npm start', () => {
  it('runs page and receiver, and ends both cleanly on Ctrl-C', async () => {
    const { child, ports, ended, output } = await running();
    expect(output()).toContain(`http://127.0.0.1:${ports.http}`);
    expect(output()).toContain(`127.0.0.1:${ports.smtp}`);
    const page = await fetch(`http://127.0.0.1:${ports.http}/`);
    expect(await page.text()).toContain('<!doctype html>');

    // A terminal sends the signal to the whole process group.
    process.kill(-Number(child.pid), 'SIGINT');
    expect(await ended).toBe(0);
    expect(output()).toContain('Stopped.');
    await expect(fetch(`http://127.0.0.1:${ports.http}/healthz`)).rejects.toThrow();
  });

  it('says which app ended by itself, ends the other, and fails', async () => {
    const { child, ports, ended, output } = await running();
    const [, smtp] = await childrenOf(child.pid);
    process.kill(Number(smtp), 'SIGKILL');
    expect(await ended).toBe(1);
    expect(output()).toMatch(/✗ apps\/smtp ended \(SIGKILL\)/);
    await expect(fetch(`http://127.0.0.1:${ports.http}/healthz`)).rejects.toThrow();
  });

  it('names the variable to change, when a port is taken', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { ended, output } = await start({ SMTP_PORT: String(port) });
    expect(await ended).toBe(1);
    expect(output()).toMatch(/✗ 127\.0\.0\.1:\d+ is taken by another program: set SMTP_PORT/);
  });

  it('shows the problem of every variable, when they cannot be used', async () => {
    const { ended, output } = await start({ DOMAIN: 'nonsense', RETENTION_DAYS: 'x' });
    expect(await ended).toBe(1);
    expect(output()).toMatch(/DOMAIN must be .*\n.*RETENTION_DAYS must be/);
    expect(output()).not.toMatch(/^ +at /m);
  });
});

describe('npm run', () => {
  it('does not build again because of what setup has generated below the sources', async () => {
    const script = ['scripts/run-built.mjs', 'dist/apps/cli/src/main.js', '--version'];
    const built = await run(process.execPath, script);
    expect(built).toMatchObject({ code: 0, stderr: '' });
    for (const folder of ['dns/zones', 'certs/out']) {
      const generated = join(ROOT, folder, `records-${process.pid}.json`);
      onTestFinished(() => rm(generated));
      await mkdir(dirname(generated), { recursive: true });
      await writeFile(generated, '[]');
    }
    expect((await run(process.execPath, script)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
