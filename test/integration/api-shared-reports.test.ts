/** TLS reports about hosts that all checks share, through the API: matched by the sender's address and the day. */
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { checkBody } from '#contracts';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { sampleObservation } from '../support/sample-observation.js';
import { tempDirOfTest } from '../support/temp-dir.js';
import { tlsReport } from '../support/tls-report-mail.js';

const SENDER = '192.0.2.77';
const OTHER = '192.0.2.78';
/** The client of all requests. */
const LOOPBACK = '127.0.0.1';

let api: ApiFixture;
let today = Date.now();
beforeEach(async () => {
  today = Date.now();
  api = await startApi({}, { clock: () => today });
});
afterEach(() => api.close());

/** Another API, which knows that Caddy was away for an hour, until now. */
async function restartAfterOutage(): Promise<void> {
  const dir = await tempDirOfTest();
  await mkdir(join(dir, 'served'));
  const now = Math.floor(today / 1_000);
  for (const [begin, end] of [
    [now - 7_200, now - 3_600],
    [now, now],
  ] as const) {
    await writeFile(join(dir, 'served', String(begin)), '');
    await utimes(join(dir, 'served', String(begin)), end, end);
  }
  await api.close();
  api = await startApi({ MTA_STS: dir }, { clock: () => today });
}

const post = (changes: Record<string, unknown>) =>
  fetch(`${api.url}/api/tlsrpt`, { method: 'POST', body: JSON.stringify(tlsReport(changes)) });

function policy(id: string, successes: number, failures: number, address: string | null = null): object {
  const detail = {
    'result-type': 'tlsa-invalid',
    'sending-mta-ip': address,
    'failed-session-count': failures,
  };
  return {
    policy: { 'policy-type': 'tlsa', 'policy-domain': `${id}.havedane.test` },
    summary: { 'total-successful-session-count': successes, 'total-failure-session-count': failures },
    'failure-details': address === null ? [] : [detail],
  };
}

const lastDay = () => ({
  'date-range': {
    'start-datetime': new Date(today - 86_400_000).toISOString(),
    'end-datetime': new Date(today).toISOString(),
  },
});

async function create(): Promise<string> {
  const created = await fetch(`${api.url}/api/checks`, { method: 'POST' });
  return checkBody.parse(await created.json()).token;
}

/** What the address did at classic addresses of the check. */
async function seen(
  token: string,
  clientAddress: string,
  kinds: Record<'do' | 'wrong', boolean>,
): Promise<void> {
  const { evidence } = sampleObservation(token);
  if (kinds.do) await append(token, { scenario: 'do', evidence });
  if (kinds.wrong) await append(null, { scenario: 'wrong', kind: 'refused' });

  function append(own: string | null, changes: object) {
    return api.receiver.observations.append(sampleObservation(own, { clientAddress, at: today, ...changes }));
  }
}

const read = async (token: string) =>
  checkBody.parse(await (await fetch(`${api.url}/api/checks/${token}`)).json());

it('are matched by an address that they name, say what was seen, and change no verdict', async () => {
  const [own, other, elsewhere] = [await create(), await create(), await create()];
  await seen(own, SENDER, { do: true, wrong: true });
  await seen(other, SENDER, { do: true, wrong: false });
  await seen(elsewhere, OTHER, { do: true, wrong: false });
  const before = await read(own);
  await post({ ...lastDay(), policies: [policy('do', 3, 0), policy('wrong', 0, 4, SENDER)] });
  const { reports, verdict } = await read(own);
  expect(reports).toMatchObject([
    {
      ...{ matchedBy: 'address', signedBy: null, organization: 'Google Inc.' },
      sessions: [
        { scenario: 'do', successes: 3, seen: { delivered: 1, failed: 0 }, finding: 'agrees', fitting: [] },
        { scenario: 'wrong', failures: 4, seen: { delivered: 0, failed: 1 }, finding: 'agrees' },
      ],
    },
  ]);
  expect(verdict).toEqual(before.verdict);
  expect((await read(elsewhere)).reports).toEqual([]);
});

it('are matched by the address that sent them where nothing failed, and on that day alone', async () => {
  const token = await create();
  await seen(token, LOOPBACK, { do: true, wrong: false });
  await post({ policies: [policy('do', 1, 0)] });
  expect((await read(token)).reports).toEqual([]);
  await post({ ...lastDay(), 'report-id': 'today', policies: [policy('do', 1, 0)] });
  expect((await read(token)).reports).toMatchObject([{ matchedBy: 'address' }]);
});

it('are not shown where they speak of hosts at which the check had no sessions', async () => {
  const token = await create();
  await seen(token, LOOPBACK, { do: true, wrong: false });
  await post({ ...lastDay(), policies: [policy('wrong', 1, 0)] });
  expect((await read(token)).reports).toEqual([]);
});

it('are matched by the domain of the organisation where they name no address, shown, and not compared', async () => {
  const [token, elsewhere] = [await create(), await create()];
  const { evidence } = sampleObservation(token);
  const deliver = (own: string, mailFrom: string, clientName: string) =>
    api.receiver.observations.append(
      sampleObservation(own, {
        ...{ at: today, scenario: 'sts-good', clientAddress: SENDER, clientName },
        evidence: { ...evidence!, mailFrom },
      }),
    );
  await deliver(token, 'admin@example.org', 'mail.example.org');
  await deliver(elsewhere, 'admin@example.com', 'mail.example.com');
  const sts = {
    ...policy('sts-good', 5, 0),
    policy: { 'policy-type': 'sts', 'policy-domain': 'sts-good.havedane.test' },
  };
  const reports = async (id: string) => {
    const changes = { 'report-id': id, 'contact-info': 'tls@reports.example.org', policies: [sts] };
    await post({ ...lastDay(), ...changes });
    return (await read(token)).reports;
  };
  // The API hears of deliveries a moment later.
  let attempt = 0;
  await expect
    .poll(async () => (await reports(`report-${(attempt += 1)}`)).at(-1))
    .toMatchObject({
      matchedBy: 'domain-unsure',
      sessions: [{ scenario: 'sts-good', successes: 5, finding: 'not-compared', seen: { delivered: 1 } }],
    });
  expect((await read(elsewhere)).reports).toEqual([]);
});

it('blame no sender for a policy that it could not fetch on a day on which Caddy was away', async () => {
  await restartAfterOutage();
  const token = await create();
  await api.receiver.observations.append(
    sampleObservation(token, { at: today, scenario: 'sts-good', clientAddress: SENDER }),
  );
  const unfetched = {
    policy: { 'policy-type': 'sts', 'policy-domain': 'sts-good.havedane.test' },
    summary: { 'total-successful-session-count': 0, 'total-failure-session-count': 1 },
    'failure-details': [
      { 'result-type': 'sts-policy-fetch-error', 'sending-mta-ip': SENDER, 'failed-session-count': 1 },
    ],
  };
  await post({ ...lastDay(), policies: [unfetched] });
  expect((await read(token)).reports).toMatchObject([
    { sessions: [{ scenario: 'sts-good', finding: 'policy-not-served' }] },
  ]);
});
