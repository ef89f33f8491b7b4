/** Reading a check with `wait`: when the answer comes, what bounds it, and what a client that leaves frees. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { type CheckBody, checkBody, problemBody } from '#contracts';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { sampleObservation } from '../support/sample-observation.js';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const waitFor = (token: string, query: string, at = api): Promise<Response> =>
  fetch(`${at.url}/api/checks/${token}?${query}`);

const bodyOf = async (answer: Promise<Response>): Promise<CheckBody> =>
  checkBody.strict().parse(await (await answer).json());

async function metric(line: string, at = api): Promise<number> {
  const text = await (await fetch(`${at.adminUrl}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((each) => each.startsWith(`${line} `))
      ?.slice(line.length) ?? 0,
  );
}

describe('GET /api/checks/TOKEN?wait=', () => {
  it('answers as soon as something is observed', async () => {
    const { token, revision } = await api.createCheck();
    const answer = bodyOf(waitFor(token, `wait=60&revision=${revision}`));
    await expect.poll(() => metric('havedane_watches')).toBe(1);
    await api.receiver.observations.append(sampleObservation(token));
    const check = await answer;
    expect(check.observations).toHaveLength(1);
    expect(check.revision).toBeGreaterThan(revision);
  });

  it('answers immediately when the check has another revision', async () => {
    const { token, revision } = await api.createCheck();
    await api.receiver.observations.append(sampleObservation(token));
    const check = await bodyOf(waitFor(token, `wait=60&revision=${revision}`));
    expect(check.observations).toHaveLength(1);
  });

  it('waits for the next change without a revision, and answers when the time is over', async () => {
    const { token } = await api.createCheck();
    await api.receiver.observations.append(sampleObservation(token));
    const check = await bodyOf(waitFor(token, 'wait=1'));
    expect(check).toEqual(await bodyOf(waitFor(token, 'wait=0')));
  });

  it('answers when the check is released, which has no revision', async () => {
    const { token } = await api.createCheck();
    await api.receiver.observations.append(sampleObservation(token));
    await api.receiver.observations.append(sampleObservation(token, { scenario: 'wrong', kind: 'refused' }));
    // What was stored before is pushed after it, which ends a wait as well; on a busy machine it may be pushed only later.
    const { revision } = await bodyOf(waitFor(token, 'wait=1'));
    const waited = async () => {
      for (;;) {
        const { release } = await bodyOf(waitFor(token, `wait=60&revision=${revision}`));
        if (release.state !== 'possible') return release.state;
      }
    };
    const answer = waited();
    await expect.poll(() => metric('havedane_watches')).toBe(1);
    await fetch(`${api.url}/api/checks/${token}/release`, { method: 'POST' });
    expect(await answer).toBe('released');
  });

  it('says immediately that there is no such check', async () => {
    expect((await waitFor('0123456789ab', 'wait=60')).status).toBe(404);
    expect((await waitFor('nonsense', 'wait=60')).status).toBe(404);
  });

  it.each(['wait=61', 'wait=-1', 'wait=1.5', 'wait=', 'wait=1&wait=2', 'revision=x', 'wait=1&revision=1e3'])(
    'does not take %s',
    async (query) => {
      const { token } = await api.createCheck();
      const response = await waitFor(token, query);
      expect(response.status).toBe(400);
      expect(problemBody.parse(await response.json()).detail).toMatch(
        /^(wait|revision) must be a whole number/,
      );
    },
  );
});

describe('a request that waits', () => {
  it('keeps nothing once its client has left', async () => {
    const { token } = await api.createCheck();
    const client = new AbortController();
    const answer = fetch(`${api.url}/api/checks/${token}?wait=60`, { signal: client.signal });
    await expect.poll(() => metric('havedane_watched_checks')).toBe(1);
    client.abort();
    await expect(answer).rejects.toThrow('aborted');
    await expect.poll(() => metric('havedane_watches')).toBe(0);
    expect(await metric('havedane_watched_checks')).toBe(0);
  });

  it('counts among what a client may watch', async () => {
    const small = await startApi({ SOCKETS_PER_CLIENT: '1' });
    const { token } = await small.createCheck();
    const waiting = Array.from({ length: 5 }, () => waitFor(token, 'wait=60', small));
    await expect.poll(() => metric('havedane_watches', small)).toBe(5);
    const refused = await waitFor(token, 'wait=60', small);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(problemBody.parse(await refused.json()).type).toBe('urn:havedane:problem:too-many-watched');
    await small.close();
    // What waits is answered when the server closes.
    for (const answer of waiting) expect((await answer).status).toBe(200);
  });
});

describe('/metrics', () => {
  it('count sessions by scenario and outcome, and what checks come to, whether watched or read', async () => {
    const own = await startApi();
    onTestFinished(() => own.close());
    const { token } = await own.createCheck();
    await own.receiver.observations.append(sampleObservation(token, { kind: 'tls-established' }));
    await own.receiver.observations.append(sampleObservation(token));
    await expect
      .poll(() => metric('havedane_sessions_total{scenario="do",outcome="delivered"}', own))
      .toBe(1);
    const { revision } = await bodyOf(waitFor(token, 'wait=0', own));
    const answer = waitFor(token, `wait=60&revision=${revision}`, own);
    await expect.poll(() => metric('havedane_watches', own)).toBe(1);
    await own.receiver.observations.append(sampleObservation(token, { scenario: 'wrong' }));
    await answer;
    const outcomes = () => metric('havedane_check_outcomes_total{outcome="does-not-enforce"}', own);
    await expect.poll(outcomes).toBe(1);
    expect(await metric('havedane_sessions_total{scenario="wrong",outcome="delivered"}', own)).toBe(1);
    const unwatched = await own.createCheck();
    for (const scenario of ['do', 'wrong'] as const)
      await own.receiver.observations.append(sampleObservation(unwatched.token, { scenario }));
    for (let readings = 0; readings < 2; readings += 1) await bodyOf(waitFor(unwatched.token, '', own));
    await expect.poll(outcomes).toBe(2);
    const text = await (await fetch(`${own.adminUrl}/metrics`)).text();
    expect(text).not.toContain('tls-established"}');
    expect(text).toMatch(/^havedane_build_info\{version="\d+\.\d+\.\d+[^"]*",node="v\d+[^"]*"\} 1$/m);
  });
});
