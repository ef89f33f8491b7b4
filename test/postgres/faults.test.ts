/**
 * What can happen to PostgreSQL, and between it and the apps, while mail comes in: meanwhile mail is deferred, nothing that was
 * answered 250 is lost, and everything goes on by itself. The long form repeats each fault.
 */
import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';

import { type Check, createToken } from '#checks';
import type { CheckBody } from '#contracts';
import { migrateStore, openStore, type Store } from '#store';

import { demandKept, MailLoad } from '../attack/mail-load.js';
import { createCheck } from '../lab/api-client.js';
import { type LiveClient, watch } from '../support/api-fixture.js';
import { type AppProcess, spawnApp } from '../support/app-process.js';
import { DatabaseLink } from '../support/database-link.js';
import { PATIENT } from '../support/patience.js';
import { executePostgres, PostgresServer, ROLE_WITH_PASSWORD } from '../support/postgres-server.js';
import { copyCertificates, DOMAIN } from '../support/receiver-fixture.js';
import { type ReceiverProcess, spawnReceiver } from '../support/receiver-process.js';
import { mountSmallDisk } from '../support/small-disk.js';

const isExhaustive = inject('exhaustive');
const TIMES = isExhaustive ? 10 : 1;
const SENDERS = isExhaustive ? 6 : 2;
/** An answer that takes longer is given up, so that nobody has to wait for the product's own 35 seconds. */
const IMPATIENT = { query_timeout: '3000' };
/** As which the apps connect. The other one may do anything, also when no connection is left. */
const ROLE = 'app';

let own: PostgresServer;
let store: Store;
let link: DatabaseLink;
let env: Record<string, string>;
let receivers: ReceiverProcess[];
let api: AppProcess;
let mail: MailLoad;
let checks: readonly Check[];

beforeAll(async () => {
  own = await PostgresServer.start();
  const database = { engine: 'postgres', url: own.url() } as const;
  await migrateStore(database);
  await executePostgres(
    own.url(),
    `CREATE ROLE ${ROLE} LOGIN IN ROLE pg_read_all_data, pg_write_all_data;
     CREATE ROLE ${ROLE_WITH_PASSWORD} LOGIN PASSWORD 'right'`,
  );
  store = await openStore({ database, maxObservationsPerCheck: 1_000_000 });
  link = await new DatabaseLink(own.socketPath).open();
  env = {
    ...{ DOMAIN, CERTS_DIR: await copyCertificates(), DATABASE_URL: link.url(ROLE, IMPATIENT) },
    CHECKS_PER_MINUTE: '1000000',
    REQUESTS_PER_MINUTE: '1000000',
  };
  receivers = await Promise.all([spawnReceiver(env), spawnReceiver(env)]);
  api = await startApi();
});
afterAll(async () => {
  for (const { child } of [...receivers, api]) child.kill('SIGKILL');
  await Promise.all([...receivers, api].map(({ exit }) => exit));
  await store.close();
  link.close();
  await own.stop();
  await rm(env['CERTS_DIR'] ?? '', { recursive: true });
});

function startApi(): Promise<AppProcess> {
  return spawnApp('api', { ...env, HTTP_PORT: '0', ADMIN_PORT: '0' });
}

async function sendMail(to = (): readonly ReceiverProcess[] => receivers): Promise<void> {
  // Of one check no more than 2000 observations are stored.
  checks = Array.from({ length: 20 }, () => ({
    token: createToken(randomBytes),
    createdAt: 1,
    expiresAt: Date.now() + 86_400_000,
  }));
  await Promise.all(checks.map((check) => store.checks.insert(check, 1000)));
  mail = new MailLoad(checks, SENDERS, () => to().map(({ port }) => port));
  await more('250');
}

/** That so many more messages get this answer: each sender's next one at least. */
async function more(reply: '250' | '451', count = 2 * SENDERS): Promise<void> {
  const before = mail.count(reply);
  await expect.poll(() => mail.count(reply), PATIENT).toBeGreaterThanOrEqual(before + count);
}

