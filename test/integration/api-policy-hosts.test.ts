/** The hosts of MTA-STS policies: what senders get there, what others do, and that a fetch is evidence of a check. */
import { request, type RequestOptions } from 'node:https';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { fetchDetail, POLICY_SCENARIOS, policyAt, policyHost } from '#checks';
import { coversHost, readMtaStsPolicy } from '#mta-sts';
import {
  changesByPhase,
  coversMx,
  findCertificate,
  findScenario,
  isDowngrade,
  PHASE_MS,
  phaseAt,
  PHASES,
  type ScenarioId,
} from '#scenarios';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { freePort } from '../support/free-port.js';
import { DOMAIN, type ReceiverFixture, startReceiver } from '../support/receiver-fixture.js';
import { SmtpClient } from '../support/smtp-client.js';

const PATH = '/.well-known/mta-sts.txt';
const STATUS = { policy: 200, html: 200, oversized: 200, 'not-found': 404, redirect: 302, nothing: null };
let receiver: ReceiverFixture;
let api: ApiFixture;
let port: number;
let ca: string;
/** Of the clock of the API. */
let aheadMs = 0;

beforeAll(async () => {
  port = await freePort('127.0.0.1');
  receiver = await startReceiver();
  const { certsDir, database } = receiver;
  api = await startApi(
    {
      ...{ DOMAIN, CERTS_DIR: certsDir, MTA_STS: 'lab', MTA_STS_PORT: String(port) },
      DATABASE_URL: `sqlite:${database.path}`,
    },
    { clock: () => Date.now() + aheadMs },
  );
  ca = await readFile(join(receiver.certsDir, 'ca.cert.pem'), 'utf8');
});

afterEach(() => {
  aheadMs = 0;
});

afterAll(async () => {
  await api.close();
  await receiver.close();
});

interface Answer {
  readonly type: string | undefined;
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly text: string;
}

/** Of a client that trusts the appliance's authority and looks at names, as RFC 8461 §3.3 demands. */
function fetched(host: string, path = PATH, method = 'GET', localAddress?: string): Promise<Answer> {
  return fetchedBy({ servername: host, ca, localAddress, path, method });
}

