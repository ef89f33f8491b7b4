/** What is small where it is sent and large where it is parsed, and what ends a process: the built API goes on, and says so. */
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { spawnApp, type AppProcess } from '../support/app-process.js';
import { PATIENT } from '../support/patience.js';
import { executeSql } from '../support/raw-database.js';
import { runCommandLine } from '../support/run-command-line.js';
import { sampleMessage } from '../support/sample-operator-mail.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';
import { reportMail } from '../support/tls-report-mail.js';

/** JSON nested nine million deep, of less than 9 kB. */
const BOMB = gzipSync(Buffer.alloc(8_900_000, '['), { level: 9 });
const LIMITS = { maxMessages: 100, maxBytes: 10_000_000 };
/** What a process on a busy machine takes to start, and to look for mail. */
const PATIENCE = PATIENT;

let temp: TempStore;
let running: AppProcess | undefined;
beforeEach(async () => {
  temp = await openTempStore();
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.exit;
  running = undefined;
  await temp.close();
});

const databaseUrl = () => ({ DATABASE_URL: `sqlite:${temp.database.path}` });
const havedane = (...args: string[]) => runCommandLine(args, databaseUrl());
const messages = async () =>
  (await temp.store.operatorMail.list()).map(({ head: _head, ...message }) => message);
const keepReport = async (options: Parameters<typeof reportMail>[0], word = '') => {
  const content = Buffer.concat([
    Buffer.from(`X-Word: ${word}\r\n`),
    await reportMail({ signer: null, ...options }),
  ]);
  await temp.store.operatorMail.keep(
    sampleMessage({ content, purpose: 'tls-report', recipients: ['tls-reports@havedane.test'] }),
    LIMITS,
  );
  return content.toString('latin1');
};

async function start(nodeOptions: string): Promise<AppProcess> {
  const env = { HTTP_PORT: '0', NODE_OPTIONS: nodeOptions, ...databaseUrl() };
  running = await spawnApp('api', env);
  return running;
}

function urlOf({ listening, stderr }: AppProcess): string {
  expect(listening, stderr()).not.toBeNull();
  return `http://127.0.0.1:${Number(listening!['port'])}`;
}

async function expectAlive({ child }: AppProcess, url: string): Promise<void> {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
}

describe('a bomb of 9 kB', () => {
  it('is what it is said to be', () => {
    expect(BOMB.length).toBeLessThan(9_000);
  });

  it('that is posted, or comes by mail, is refused with its reason and kept; the process answers', async () => {
    const mail = await keepReport({ attachment: BOMB });
    const api = await start('--max-old-space-size=128');
    const url = urlOf(api);
    const posts = Array.from({ length: 3 }, () => fetch(`${url}/api/tlsrpt`, { method: 'POST', body: BOMB }));
    const reason = 'it is nested more than 32 levels deep';
    for (const answer of await Promise.all(posts)) {
      expect([answer.status, await answer.json()]).toEqual([200, { outcome: 'malformed', reason }]);
    }
    await expectAlive(api, url);
    expect((await havedane('tlsrpt', 'list')).stdout).toContain(reason);

    const problem = `the attached TLS report cannot be read: ${reason}`;
    await expect.poll(messages, PATIENCE).toMatchObject([{ id: 1, purpose: 'mail', unfinished: 0, problem }]);
    expect(JSON.parse((await havedane('inbox', 'list', '--json')).stdout)).toMatchObject([
      { id: 1, problem },
    ]);
    expect((await havedane('inbox', 'show', '1', '--raw')).stdout).toBe(mail);
    await expectAlive(api, url);
  });
});

describe('mail that ends the process that parses it', () => {
  const DEADLY = `--import=${pathToFileURL('test/support/killed-while-parsing.mjs').href}`;
  /** As after the ten minutes for which a message that is being worked at is left alone. */
  const dueAgain = () => executeSql(temp.database.path, 'UPDATE "operator_messages" SET "due_at" = 0');

  it('does so twice; then it is set aside, named and kept, and what comes after it is read', async () => {
    const mail = await keepReport({}, 'kills-who-parses-it');
    for (const unfinished of [1, 2]) {
      const api = await start(DEADLY);
      expect(await api.exit).toBe('SIGKILL');
      expect(await messages()).toMatchObject([{ id: 1, attempts: unfinished, unfinished }]);
      await dueAgain();
    }
    await keepReport({}, 'harmless');
    const api = await start(DEADLY);
    const url = urlOf(api);
    const reason = expect.stringMatching(
      /^it is set aside: .* 2 times; `havedane inbox show --raw 1` prints it$/,
    );
    await expect.poll(messages, PATIENCE).toMatchObject([{ id: 1, dueAt: null, problem: reason }]);
    expect(await temp.store.tlsReports.list()).toHaveLength(1);
    await expectAlive(api, url);

    expect(api.logs).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 1,
        reason,
        msg: 'mail to the operator stays in the mailbox',
      }),
    );
    expect((await havedane('inbox', 'list')).stdout).toContain('it is set aside');
    expect(JSON.parse((await havedane('inbox', 'list', '--json')).stdout)).toMatchObject([
      { id: 1, problem: reason },
    ]);
    expect((await havedane('inbox', 'show', '1', '--raw')).stdout).toBe(mail);
  });
});