/** That every message answered 250 is there, once; and that others had an answer, too, unless their receiver was killed. */
async function expectNothingLost({ isKilled = false, from = store } = {}): Promise<void> {
  await mail.stop();
  const unanswered = mail.deliveries.filter(({ reply }) => reply === 'other' || reply === 'lost');
  if (!isKilled) expect(unanswered).toEqual([]);
  const storedMessages = async (): Promise<string[]> =>
    (await Promise.all(checks.map((check) => from.observations.ofCheck(check))))
      .flat()
      .flatMap(({ kind, evidence }) => (kind === 'delivered' ? [evidence?.messageId ?? '?'] : []));
  const accepted = await demandKept({ storedMessages }, checks, mail.deliveries);
  if (isExhaustive) {
    const counts = { accepted, deferred: mail.count('451'), unanswered: unanswered.length };
    process.stdout.write(`${expect.getState().currentTestName}: ${JSON.stringify(counts)}\n`);
  }
}

describe('mail that comes in', () => {
  afterEach(async () => {
    link.delayMs = 0;
    link.heal();
    await mail.stop();
  });

  it('survives kill -9 of a receiver and an API, and so does what the API answered', async () => {
    await sendMail();
    const created: string[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      for (const index of receivers.keys()) {
        const url = `http://127.0.0.1:${String(api.listening?.['port'])}`;
        created.push((await createCheck(url)).token);
        receivers[index]?.child.kill('SIGKILL');
        api.child.kill('SIGKILL');
        const started = await Promise.all([spawnReceiver(env), startApi()]);
        [receivers[index], api] = started;
        await more('250');
      }
    }
    await expectNothingLost({ isKilled: true });
    expect(await store.checks.findMany(created, Date.now())).toHaveLength(created.length);
  });

  it('survives kill -9 of each process of a receiver that has several', async () => {
    const several = { ...env, SMTP_WORKERS: '2' };
    let receiver = await spawnReceiver(several);
    await sendMail(() => [receiver]);
    for (let time = 0; time < TIMES; time += 1) {
      for (const worker of [0, 1]) {
        process.kill(
          Number(receiver.logs.findLast((line) => line['worker'] === worker)?.['process']),
          'SIGKILL',
        );
        await more('250');
      }
      receiver.child.kill('SIGKILL');
      receiver = await spawnReceiver(several);
      await more('250');
    }
    await expectNothingLost({ isKilled: true });
    receiver.child.kill('SIGTERM');
    await receiver.exit;
  });

  it('is deferred while PostgreSQL is away, after a kill without a word', async () => {
    await sendMail();
    for (let time = 0; time < TIMES; time += 1) {
      await own.kill();
      await more('451');
      await own.startAgain();
      await more('250');
    }
    await expectNothingLost();
  });

  it('is deferred while the network is cut, and connections from before stay dead', async () => {
    await sendMail();
    for (let time = 0; time < TIMES; time += 1) {
      link.cut();
      await more('451');
      link.heal();
      await more('250');
    }
    await expectNothingLost();
  });

  it('is taken, only later, when every answer of PostgreSQL takes a tenth of a second', async () => {
    await sendMail();
    const before = mail.count('451');
    link.delayMs = 50;
    await more('250', TIMES * 2 * SENDERS);
    expect(mail.count('451')).toBe(before);
    link.delayMs = 0;
    await expectNothingLost();
  });

  it('is deferred while PostgreSQL has no connection left for the apps', async () => {
    await sendMail();
    for (let time = 0; time < TIMES; time += 1) {
      await executePostgres(
        own.url(),
        `ALTER ROLE ${ROLE} CONNECTION LIMIT 0;
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${ROLE}'`,
      );
      await more('451');
      await executePostgres(own.url(), `ALTER ROLE ${ROLE} CONNECTION LIMIT -1`);
      await more('250');
    }
    await expectNothingLost();
  });
});

describe('checks that are created', () => {
  it('survive kill -9 of the API under load, whenever it was answered', async () => {
    const created: string[] = [];
    let up = Promise.resolve(api);
    let isOver = false;
    let failed = 0;
    const visitor = async (): Promise<void> => {
      while (!isOver) {
        const { listening } = await up;
        await createCheck(`http://127.0.0.1:${String(listening?.['port'])}`).then(
          ({ token }) => created.push(token),
          () => (failed += 1),
        );
      }
    };
    const visitors = Array.from({ length: SENDERS }, visitor);
    const moreCreated = async (): Promise<void> => {
      const before = created.length;
      await expect.poll(() => created.length, PATIENT).toBeGreaterThan(before + 10 * SENDERS);
    };
    for (let time = 0; time < TIMES; time += 1) {
      await moreCreated();
      api.child.kill('SIGKILL');
      up = api.exit.then(startApi);
      api = await up;
    }
    await moreCreated();
    isOver = true;
    await Promise.all(visitors);
    expect(await store.checks.findMany(created, Date.now())).toHaveLength(created.length);
    if (isExhaustive)
      process.stdout.write(`kill -9 of the API: ${JSON.stringify({ created: created.length, failed })}\n`);
  });
});

