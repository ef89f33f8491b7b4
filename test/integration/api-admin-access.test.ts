import { request } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startApi, type ApiFixture } from '../support/api-fixture.js';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** `fetch` chooses Host by itself. */
function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(
      { host: '127.0.0.1', port: api.port, path: '/admin/tlsrpt', headers: { Host: host } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    )
      .on('error', reject)
      .end();
  });
}

describe('the pages for the operator', () => {
  it.each(['localhost', '127.0.0.1:8080', '[::1]:8080', 'LOCALHOST:80'])(
    'answer to Host %s',
    async (host) => {
      expect(await statusFor(host)).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.0.2.1'])(
    'are refused to Host %s, with which a page elsewhere could ask a browser here',
    async (host) => {
      expect(await statusFor(host)).toBe(403);
    },
  );

  it('are listed nowhere', async () => {
    expect(JSON.stringify(await (await fetch(`${api.url}/api/docs-json`)).json())).not.toContain('/admin');
  });
});
