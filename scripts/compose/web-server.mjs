/** What Caddy serves, and what it does not. */
import assert from 'node:assert/strict';

import { http } from './clients.mjs';

export async function checkWebServer(appliance, list) {
  const { url } = appliance;
  await list.check('Caddy serves the page, and its files for good', async () => {
    const page = await http('GET', `${url}/`);
    assert.equal(page.status, 200);
    const [asset] = page.text.match(/\/assets\/[^"]+\.js/) ?? [];
    const file = await http('GET', `${url}${asset}`);
    assert.equal(file.status, 200);
    assert.match(file.headers['cache-control'], /immutable/);
    assert.equal((await http('GET', `${url}/check/abcdefghjkmn`)).text, page.text);
  });
  await list.check("Caddy's security headers are those of the API", () => sameSecurityHeaders(appliance));
  await list.check('metrics and unknown paths are not there for visitors', async () => {
    for (const path of ['/metrics', '/api/metrics', '/.env', '/nothing']) {
      assert.equal((await http('GET', `${url}${path}`)).status, 404, path);
    }
  });
  await list.check('an unknown path opened in a browser shows the page, with status 404', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const page = await http('GET', `${url}/nothing`, { headers });
    assert.equal(page.status, 404);
    assert.equal(page.text, (await http('GET', `${url}/`)).text);
    assert.match(
      (await http('GET', `${url}/api/nothing`, { headers })).headers['content-type'],
      /problem\+json/,
    );
  });
}

export async function sameSecurityHeaders({ url, apiUrl }, { ca } = {}) {
  for (const path of ['/', '/check/abcdefghjkmn', '/probe', '/probe/abcdefghjkmn']) {
    const [front, back] = await Promise.all(
      [`${url}${path}`, `${apiUrl}${path}`].map((address) =>
        http('GET', address, { headers: { host: new URL(url).host }, ca }),
      ),
    );
    assert.deepEqual(securityHeaders(front.headers), securityHeaders(back.headers));
  }
}

const SECURITY =
  /^(content-security|cross-origin|origin-agent|referrer|strict-transport|x-(?!request-id|ratelimit))/;

function securityHeaders(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => SECURITY.test(name)));
}