describe('mail that comes in while the disk of PostgreSQL is full', () => {
  it('is deferred', async ({ skip }) => {
    const disk = await mountSmallDisk(16);
    if (disk === null) return skip('mounting a small disk takes root');
    await promisify(execFile)('chown', ['postgres:', disk.path]);
    await executePostgres(own.url(), `CREATE TABLESPACE "small" LOCATION '${disk.path}'`);
    const moveTo = (space: string): Promise<void> =>
      executePostgres(own.url(), `ALTER TABLE "observations" SET TABLESPACE "${space}"`);
    await moveTo('small');
    await sendMail();
    for (let time = 0; time < TIMES; time += 1) {
      await disk.fill();
      await more('451');
      await disk.free();
      await more('250');
    }
    await expectNothingLost();
    await moveTo('pg_default');
    await executePostgres(own.url(), 'DROP TABLESPACE "small"');
    await disk.close();
  });
});

describe('an app that cannot use its database', () => {
  it.each<readonly [string, 'api' | 'smtp', string, RegExp]>([
    [
      'another password',
      'api',
      `${ROLE_WITH_PASSWORD}:geheim@localhost/postgres`,
      /refuses the user or the password/,
    ],
    [
      'a database that is not there',
      'smtp',
      'havedane@localhost/nobody',
      /nobody does not exist on its server/,
    ],
    ['no database in the URL', 'smtp', '127.0.0.1', /DATABASE_URL must be sqlite:PATH or postgres:/],
    ['TLS where there is none', 'api', 'havedane@localhost/postgres?sslmode=verify-full', /is without TLS/],
    ...(isExhaustive
      ? ([
          ['nobody who listens', 'api', 'havedane:geheim@127.0.0.1:1/x', /nothing listens there/],
          ['a host without an address', 'smtp', 'havedane:geheim@nobody.invalid/x', /has no address/],
        ] as const)
      : []),
  ])('says so in one line when it starts: %s', async (_what, app, place, says) => {
    const url = new URL(`postgres://${place}`);
    if (url.hostname === 'localhost') url.searchParams.set('host', own.directory);
    const { listening, exit, logs, stderr } = await spawnApp(app, {
      ...env,
      ...{ HTTP_PORT: '0', ADMIN_PORT: '0', DATABASE_URL: url.href },
    });
    expect([listening, await exit]).toEqual([null, 1]);
    expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
    expect(stderr()).toMatch(says);
    expect(stderr()).not.toContain('geheim');
    expect(
      stderr()
        .trim()
        .split('\n')
        .filter((line) => !line.endsWith(':')),
    ).toHaveLength(1);
  });
});

// The last: the server is another one then.
describe.runIf(isExhaustive)('a standby', () => {
  it('that takes over has all that was answered 250, when commits wait for it, and a watcher sees it', async () => {
    const standby = await PostgresServer.start({ standbyOf: own });
    await executePostgres(own.url(), `ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await executePostgres(own.url(), 'SELECT pg_reload_conf()');
    await sendMail();
    const [check] = checks as [Check];
    const client: LiveClient = io(`http://127.0.0.1:${String(api.listening?.['port'])}`, {
      transports: ['websocket'],
    });
    const shown: CheckBody[] = [(await watch(client, check.token)) as CheckBody];
    client.on('check:update', (body) => shown.push(body));
    await own.kill();
    link.socketPath = standby.socketPath;
    await more('451');
    await executePostgres(standby.url(), 'SELECT pg_promote()');
    // Of each check some: they take turns.
    await more('250', 2 * checks.length);
    const database = { engine: 'postgres', url: standby.url() } as const;
    const from = await openStore({ database, maxObservationsPerCheck: 5 });
    await expectNothingLost({ from });
    const { length } = await from.observations.ofCheck(check);
    await expect.poll(() => shown.at(-1)?.observations.length, PATIENT).toBe(length);
    client.close();
    await from.close();
    await standby.stop();
  });
});
