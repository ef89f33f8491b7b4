/** The policy hosts behind Caddy: whose requests the API takes for fetches, and what one client can have of them. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { policyHost } from '#checks';
import type { ScenarioBody } from '#contracts';
import { readMtaStsPolicy } from '#mta-sts';
import { SCENARIOS } from '#scenarios';
import type { ObservationNotice } from '#store';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { DOMAIN } from '../support/made-certificates.js';

const PATH = '/.well-known/mta-sts.txt';
const PER_MINUTE = 20;

let api: ApiFixture;

beforeAll(async () => {
  api = await startApi({
    ...{ DOMAIN, MTA_STS: '/does-not-exist', TRUSTED_PROXIES: '127.0.0.1' },
    REQUESTS_PER_MINUTE: String(PER_MINUTE),
  });
});

afterAll(() => api.close());

/** As the Caddyfile hands it over, for a client of that address. */
async function handedOver(
  host: string,
  client: string,
  { serverName = host, localAddress = '127.0.0.1' } = {},
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const headers = {
    ...{ host, 'x-forwarded-for': client, 'user-agent': 'sender-test/1' },
    ...{
      'x-tls-server-name': serverName,
      'x-tls-version': 'tls1.3',
      'x-tls-cipher': 'TLS_AES_128_GCM_SHA256',
    },
  };
  const sent = request({
    host: '127.0.0.1',
    port: api.port,
    path: PATH,
    headers,
    localAddress,
    agent: false,
  });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

const GOOD = policyHost('sts-good', DOMAIN);

it('answers, and keeps what Caddy says of the client', async () => {
  const seen: ObservationNotice[] = [];
  const end = await api.receiver.feed.subscribe((notices) => seen.push(...notices));
  const { status, body } = await handedOver(GOOD, '192.0.2.1');
  expect([status, readMtaStsPolicy(body).kind]).toEqual([200, 'policy']);
  await expect
    .poll(() => seen)
    .toMatchObject([{ kind: 'policy-fetch', scenario: 'sts-good', clientAddress: '192.0.2.1', token: null }]);
  end();
});

it('believes nobody but a trusted proxy, and it only where the certificate was of the host that is asked for', async () => {
  const others = [
    { localAddress: '127.0.0.2' },
    { serverName: policyHost('sts-mx', DOMAIN) },
    { serverName: '' },
  ];
  for (const changes of others) expect((await handedOver(GOOD, '192.0.2.2', changes)).status).toBe(421);
  expect((await handedOver(`mta-sts.do.${DOMAIN}`, '192.0.2.2')).status).toBe(404);
});

it('gives a client a policy however often it asks', async () => {
  const asked = await Promise.all(
    Array.from({ length: PER_MINUTE + 2 }, () => handedOver(GOOD, '192.0.2.3')),
  );
  expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
});

it('leaves out the scenarios whose certificates Caddy has not got', async () => {
  const scenarios = (await (await fetch(`${api.url}/api/scenarios`)).json()) as ScenarioBody[];
  const left = scenarios.filter(({ missing }) => missing === 'public-certificate').map(({ id }) => id);
  const withPolicy = SCENARIOS.filter(({ mtaSts }) => mtaSts?.host === 'trusted').map(({ id }) => id);
  expect(left).toEqual(withPolicy.filter((id) => left.includes(id)));
  expect(left).toContain('sts-good');
  const { scenarios: mailed } = await api.createCheck();
  expect(mailed.filter(({ id }) => left.includes(id))).toEqual([]);
});