function fetchedBy(changes: RequestOptions & { readonly servername: string }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host: changes.servername, 'user-agent': 'sender-test/1' };
    const options = { host: '127.0.0.1', port, path: PATH, headers, agent: false, ...changes };
    const sent = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () =>
        resolve({
          ...{ status: response.statusCode, text },
          ...{ location: response.headers.location, type: response.headers['content-type'] },
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

const planOf = (id: string) => findScenario(id)!.mtaSts!;
const ANSWERED = POLICY_SCENARIOS.filter((id) => planOf(id).answer !== 'nothing');

const ALWAYS_AND_IN_BOTH_PHASES = ANSWERED.filter((id) => planOf(id).host === 'trusted').flatMap((id) =>
  changesByPhase(findScenario(id)!) ? PHASES.map((phase) => [id, phase] as const) : [[id, 'first'] as const],
);

/** The middle of the next phase of that name, or of the one that is now. */
function middleOf(phase: (typeof PHASES)[number]): number {
  const { name, begins } = phaseAt(Date.now());
  return begins + PHASE_MS / 2 + (name === phase ? 0 : PHASE_MS);
}

it.each(ALWAYS_AND_IN_BOTH_PHASES)(
  '%s has the planned policy of the %s phase, which does or does not list its mail server',
  async (id, phase) => {
    const { mtaSts: plan, certificate, mx } = findScenario(id)!;
    const at = middleOf(phase);
    aheadMs = at - Date.now();
    const mtaSts = policyAt(plan, at);
    const host = policyHost(id, DOMAIN);
    const { status, location, text, type } = await fetched(host);
    expect(status).toBe(STATUS[mtaSts!.answer]);
    expect(type).toMatch(mtaSts!.answer === 'html' ? /^text\/html/ : /^text\/plain/);
    if (mtaSts!.answer === 'not-found') return expect(text).toBe('');
    const isOversized = mtaSts!.answer === 'oversized';
    // What a sender reads that stops at 64 kilobytes (RFC 8461 §3.3) is no policy.
    if (isOversized) expect(readMtaStsPolicy(text.slice(0, 65_536)).kind).toBe('invalid');
    const policy = status === 302 ? await fetched(host, new URL(location!).pathname) : { text };
    const read = readMtaStsPolicy(policy.text);
    expect(read).toMatchObject({ kind: 'policy', policy: { mode: mtaSts!.mode }, repeated: [] });
    if (!isOversized) expect(read).toMatchObject({ unknown: [] });
    const covers = read.kind === 'policy' && coversHost(read.policy, `${mx![0]!.label}-${id}.${DOMAIN}`);
    expect(covers).toBe(coversMx(mtaSts!));
    // Elsewhere there is no TLS.
    if (isDowngrade(findScenario(id)!)) return;
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

it('presents an untrusted certificate where the plan says so, whose policy nobody should take', async () => {
  const untrusted = POLICY_SCENARIOS.filter((id) => planOf(id).host === 'self-signed');
  expect(untrusted).toEqual(['sts-host']);
  const host = policyHost(untrusted[0]!, DOMAIN);
  await expect(fetched(host)).rejects.toThrow(/self-signed/);
  const { status, text } = await fetchedBy({ servername: host, rejectUnauthorized: false });
  expect([status, readMtaStsPolicy(text).kind]).toEqual([200, 'policy']);
});

it('leaves requests unanswered where the plan says so, but no more than a few of a client', async () => {
  const host = policyHost('sts-slow', DOMAIN);
  const waiting = new AbortController();
  const asked = Array.from({ length: 5 }, () => fetchedBy({ servername: host, ca, signal: waiting.signal }));
  const settled = Promise.allSettled(asked);
  expect((await Promise.race(asked)).status).toBe(503);
  waiting.abort();
  const ends = (await settled).map((one) => (one.status === 'fulfilled' ? one.value.status : 'unanswered'));
  expect(ends.toSorted()).toEqual([503, ...Array.from({ length: 4 }, () => 'unanswered')]);
});

it('ends the handshake for names that are no policy host, and answers no other request', async () => {
  for (const host of [DOMAIN, `mta-sts.${DOMAIN}`, `mta-sts.do.${DOMAIN}`, `sts-good.${DOMAIN}`]) {
    await expect(fetched(host)).rejects.toThrow();
  }
  const host = policyHost('sts-good', DOMAIN);
  expect((await fetched(host, '/')).status).toBe(404);
  expect((await fetched(host, PATH, 'POST')).status).toBe(405);
});

/** Delivers to `sts-none` from that address: so what it asks for belongs to the check. */
async function mailUntrusted(token: string, sender: string): Promise<void> {
  const [address] = receiver.addresses;
  const client = await SmtpClient.greeted(address!.port, address!.address, sender);
  await client.command('EHLO client.test');
  await client.startTls(`mx1-sts-none.${DOMAIN}`);
  await client.command('EHLO client.test');
  expect(await client.deliver(`${token}@sts-none.${DOMAIN}`)).toMatch(/^250/);
  await client.quit();
}

it('keeps a fetch as evidence of the check that the same client mails, once in a minute', async () => {
  const check = await receiver.createCheck();
  const host = policyHost('sts-none', DOMAIN);
  const sender = '127.0.0.2';
  // What a browser or a monitor asks for is no fetch of a policy.
  await fetched(host, '/', 'GET', sender);
  await fetched(host, PATH, 'HEAD', sender);
  await fetched(host, PATH, 'GET', sender);
  await fetched(host, PATH, 'GET', sender);
  await mailUntrusted(check.token, sender);
  const observations = await receiver.observations(check);
  const fetches = observations.filter(
    ({ kind, scenario }) => kind === 'policy-fetch' && scenario === 'sts-none',
  );
  expect(fetches).toMatchObject([
    { attribution: 'same-client', clientName: 'sender-test/1', tls: { serverName: host } },
  ]);
});

it('gives a policy however often it is asked for, and keeps no more fetches than a client may make requests', async () => {
  const check = await receiver.createCheck();
  const sender = '127.0.0.3';
  await mailUntrusted(check.token, sender);
  const limitedPort = await freePort('127.0.0.1');
  const { certsDir, database } = receiver;
  const limited = await startApi({
    ...{ DOMAIN, CERTS_DIR: certsDir, MTA_STS: 'lab', MTA_STS_PORT: String(limitedPort) },
    ...{ DATABASE_URL: `sqlite:${database.path}`, REQUESTS_PER_MINUTE: '1' },
  });
  const asked = (id: ScenarioId) =>
    fetchedBy({ servername: policyHost(id, DOMAIN), ca, port: limitedPort, localAddress: sender });
  for (const id of ['sts-cert', 'sts-cert', 'sts-mx', 'sts-404'] as const)
    expect((await asked(id)).status).toBe(id === 'sts-404' ? 404 : 200);
  // One that is larger than senders need to read costs more than it shows.
  const large = [await asked('sts-big'), await asked('sts-big')];
  expect(large.map(({ status }) => status)).toEqual([200, 429]);
  await limited.close();
  const observations = await receiver.observations(check);
  const fetches = observations.filter(({ kind }) => kind === 'policy-fetch');
  expect(fetches).toMatchObject([
    { scenario: 'sts-cert', detail: fetchDetail(policyHost('sts-cert', DOMAIN), 200) },
  ]);
});
