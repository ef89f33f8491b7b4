/** What has to hold with compose.scale.yml: it makes no difference which of the APIs and receivers somebody meets. */
import assert from 'node:assert/strict';

import { PUBLIC_IPV4 } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { create, healthy, readCheck } from './checks.mjs';
import { Watcher, deliver, deliveriesOf, http } from './clients.mjs';
import { start } from './start.mjs';

const MINUTE = 60_000;
const SENDER = '127.0.0.33';
const VISITORS = ['127.0.0.51', '127.0.0.52', '127.0.0.53', '127.0.0.54', '127.0.0.55'];
const APIS = ['api', 'api-2'];
/** With the address that is its own. */
const RECEIVERS = { smtp: '127.0.25.1', 'smtp-2': '127.0.25.2' };
/** Whose the database is, and what the role may do beyond it. */
const RIGHTS = `SELECT pg_get_userbyid(datdba), rolsuper, rolcreatedb, rolcreaterole, rolreplication
  FROM pg_database, pg_roles WHERE datname = current_database() AND rolname = current_user`;

export async function checkScale(appliance, list) {
  await list.check('the images are built', () => appliance.build(), { limitMs: 20 * MINUTE });
  await list.check('what an instance on SQLite holds is moved to PostgreSQL', async () => {
    const file = 'sqlite:/data/havedane.sqlite3';
    await appliance.compose('run', '--rm', '-e', `DATABASE_URL=${file}`, 'setup');
    const said = await appliance.compose('run', '--rm', 'setup', 'migrate', '--from', file);
    assert.match(said, /checks: 0 rows, the same in both/);
  });
  await list.check('two APIs and two receivers start on PostgreSQL', () => start(appliance), {
    limitMs: 3 * MINUTE,
  });
  await list.check('the apps own their database, and cannot be superusers', () => ownRole(appliance));
  const { token } = await create({ url: appliance.apiUrl }, '127.0.0.1');
  const watchers = {
    atApi2: new Watcher(appliance.secondApiUrl, token),
    // As the page begins: each request of long polling has to come to the same API.
    byCaddy: new Watcher(appliance.url, token, { transports: ['polling'] }),
  };
  try {
    await checkReceivers(appliance, list, token, watchers);
    await list.check('the health checks of all containers agree', () => healthy(appliance), {
      limitMs: 3 * MINUTE,
    });
    await checkLosses(appliance, list, token);
    await list.check('PostgreSQL killed under load: 451 meanwhile, and nothing answered 250 is lost', () =>
      killDatabase(appliance, token),
    );
    await list.check('and the pages have all of it', () => sameEverywhere(appliance, token, watchers));
  } finally {
    for (const watcher of Object.values(watchers)) watcher.close();
  }
}

/** In more detail: test/postgres/compose-role.test.ts. */
async function ownRole(appliance) {
  const psql = (role) =>
    appliance.compose('exec', '-T', 'postgres', 'psql', '-AtU', role, 'havedane', '-c', RIGHTS);
  assert.equal((await psql('havedane')).trim(), 'havedane|f|f|f|f');
  await assert.rejects(psql('postgres'), /Peer authentication failed/);
}

async function checkReceivers(appliance, list, token, { atApi2 }) {
  for (const service of ['smtp-2', 'smtp']) {
    await list.check(`a check made at API 1 and mailed to ${service} is watched at API 2`, async () => {
      const [before, sessions] = [atApi2.delivered().length, await sessionsAt(appliance, token)];
      await deliver(token, 'do', { host: RECEIVERS[service], from: SENDER });
      await eventually(
        () => atApi2.delivered().length,
        (length) => length === before + 1,
      );
      assert.equal(atApi2.delivered().at(-1).clientAddress, SENDER);
      sessions[service] += 1;
      const seen = await eventually(
        () => sessionsAt(appliance, token),
        (now) => now[service] === sessions[service],
      );
      assert.deepEqual(seen, sessions);
    });
  }
  await list.check('both receive at the address of the domain, and see the true client address', async () => {
    const before = await sessionsAt(appliance, token);
    await eventually(
      async () => {
        await deliver(token, 'do', { host: PUBLIC_IPV4, from: SENDER });
        return sessionsAt(appliance, token);
      },
      (now) => Object.keys(RECEIVERS).every((service) => now[service] > before[service]),
    );
    const addresses = deliveriesOf(await readCheck(appliance, token)).map(
      ({ clientAddress }) => clientAddress,
    );
    assert.deepEqual([...new Set(addresses)], [SENDER]);
  });
}

async function checkLosses(appliance, list, token) {
  for (const service of APIS) {
    await list.check(`without ${service} Caddy leads all visitors to the other one`, async () => {
      await appliance.compose('kill', service);
      // It may still think that the other one is gone.
      for (const from of VISITORS) await eventually(() => create(appliance, from), Boolean);
      await appliance.compose('start', service);
      await eventually(() => isUp(appliance), Boolean);
    });
  }
  for (const service of Object.keys(RECEIVERS)) {
    await list.check(`without ${service} all mail goes to the other one`, async () => {
      await appliance.compose('kill', service);
      for (let i = 0; i < 5; i += 1) await deliver(token, 'do', { host: PUBLIC_IPV4, from: SENDER });
      await appliance.compose('start', service);
    });
  }
  await list.check('they are back', () => healthy(appliance), { limitMs: 3 * MINUTE });
}

async function killDatabase(appliance, token) {
  const before = deliveriesOf(await readCheck(appliance, token)).length;
  const replies = { 250: 0, 451: 0 };
  let isOver = false;
  const load = async () => {
    while (!isOver) {
      const code = await deliver(token, 'do', { host: PUBLIC_IPV4, from: SENDER }).then(
        () => 250,
        (error) => error.responseCode ?? String(error),
      );
      replies[code] = (replies[code] ?? 0) + 1;
    }
  };
  const senders = [load(), load(), load()];
  const more = (code, count) => {
    const had = replies[code];
    return eventually(
      () => replies[code],
      (now) => now >= had + count,
    );
  };
  try {
    await more(250, 10);
    await appliance.compose('kill', 'postgres');
    await more(451, 3);
    await appliance.compose('start', 'postgres');
    await more(250, 10);
  } finally {
    isOver = true;
    await Promise.all(senders);
  }
  assert.deepEqual(Object.keys(replies), ['250', '451'], JSON.stringify(replies));
  const stored = deliveriesOf(await readCheck(appliance, token)).length - before;
  // What was stored when the answer did not arrive was answered 451.
  assert.ok(
    stored >= replies[250] && stored <= replies[250] + replies[451],
    `${stored}: ${JSON.stringify(replies)}`,
  );
}

async function sameEverywhere(appliance, token, watchers) {
  const { revision } = await readCheck({ url: appliance.apiUrl }, token);
  for (const watcher of Object.values(watchers)) {
    await eventually(
      () => watcher.check.revision,
      (seen) => seen === revision,
    );
  }
  assert.ok(await isUp(appliance));
}

async function isUp({ apiUrl, secondApiUrl, url }) {
  const answers = [apiUrl, secondApiUrl, url].map((each) => http('GET', `${each}/healthz`));
  return (await Promise.all(answers)).every(({ status }) => status === 200);
}

/** How many sessions with a message to the check each receiver has logged. */
async function sessionsAt(appliance, token) {
  const counts = Object.keys(RECEIVERS).map(async (service) => {
    const lines = (await appliance.log(service)).split('\n');
    return [service, lines.filter((line) => line.includes(token) && line.includes('"accepted":1')).length];
  });
  return Object.fromEntries(await Promise.all(counts));
}
