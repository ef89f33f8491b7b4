import { mkdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { spawnApp, type AppProcess } from '../support/app-process.js';
import { DnstapClient, dnstapPayload } from '../support/dnstap-client.js';
import { DOMAIN, insertCheck } from '../support/receiver-fixture.js';
import { tempDirOfTest } from '../support/temp-dir.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';

let temp: TempStore;
let directory: string;
let socket: string;
let started: AppProcess[] = [];

beforeEach(async () => {
  temp = await openTempStore();
  directory = await tempDirOfTest();
  socket = join(directory, 'queries.sock');
});

afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exit }) => exit));
  started = [];
  await temp.close();
});

async function spawn(env: Readonly<Record<string, string>> = {}): Promise<AppProcess> {
  const app = await spawnApp('dns', {
    DOMAIN,
    DATABASE_URL: `sqlite:${temp.database.path}`,
    DNSTAP_SOCKET: socket,
    LOG_LEVEL: 'info',
    ...env,
  });
  started.push(app);
  return app;
}

describe('the process of apps/dns', () => {
  it('lets any user connect, stores what it was told, ends on SIGTERM and removes its socket', async () => {
    const { listening, child, exit } = await spawn();
    expect(listening).toMatchObject({ msg: 'listening', socket });
    expect((await stat(socket)).mode & 0o777).toBe(0o666);

    const check = await insertCheck(temp.store);
    const client = await DnstapClient.started(socket);
    client.send(dnstapPayload(`${check.token}.do.${DOMAIN}`));
    // Its FINISH shows that it has read what came before.
    await client.stop();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(await temp.store.observations.ofCheck(check)).toHaveLength(1);
    await expect(stat(socket)).rejects.toThrow('ENOENT');
  });

  it('replaces a socket that a killed process left behind, and no other', async () => {
    const first = await spawn();
    const second = await spawn();
    expect(await second.exit).toBe(1);
    expect(second.stderr()).toBe(
      `DNSTAP_SOCKET ${socket} cannot be listened on: another program listens there already.\n`,
    );
    (await DnstapClient.started(socket)).close();

    first.child.kill('SIGKILL');
    await first.exit;
    expect((await stat(socket)).isSocket()).toBe(true);
    const third = await spawn();
    expect(third.listening).not.toBeNull();
    (await DnstapClient.started(socket)).close();
  });

  it.each([
    ['the variable is empty', () => '', /DNSTAP_SOCKET must be the path of a Unix socket/],
    ['the directory is missing', () => join(directory, 'nowhere', 'x.sock'), /its directory does not exist/],
    ['the directory is a file', () => join(directory, 'file', 'x.sock'), /its directory does not exist/],
    // Not even root can make a file there.
    ['the directory is not writable', () => '/sys/queries.sock', /its directory is not writable/],
    ['a file is in the way', () => join(directory, 'file'), /there is a file that is not a socket/],
    ['a directory is in the way', () => join(directory, 'sub'), /there is a file that is not a socket/],
    ['the path is too long', () => join(directory, 'x'.repeat(100)), /too long for a socket \(107 octets/],
  ])('says so in one message and exits 1 when %s', async (_case, path, message) => {
    await writeFile(join(directory, 'file'), 'precious');
    await mkdir(join(directory, 'sub'));
    const { exit, stderr, listening } = await spawn({ DNSTAP_SOCKET: path() });
    expect(await exit).toBe(1);
    expect(listening).toBeNull();
    expect(stderr()).toMatch(message);
    expect(stderr()).not.toContain('    at ');
  });

  it('listens again at once when it is started anew under a connected name server', async () => {
    const { child, exit } = await spawn();
    const client = await DnstapClient.started(socket);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    await client.closed;
    expect((await spawn()).listening).not.toBeNull();
    (await DnstapClient.started(socket)).close();
  });

  it('is not taken for a listener of another kind', async () => {
    const other = createServer().listen(socket);
    const { exit, stderr } = await spawn();
    expect(await exit).toBe(1);
    expect(stderr()).toContain('another program listens there already');
    other.close();
  });
});
