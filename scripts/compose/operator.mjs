/** What the operator runs now and then in a container of its own: publishing records, and rolling the keys over. */
import assert from 'node:assert/strict';

import { PUBLIC_IPV4, DOMAIN } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { deliver } from './clients.mjs';
import { ask } from './dns-client.mjs';
import { hasResolver, startResolver } from './resolver.mjs';

const SENDER = '127.0.0.33';
/** Each is a container, which takes longer than what it waits for. */
const MOST_RUNS = 40;

export async function checkOperator(appliance, list) {
  await list.check('`run --rm operator dns push` writes the zone of the own name server', async () => {
    const { outcome } = await appliance.operator('dns', 'push', '--yes', '--json');
    assert.equal(outcome, 'unchanged');
  });
  await list.check(
    'docker/operator-from-cron.sh says nothing when nothing is wrong, and else what is',
    async () => {
      assert.deepEqual(await appliance.operatorFromCron('rollover', 'run', '--quiet'), {
        code: 0,
        output: '',
      });
      const { code, output } = await appliance.operatorFromCron('rollover', 'run', '--nonsense');
      assert.equal(code, 2);
      assert.match(output, /^havedane: .*--nonsense/m);
    },
  );
  await list.check('`run --rm -T backup` writes the database and all keys into one archive', async () => {
    const names = await appliance.backup();
    assert.ok(names.includes('store.sqlite3'), names.join());
    assert.ok(
      names.some((name) => /^certs\/\.set-\w+\/leaf\.key\.pem$/.test(name)),
      names.join(),
    );
    assert.ok(
      names.some((name) => /^dns-keys\/keys\/\w+\.pem$/.test(name)),
      names.join(),
    );
  });
}

/** Takes about a minute, most of it waiting. */
export async function checkRollover(appliance, list, token) {
  const rollover = 'a rollover by `run --rm operator rollover run`';
  if (!hasResolver()) return list.leaveOut(rollover, 'Unbound is not installed');
  const stop = await startResolver(appliance.folder);
  try {
    await list.check(
      `${rollover}: the key changes, and every delivery in between matches a published record`,
      () => rollOver(appliance, token),
      { limitMs: 5 * 60_000 },
    );
  } finally {
    await stop();
  }
}

async function rollOver(appliance, token) {
  const before = appliance.presentedKey;
  const states = [];
  while (states.at(-1)?.state !== 'finished') {
    assert.ok(states.length < MOST_RUNS, `not finished: ${JSON.stringify(states)}`);
    // The first begins it; the others go on, as a cron job does.
    const begin = states.length === 0 ? ['--appliance'] : [];
    const [report] = await appliance.operator('rollover', 'run', ...begin, '--json');
    assert.notEqual(report.state, 'blocked', report.reason);
    states.push({ state: report.state, step: report.step, reason: report.reason });
    const published = await publishedKeys(token);
    const key = await deliver(token, 'do', { host: PUBLIC_IPV4, from: SENDER });
    assert.ok(published.includes(key), `${key} is not among ${published.join(', ')} at ${report.step}`);
    appliance.presentedKey = key;
  }
  assert.notEqual(appliance.presentedKey, before, 'the key is the old one');
  const left = await eventually(
    () => publishedKeys(token),
    (keys) => !keys.includes(before),
  );
  assert.deepEqual(left, [appliance.presentedKey]);
}

/** The digests of `3 1 1` records at the host of a check with valid DANE. */
async function publishedKeys(token) {
  const { answers } = await ask(`_25._tcp.${token}.do.${DOMAIN}`, 'TLSA', {
    host: PUBLIC_IPV4,
    from: SENDER,
  });
  return answers
    .filter(({ type, data }) => type === 'TLSA' && data.usage === 3)
    .map(({ data }) => data.certificate.toString('hex'));
}
