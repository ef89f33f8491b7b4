/** Caddy's HTTPS: at the one name for which it needs nobody else, `localhost`, and then with a certificate of an authority. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';

import { checkAcme } from './acme.mjs';
import { DOMAIN, PUBLIC_IPV4 } from './appliance.mjs';
import { eventually } from './checklist.mjs';
import { Watcher, deliver, http } from './clients.mjs';
import { start } from './start.mjs';
import { sameSecurityHeaders } from './web-server.mjs';

const MINUTE = 60_000;
const URL = 'https://localhost';

/**
 * @param token of a check that has seen something
 * @param meanwhile what is checked while Caddy waits for an authority
 */
export async function checkHttps(appliance, list, token, meanwhile) {
  const taken = await takenPorts([80, 443]);
  if (taken.length > 0) {
    list.leaveOut('HTTPS', `another program has port ${taken.join(' and ')}`);
    return meanwhile();
  }
  const before = await http('GET', `${appliance.url}/api/checks/${token}`);
  await list.check(
    'taken down, and started again with https:// in PUBLIC_URL',
    async () => {
      await appliance.moveTo(URL);
      await start(appliance);
    },
    { limitMs: 3 * MINUTE },
  );
  const ca = await appliance.rootCertificate();
  await list.check('http:// leads to https://', async () => {
    const { status, headers } = await http('GET', `http://localhost/check/${token}`);
    assert.equal(status, 308);
    assert.equal(headers.location, `${URL}/check/${token}`);
  });
  await list.check('browsers are told to stay with https://, by the page and by the API', async () => {
    for (const path of ['/', `/api/checks/${token}`]) {
      const { status, headers } = await http('GET', `${URL}${path}`, { ca });
      assert.equal(status, 200);
      assert.equal(headers['strict-transport-security'], 'max-age=31536000', path);
    }
    await sameSecurityHeaders(appliance, { ca });
  });
  await list.check('the check is as it was, and is pushed over wss://', () => isPushed(before, token, ca));
  await checkAcme(appliance, list, meanwhile);
}

async function isPushed(before, token, ca) {
  const { observations } = JSON.parse(before.text);
  const watcher = new Watcher(URL, token, { ca });
  try {
    await eventually(
      () => watcher.check?.observations,
      (seen) => seen?.length === observations.length,
    );
    assert.deepEqual(watcher.check.observations, observations);
    await deliver(token, 'dont', { host: PUBLIC_IPV4, from: '127.0.0.33' });
    await eventually(
      () => watcher.check.observations.at(-1),
      ({ kind, evidence }) => kind === 'delivered' && evidence.recipient === `test@${token}.dont.${DOMAIN}`,
    );
    assert.deepEqual(watcher.check.observations.slice(0, observations.length), observations);
  } finally {
    watcher.close();
  }
}

async function takenPorts(ports) {
  const taken = await Promise.all(ports.map(async (port) => ((await isTaken(port)) ? [port] : [])));
  return taken.flat();
}

/** Asked by connecting: to listen there, this script would need the rights that the containers have. */
async function isTaken(port) {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
