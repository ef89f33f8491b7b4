/** What has to hold for the appliance, in the order in which it is built, used, disturbed and left. */
import assert from 'node:assert/strict';

import { CHECKS_PER_MINUTE, PUBLIC_IPV4, SERVICES } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { Watcher, deliver, deliveriesOf, http } from './clients.mjs';
import { checkHardening } from './hardening.mjs';
import { checkHttps } from './https.mjs';
import { checkNameServer, stillAnswers } from './name-server.mjs';
import { checkOperator, checkRollover } from './operator.mjs';
import { checkOwnResolver } from './own-resolver.mjs';
import { start } from './start.mjs';
import { checkWebServer } from './web-server.mjs';

const MINUTE = 60_000;
const VISITOR = '127.0.0.31';
const SENDER = '127.0.0.33';

export async function checkAppliance(appliance, list) {
  await list.check('the images are built', () => appliance.build(), { limitMs: 20 * MINUTE });
  await list.check('everything starts', () => start(appliance), { limitMs: 3 * MINUTE });
  await checkHardening(appliance, list);
  await checkWebServer(appliance, list);
  await checkOwnResolver(appliance, list);

  const { token } = await create(appliance, VISITOR);
  const watcher = new Watcher(appliance.url, token);
  try {
    await checkUse(appliance, list, token, watcher);
    await checkNameServer(appliance, list, watcher);
    await checkOperator(appliance, list);
    for (const service of SERVICES) {
      await list.check(
        `a restart of ${service} loses nothing`,
        () => restart(appliance, service, token, watcher),
        {
          limitMs: 2 * MINUTE,
        },
      );
    }
  } finally {
    watcher.close();
  }
  await list.check('the health checks of all containers agree', () => healthy(appliance), {
    limitMs: 3 * MINUTE,
  });
  await list.check('the logs are JSON lines without an error', () => cleanLogs(appliance));
  await checkHttps(appliance, list, token, () => checkRollover(appliance, list, token));
}

/** @param url of whom to ask */
export async function create({ url }, from, headers = {}) {
  const answer = await http('POST', `${url}/api/checks`, { from, headers });
  assert.equal(answer.status, 201, answer.text);
  return JSON.parse(answer.text);
}

async function checkUse(appliance, list, token, watcher) {
  await list.check('a delivery by IPv4 is pushed to the page, with the true client address', async () => {
    await eventually(
      () => watcher.check?.token,
      (seen) => seen === token,
    );
    const key = await deliver(token, 'do', { host: PUBLIC_IPV4, from: SENDER });
    const [observation] = await eventually(
      () => watcher.delivered(),
      (seen) => seen.length === 1,
    );
    assert.equal(observation.clientAddress, SENDER);
    assert.equal(observation.attribution, 'exact');
    appliance.presentedKey = key;
  });
  await list.check('and by IPv6', async () => {
    await deliver(token, 'dont', { host: '::1', from: '::1' });
    const seen = await eventually(
      () => watcher.delivered(),
      ({ length }) => length === 2,
    );
    assert.ok(seen.some(({ clientAddress }) => clientAddress === '::1'));
  });
  await list.check('limits count visitors by their true address, whatever they claim', () =>
    useUp(appliance),
  );
  await list.check('`run --rm setup dns` prints the records of the key that is presented', async () => {
    const printed = await appliance.compose('run', '--rm', 'setup', 'dns');
    assert.ok(printed.toLowerCase().replace(/\s/g, '').includes(appliance.presentedKey), printed);
  });
  await list.check(
    '`run --rm operator doctor` and `exec api havedane doctor` examine the instance',
    async () => {
      const options = ['--json', '--timeout', '2'];
      // The container of the API has neither keys nor certificates, and an empty directory where others have them.
      for (const [lines, files] of [
        [await appliance.operator('doctor', ...options), 'ok'],
        [await appliance.doctorInApi(...options), 'not-applicable'],
      ]) {
        const statusOf = (wanted) => lines.find(({ check }) => check === wanted)?.status;
        // No resolver that validates leads to this domain: what needs none is reported all the same.
        assert.equal(statusOf('store'), 'ok', JSON.stringify(lines));
        assert.notEqual(statusOf('resolver'), 'ok', JSON.stringify(lines));
        assert.equal(statusOf('certificate files'), files, JSON.stringify(lines));
      }
    },
  );
}

async function useUp(appliance) {
  const answers = [];
  for (let i = 0; i <= CHECKS_PER_MINUTE; i += 1) {
    const headers = { 'x-forwarded-for': `192.0.2.${i}` };
    answers.push(await http('POST', `${appliance.url}/api/checks`, { from: '127.0.0.41', headers }));
  }
  assert.ok(
    answers.some(({ status }) => status === 429),
    'no visitor was limited',
  );
  await create(appliance, '127.0.0.42');
}

/** What is not asked for anywhere else. */
const ASKED_AFTER_RESTART = { dns: 'A', observer: 'AAAA' };

async function restart(appliance, service, token, watcher) {
  // Not from the watcher: it may still be waiting for the last delivery.
  const before = deliveriesOf(await readCheck(appliance, token)).length;
  const connects = watcher.connects;
  await appliance.compose('restart', '-t', '20', service);
  if (['api', 'caddy'].includes(service)) {
    await eventually(
      () => watcher.connected && watcher.connects,
      (seen) => seen > connects,
    );
  }
  if (service in ASKED_AFTER_RESTART) await stillAnswers(appliance, watcher, ASKED_AFTER_RESTART[service]);
  await eventually(
    () => deliver(token, 'do', { host: PUBLIC_IPV4, from: SENDER }),
    (key) => key === appliance.presentedKey,
  );
  await eventually(
    () => watcher.delivered().length,
    (seen) => seen === before + 1,
  );
  const check = await readCheck(appliance, token);
  assert.equal(deliveriesOf(check).length, before + 1);
  assert.equal(check.observations.length, watcher.check.observations.length);
}

export async function readCheck({ url }, token) {
  const answer = await http('GET', `${url}/api/checks/${token}`, { from: VISITOR });
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text);
}

export function healthy(appliance) {
  return eventually(
    () =>
      Promise.all(
        appliance.services.map(async (service) => (await appliance.inspect(service)).State.Health.Status),
      ),
    (states) => states.every((state) => state === 'healthy'),
    { limitMs: 2 * MINUTE },
  );
}

async function cleanLogs(appliance) {
  for (const service of ['api', 'smtp', 'observer']) {
    const lines = (await appliance.log(service)).trim().split('\n');
    const errors = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    assert.deepEqual(errors, []);
  }
  assert.doesNotMatch(await appliance.log('dns'), /\b(error|critical):/);
}
