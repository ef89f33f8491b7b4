/** The hosts of MTA-STS policies: what senders get there, what others do, and that a fetch is evidence of a check. */
import { request } from 'node:https';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { POLICY_SCENARIOS, policyHost } from '#checks';
import { coversHost, readMtaStsPolicy } from '#mta-sts';
import { coversMx, findCertificate, findScenario } from '#scenarios';

import { freePort } from '../support/free-port.js';
import { DOMAIN, type ReceiverFixture, startReceiver } from '../support/receiver-fixture.js';
import { SmtpClient } from '../support/smtp-client.js';

const PATH = '/.well-known/mta-sts.txt';
let receiver: ReceiverFixture;
let port: number;
let ca: string;

beforeAll(async () => {
  port = await freePort('127.0.0.1');
  receiver = await startReceiver({ env: { MTA_STS_PORT: String(port) } });
  ca = await readFile(join(receiver.certsDir, 'ca.cert.pem'), 'utf8');
});

afterAll(() => receiver.close());

interface Answer {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly text: string;
}

/** Of a client that trusts the appliance's authority and looks at names, as RFC 8461 §3.3 demands. */
function fetched(host: string, path = PATH, method = 'GET', localAddress?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host, 'user-agent': 'sender-test/1' };
    const target = { host: '127.0.0.1', port, servername: host, ca, localAddress };
    const options = { ...target, path, method, headers, agent: false };
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({ status: response.statusCode, location: response.headers.location, text }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

it.each(POLICY_SCENARIOS)(
  '%s has the planned policy, which does or does not list its mail server',
  async (id) => {
    const { mtaSts, certificate, mx } = findScenario(id)!;
    const host = policyHost(id, DOMAIN);
    const { status, location, text } = await fetched(host);
    expect(status).toBe({ policy: 200, 'not-found': 404, redirect: 302 }[mtaSts!.answer]);
    if (mtaSts!.answer === 'not-found') return expect(text).toBe('');
    const policy = status === 302 ? await fetched(host, new URL(location!).pathname) : { text };
    const read = readMtaStsPolicy(policy.text);
    expect(read).toMatchObject({ kind: 'policy', policy: { mode: mtaSts!.mode }, repeated: [], unknown: [] });
    const covers = read.kind === 'policy' && coversHost(read.policy, `${mx![0]!.label}-${id}.${DOMAIN}`);
    expect(covers).toBe(coversMx(mtaSts!));
    // What is trusted under a policy has the name that the policy lists.
    const [address] = receiver.addresses;
    const client = await SmtpClient.greeted(address!.port, address!.address);
    await client.command('EHLO client.test');
    const name = `${mx![0]!.label}-${id}.${DOMAIN}`;
    const presented = (await client.startTls(name)).getPeerX509Certificate();
    expect(presented?.checkHost(name) !== undefined).toBe(
      findCertificate(certificate).namesPolicyHosts === true,
    );
    await client.quit();
  },
);

it('ends the handshake for names that are no policy host, and answers no other request', async () => {
  for (const host of [DOMAIN, `mta-sts.${DOMAIN}`, `mta-sts.do.${DOMAIN}`, `sts-good.${DOMAIN}`]) {
    await expect(fetched(host)).rejects.toThrow();
  }
  const host = policyHost('sts-good', DOMAIN);
  expect((await fetched(host, '/')).status).toBe(404);
  expect((await fetched(host, PATH, 'POST')).status).toBe(405);
});

it('keeps a fetch as evidence of the check that the same client mails, once in a minute', async () => {
  const check = await receiver.createCheck();
  const host = policyHost('sts-none', DOMAIN);
  const sender = '127.0.0.2';
  await fetched(host, PATH, 'GET', sender);
  await fetched(host, PATH, 'GET', sender);
  const [address] = receiver.addresses;
  const client = await SmtpClient.greeted(address!.port, address!.address, sender);
  await client.command('EHLO client.test');
  await client.startTls(`mx1-sts-none.${DOMAIN}`);
  await client.command('EHLO client.test');
  expect(await client.deliver(`${check.token}@sts-none.${DOMAIN}`)).toMatch(/^250/);
  await client.quit();
  const observations = await receiver.observations(check);
  const fetches = observations.filter(
    ({ kind, scenario }) => kind === 'policy-fetch' && scenario === 'sts-none',
  );
  expect(fetches).toMatchObject([
    { attribution: 'same-client', clientName: 'sender-test/1', tls: { serverName: host } },
  ]);
});
