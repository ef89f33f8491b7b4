/** The release of a check over HTTP, and what those who watch are told of it. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { type NewObservation, RELEASE_LASTS_MS } from '#checks';
import { type CheckBody, checkBody, problemBody } from '#contracts';

import { ChecksService } from '../../apps/api/src/checks/checks.service.js';
import { type ApiFixture, type LiveClient, startApi, watch } from '../support/api-fixture.js';
import { PATIENT } from '../support/patience.js';
import { sampleObservation } from '../support/sample-observation.js';

const AFTER_MS = 3 * 60_000;
const REFUSAL = { kind: 'refused', scenario: 'wrong' } as const;
const { evidence } = sampleObservation(null);
const LET_THROUGH: Partial<NewObservation> = {
  scenario: 'wrong',
  evidence: evidence === null ? null : { ...evidence, certificate: 'spare' },
};

let api: ApiFixture;
let now = Date.now();
beforeAll(async () => {
  api = await startApi({}, { clock: () => now });
});
afterAll(() => api.close());

const time = (ms: number): string => new Date(ms).toISOString();
const append = (token: string | null, overrides: Parameters<typeof sampleObservation>[1] = {}) =>
  api.receiver.observations.append(sampleObservation(token, { at: now, ...overrides }));
const release = (token: string) => fetch(`${api.url}/api/checks/${token}/release`, { method: 'POST' });

async function requestedAt(token: string): Promise<number | null | undefined> {
  return (await api.receiver.checks.findLive(token, now))?.get('wrong')?.requestedAt;
}

async function read(token: string): Promise<CheckBody> {
  return checkBody.strict().parse(await (await fetch(`${api.url}/api/checks/${token}`)).json());
}

async function refusedCheck(): Promise<string> {
  const { token } = await api.createCheck();
  await append(token);
  await append(token, REFUSAL);
  return token;
}

describe('the release of a check', () => {
  it('is not yet possible before a refusal is proven', async () => {
    const check = await api.createCheck();
    expect(check.release).toEqual({ state: 'not-yet', at: null });
    await append(check.token);
    await append(check.token, { kind: 'refused', scenario: 'do' });
    expect((await read(check.token)).release).toEqual({ state: 'not-yet', at: null });
  });

  it('is possible once it is, happens by itself in time, and ends with the delivery', async () => {
    const token = await refusedCheck();
    const at = time(now + AFTER_MS);
    expect((await read(token)).release).toEqual({ state: 'possible', at });
    now += AFTER_MS - 1;
    expect((await read(token)).release).toEqual({ state: 'possible', at });
    now += 1;
    expect((await read(token)).release).toEqual({ state: 'released', at });
    now += 5_000;
    await append(token, LET_THROUGH);
    const check = await read(token);
    expect(check.release).toEqual({ state: 'delivered', at: time(now) });
    expect(check.newCheck).toMatchObject({ method: 'POST', scenarios: ['wrong'] });
    expect(check.scenarios[2]).toMatchObject({ state: 'refused', conclusion: 'pass' });
    expect(check.observations.at(-1)?.evidence?.certificate).toBe('spare');
    now += 1_000;
    expect(checkBody.parse(await (await release(token)).json()).release).toEqual(check.release);
  });

  it('ends after a day without a delivery, and cannot be asked for again', async () => {
    const token = await refusedCheck();
    now += AFTER_MS + RELEASE_LASTS_MS - 1;
    expect(await read(token)).toMatchObject({ release: { state: 'released' }, newCheck: null });
    now += 1;
    const { release: shown, releases, newCheck } = await read(token);
    expect(newCheck?.scenarios).toEqual(['wrong']);
    expect(shown).toEqual({ state: 'expired', at: time(now) });
    expect(releases.filter(({ state }) => state !== 'not-yet')).toEqual([{ scenario: 'wrong', ...shown }]);
    expect(checkBody.parse(await (await release(token)).json()).release).toEqual(shown);
  });

  it('is not opened by a stranger who refuses', async () => {
    const { token } = await api.createCheck();
    await append(token);
    await append(token, { ...REFUSAL, clientAddress: '198.51.100.66' });
    now += 2 * AFTER_MS;
    expect((await read(token)).release).toEqual({ state: 'not-yet', at: null });
  });

  it('shows to those who watch it here when another API was asked', async () => {
    const token = await refusedCheck();
    const client = await api.connect();
    expect((await watch(client, token)) as CheckBody).toMatchObject({ release: { state: 'possible' } });
    const updates: CheckBody[] = [];
    client.on('check:update', (check) => updates.push(check));
    await api.receiver.checks.requestRelease(token, 'wrong', now);
    const released = { state: 'released', at: time(now) };
    await vi.waitFor(() => expect(updates.at(-1)?.release).toEqual(released), PATIENT);
  });

  it('is opened by another address of the system, once DNS says that it is one', async () => {
    const dnsLookup = (_name: string, type: string): Promise<unknown> =>
      Promise.resolve(type === 'TXT' ? [['v=spf1 ip4:198.51.100.0/28 -all']] : []);
    const pooled = await startApi({}, { clock: () => now, dnsLookup });
    const { token } = await pooled.createCheck();
    const observe = (changes: Partial<NewObservation>) =>
      pooled.receiver.observations.append(sampleObservation(token, { at: now, ...changes }));
    const state = async (): Promise<string | undefined> =>
      (await pooled.app.get(ChecksService).read(token))?.release;
    await observe({ clientAddress: '198.51.100.1' });
    await observe({ ...REFUSAL, clientAddress: '198.51.100.66' });
    await expect.poll(state).toBe('not-yet');
    await observe({ ...REFUSAL, clientAddress: '198.51.100.2' });
    await expect.poll(state).toBe('possible');
    const answer = await fetch(`${pooled.url}/api/checks/${token}/release`, { method: 'POST' });
    expect(checkBody.parse(await answer.json()).release.state).toBe('released');
    expect((await pooled.receiver.checks.findLive(token, now))?.get('wrong')?.requestedAt).toBe(now);
    now += 1;
    await observe({ ...LET_THROUGH, clientAddress: '198.51.100.2' });
    const { release: shown, verdict } = checkBody.parse(
      await (await fetch(`${pooled.url}/api/checks/${token}`)).json(),
    );
    expect([shown.state, verdict.outcome]).toEqual(['delivered', 'enforces']);
    await pooled.close();
  });

  it('is possible in the very reading in which the refusal appears', async () => {
    const checks = api.app.get(ChecksService);
    for (let round = 0; round < 20; round += 1) {
      const { token } = await api.createCheck();
      await append(token);
      const appended = append(token, REFUSAL);
      let reading = await checks.read(token);
      while (reading?.bodyIn('en').observations.length === 1) reading = await checks.read(token);
      expect(reading?.release).toBe('possible');
      await appended;
    }
  });

  it('is unavailable, where the refusal named only the host that all checks share', async () => {
    const { token } = await api.createCheck();
    const clientAddress = '203.0.113.77';
    await append(token, { clientAddress });
    await append(null, { ...REFUSAL, clientAddress });
    const check = await read(token);
    expect(check.release).toEqual({ state: 'unavailable', at: null });
    expect(check.verdict.outcome).toBe('enforces');
    expect(check.verdict.messages.map(({ code }) => code)).toContain('shared-host-refusal');
  });

  it('has no time where RELEASE_AFTER_MINUTES is 0', async () => {
    const patient = await startApi({ RELEASE_AFTER_MINUTES: '0' });
    const { token } = await patient.createCheck();
    await patient.receiver.observations.append(sampleObservation(token, { at: 1 }));
    await patient.receiver.observations.append(sampleObservation(token, { ...REFUSAL, at: 1 }));
    const check = (await (await fetch(`${patient.url}/api/checks/${token}`)).json()) as CheckBody;
    expect(check.release).toEqual({ state: 'possible', at: null });
    await patient.close();
  });
});

describe('POST /api/checks/TOKEN/release', () => {
  it('releases, and answers with the check, again and again the same', async () => {
    const token = await refusedCheck();
    now += 1_000;
    const response = await release(token);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const first = checkBody.strict().parse(await response.json());
    expect(first.release).toEqual({ state: 'released', at: time(now) });
    now += 1_000;
    expect(await (await release(token)).json()).toEqual(first);
    expect(await read(token)).toEqual(first);
  });

  it('is seen by the receiver', async () => {
    const token = await refusedCheck();
    await Promise.all([release(token), release(token), release(token)]);
    expect(await requestedAt(token)).toBe(now);
  });

  it('changes nothing about a check that was released by itself', async () => {
    const token = await refusedCheck();
    const at = time(now + AFTER_MS);
    now += AFTER_MS + 1;
    const check = checkBody.parse(await (await release(token)).json());
    expect(check.release).toEqual({ state: 'released', at });
    expect((await requestedAt(token)) ?? null).toBeNull();
  });

  it.each([
    ['nothing was seen', [], 'No refusal has been seen yet'],
    ['only another host was refused', [{ kind: 'refused', scenario: 'do' }], 'No refusal has been seen yet'],
    ['the sender does not refuse', [{ scenario: 'wrong' }], 'No refusal has been seen yet'],
  ] as const)('is answered with 409, when %s', async (_when, seen, detail) => {
    const { token } = await api.createCheck();
    for (const overrides of seen) await append(token, overrides);
    await expectConflict(token, detail);
  });

  it('is answered with 409 that says why, when the refusal is of the classic form', async () => {
    const { token } = await api.createCheck();
    const clientAddress = '203.0.113.78';
    await append(token, { clientAddress });
    await append(null, { ...REFUSAL, clientAddress });
    await expectConflict(token, 'which all checks share');
  });

  it.each(['0123456789ab', 'short'])('is answered with 404 for the unknown token %s', async (token) => {
    const response = await release(token);
    expect(response.status).toBe(404);
    expect(problemBody.parse(await response.json()).type).toBe('urn:havedane:problem:check-not-found');
  });

  it('is the only way: reading it is not allowed', async () => {
    const response = await fetch(`${api.url}/api/checks/${await refusedCheck()}/release`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  async function expectConflict(token: string, detail: string): Promise<void> {
    const response = await release(token);
    expect(response.status).toBe(409);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = problemBody.parse(await response.json());
    expect(problem).toMatchObject({ status: 409, type: 'urn:havedane:problem:nothing-to-release' });
    expect(problem.detail).toContain(detail);
    expect((await requestedAt(token)) ?? null).toBeNull();
  }
});

describe('check:update', () => {
  async function watching(token: string): Promise<LiveClient> {
    const client = await api.connect();
    await watch(client, token);
    return client;
  }

  it('comes to every watcher, when somebody releases', async () => {
    const token = await refusedCheck();
    const clients = [await watching(token), await watching(token)];
    // What was stored before may be pushed on a busy machine only now.
    const last = clients.map((client) => {
      const updates: CheckBody[] = [];
      client.on('check:update', (check) => updates.push(check));
      return () => updates.at(-1)?.release;
    });
    await release(token);
    for (const shown of last) {
      await vi.waitFor(() => expect(shown()).toEqual({ state: 'released', at: time(now) }), PATIENT);
    }
  });

  it('comes when the refusal makes it possible, and by itself when the time has come', async () => {
    const { token } = await api.createCheck();
    const client = await watching(token);
    const updates: CheckBody[] = [];
    client.on('check:update', (check) => updates.push(check));
    await append(token, { at: now - AFTER_MS });
    await append(token, { ...REFUSAL, at: now - AFTER_MS + 30 });
    await vi.waitFor(() => expect(updates.at(-1)?.release.state).toBe('possible'), PATIENT);
    now += 30;
    await vi.waitFor(() => expect(updates.at(-1)?.release.state).toBe('released'), PATIENT);
    expect(updates.at(-1)?.observations).toHaveLength(2);
  });
});
