/** The process of the API: how it starts, what it says when it cannot, how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';

import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connected } from '../support/api-fixture.js';
import { type TempStore, openTempStore } from '../support/temp-store.js';

let temp: TempStore;
beforeAll(async () => {
  temp = await openTempStore();
});
afterAll(() => temp.close());

function start(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['dist/apps/api/src/main.js'], {
    env: {
      PATH: process.env['PATH'],
      HTTP_PORT: '0',
      ADMIN_PORT: '0',
      DATABASE_URL: `sqlite:${temp.database.path}`,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, errors: text(child.stderr), ended: exitOf(child) };
}

function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}

interface Line {
  readonly msg: string;
  readonly level: string;
  readonly address?: string;
  readonly port?: number;
}

/** The lines of the log up to the one that says `listening`. */
async function linesUntilListening(child: ChildProcess): Promise<Line[]> {
  let output = '';
  for await (const chunk of child.stdout!) {
    output += String(chunk);
    if (output.includes('"listening"}\n')) break;
  }
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

// Each process compiles the program anew, which takes long on a busy machine.
describe('the process of the API', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and ends at %s with 0', async (signal) => {
    const { child, ended, errors } = start({});
    const lines = await linesUntilListening(child);
    expect(lines).toMatchObject([
      { level: 'info', msg: 'memory', threads: 2 },
      { level: 'info', msg: 'listening', address: '127.0.0.1' },
    ]);
    const url = `http://127.0.0.1:${lines[1]!.port}`;
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const client = io(url, { transports: ['websocket'], reconnection: false });
    await connected(client);
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(await errors).toBe('');
    client.close();
  });

  it('names every bad variable, and ends with 1', async () => {
    const { ended, errors } = start({ HTTP_PORT: 'eighty', RETENTION_DAYS: '0' });
    expect(await ended).toBe(1);
    expect(await errors).toMatch(/HTTP_PORT must be .*\n.*RETENTION_DAYS must be /);
  });

  it('says in one line that the port is in use, and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { ended, errors } = start({ HTTP_PORT: String(port) });
    expect(await ended).toBe(1);
    expect(await errors).toBe(`HTTP_PORT ${port} on 127.0.0.1 is in use by another program.\n`);
    other.close();
  });

  it('ends at a signal while it waits for the schema', async () => {
    const { child, ended } = start({ DATABASE_URL: 'sqlite:/nowhere/store.sqlite3', LOG_LEVEL: 'debug' });
    // The first line is logged once the signals are handled.
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
