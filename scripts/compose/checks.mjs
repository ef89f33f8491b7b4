/** What has to hold for the appliance, in the order in which it is built, used, disturbed and left. */
import assert from 'node:assert/strict';

import { CHECKS_PER_MINUTE, SERVICES, SMTP_IPV4 } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { Watcher, deliver, http } from './clients.mjs';
import { checkHardening } from './hardening.mjs';

const MINUTE = 60_000;
const VISITOR = '127.0.0.31';
const SENDER = '127.0.0.33';

export async function checkAppliance(appliance, list) {
  await list.check('the images are built', () => appliance.build(), { limitMs: 20 * MINUTE });
  await list.check('everything starts', () => start(appliance), { limitMs: 3 * MINUTE });
  await checkHardening(appliance, list);
  await checkWebServer(appliance, list);

  const { token } = await create(appliance, VISITOR);
  const watcher = new Watcher(appliance.url, token);
  try {
    await checkUse(appliance, list, token, watcher);
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
}

async function start(appliance) {
  await appliance.compose('up', '-d', '--no-build');
  await eventually(
    () => http('GET', `${appliance.url}/healthz`),
    ({ status }) => status === 200,
    { limitMs: MINUTE },
  );
}

async function checkWebServer({ url, apiUrl }, list) {
  await list.check('Caddy serves the page, and its files for good', async () => {
    const page = await http('GET', `${url}/`);
    assert.equal(page.status, 200);
    const [asset] = page.text.match(/\/assets\/[^"]+\.js/) ?? [];
    const file = await http('GET', `${url}${asset}`);
    assert.equal(file.status, 200);
    assert.match(file.headers['cache-control'], /immutable/);
    assert.equal((await http('GET', `${url}/check/abcdefghjkmn`)).text, page.text);
  });
  await list.check("Caddy's security headers are those of the API", async () => {
    for (const path of ['/', '/check/abcdefghjkmn', '/probe', '/probe/abcdefghjkmn']) {
      const [front, back] = await Promise.all(
        [`${url}${path}`, `${apiUrl}${path}`].map((address) =>
          http('GET', address, { headers: { host: new URL(url).host } }),
        ),
      );
      assert.deepEqual(securityHeaders(front.headers), securityHeaders(back.headers));
    }
  });
  await list.check('metrics and unknown paths are not there for visitors', async () => {
    for (const path of ['/metrics', '/api/metrics', '/.env', '/nothing']) {
      assert.equal((await http('GET', `${url}${path}`)).status, 404, path);
    }
  });
}

const SECURITY =
  /^(content-security|cross-origin|origin-agent|referrer|strict-transport|x-(?!request-id|ratelimit))/;

function securityHeaders(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => SECURITY.test(name)));
}

async function create({ url }, from, headers = {}) {
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
    const key = await deliver(token, 'do', { host: SMTP_IPV4, from: SENDER });
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

async function restart(appliance, service, token, watcher) {
  const before = watcher.delivered().length;
  const connects = watcher.connects;
  await appliance.compose('restart', '-t', '20', service);
  if (service !== 'smtp') {
    await eventually(
      () => watcher.connected && watcher.connects,
      (seen) => seen > connects,
    );
  }
  await eventually(
    () => deliver(token, 'do', { host: SMTP_IPV4, from: SENDER }),
    (key) => key === appliance.presentedKey,
  );
  await eventually(
    () => watcher.delivered().length,
    (seen) => seen === before + 1,
  );
  const answer = await http('GET', `${appliance.url}/api/checks/${token}`, { from: VISITOR });
  assert.equal(answer.status, 200);
  assert.equal(JSON.parse(answer.text).observations.length, watcher.check.observations.length);
}

function healthy(appliance) {
  return eventually(
    () =>
      Promise.all(SERVICES.map(async (service) => (await appliance.inspect(service)).State.Health.Status)),
    (states) => states.every((state) => state === 'healthy'),
    { limitMs: 2 * MINUTE },
  );
}

async function cleanLogs(appliance) {
  for (const service of ['api', 'smtp']) {
    const lines = (await appliance.log(service)).trim().split('\n');
    const errors = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
    assert.deepEqual(errors, []);
  }
}
