/** How many probes an API takes, runs and lets wait, with an engine that does as the test says. */
import { afterEach, describe, expect, it } from 'vitest';

import type { ProbeBody } from '#contracts';

import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { createProbe, postProbe, probeUntil, problemOf, readProbe } from '../support/probe-requests.js';
import { executeSql } from '../support/raw-database.js';
import { STORIES } from '../support/probe-stories.js';
import { ScriptedEngine } from '../support/scripted-engine.js';

let apis: ApiFixture[] = [];
afterEach(async () => {
  await Promise.all(apis.map((one) => one.close()));
  apis = [];
});

async function startOther(env: Readonly<Record<string, string>>): Promise<[ApiFixture, ScriptedEngine]> {
  const probeEngine = new ScriptedEngine();
  const other = await startApi(env, { probeEngine });
  apis.push(other);
  return [other, probeEngine];
}
/** A client of a network of its own. */
const stranger = (index: number): string => `10.${index >> 8}.${index & 255}.1`;

describe('the limits', () => {
  it('let a client ask for so many probes a minute, cached or not', async () => {
    const [other] = await startOther({ PROBES_PER_MINUTE: '2', CHECKS_PER_MINUTE: '2' });
    const statuses: number[] = [];
    for (const domain of ['a.example', 'a.example', 'b.example']) {
      statuses.push((await postProbe(other, { domain })).status);
    }
    expect(statuses).toEqual([201, 200, 429]);
    expect((await fetch(`${other.url}/api/checks`, { method: 'POST' })).status).toBe(201);
  });

  it('refuse without the store, where a probe that runs goes on as far as its API has counted alone', async () => {
    const [other, engine] = await startOther({});
    await createProbe(other, 'a.example');
    const count = () => engine.runs[0]!.count([{ key: 'target 192.0.2.1', limit: 1 }]);
    expect([await count(), await count()]).toEqual([null, expect.objectContaining({ limit: 1 })]);
    await executeSql(other.databasePath, 'DROP TABLE "rates"');
    expect(await count()).toBeNull();
    expect((await postProbe(other, { domain: 'b.example' })).status).toBeGreaterThanOrEqual(500);
  });

  it('run so many at once, let others wait their turn, and refuse the rest', async () => {
    const [other, slow] = await startOther({ MAX_CONCURRENT_PROBES: '2', TRUSTED_PROXIES: '127.0.0.1' });
    const probes: ProbeBody[] = [];
    for (let count = 0; count < 12; count += 1) {
      probes.push(await createProbe(other, `d${count}.example`, stranger(count)));
    }
    expect(slow.runs).toHaveLength(2);
    expect(await readProbe(other, probes[2]!.id)).toMatchObject({ state: 'waiting' });
    const refused = await postProbe(other, { domain: 'late.example' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await problemOf(refused)).toMatchObject({ type: 'urn:havedane:problem:too-many-probes' });
    const metrics = async () => (await fetch(`${other.adminUrl}/metrics`)).text();
    expect(await metrics()).toMatch(/havedane_probes\{state="running"\} 2\n.*\{state="waiting"\} 10/);

    slow.runs[0]!.finish(STORIES.verified('d0.example'));
    await probeUntil(other, probes[2]!.id, 'running');
    expect(slow.runs.map(({ domain }) => domain)).toEqual(['d0.example', 'd1.example', 'd2.example']);
    expect((await postProbe(other, { domain: 'late.example' })).status).toBe(201);
    expect(await metrics()).toMatch(/havedane_probes_finished_total\{result="ok"\} 1/);
    expect(await metrics()).toMatch(/havedane_probes_started_total 3/);
  });

  it('are refused beyond the limit however many come simultaneously, and none that was taken is lost', async () => {
    const [other, slow] = await startOther({ MAX_CONCURRENT_PROBES: '1', TRUSTED_PROXIES: '127.0.0.1' });
    const responses = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        postProbe(other, { domain: `burst${index}.example` }, stranger(index)),
      ),
    );
    const taken = responses.filter(({ status }) => status === 201);
    expect(taken).toHaveLength(6);
    expect(responses.filter(({ status }) => status === 503)).toHaveLength(494);
    for (let count = 0; count < taken.length; count += 1) {
      await expect.poll(() => slow.runs.length).toBe(count + 1);
      const run = slow.runs[count]!;
      run.finish(STORIES.verified(run.domain));
    }
    for (const response of taken) await probeUntil(other, ((await response.json()) as ProbeBody).id, 'done');
  });
});

describe('probes of one network', () => {
  it('leave places to others, and are refused with 429 beyond their share', async () => {
    const [other] = await startOther({ MAX_CONCURRENT_PROBES: '2', TRUSTED_PROXIES: '127.0.0.1' });
    const statuses: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      statuses.push((await postProbe(other, { domain: `n${count}.example` }, `192.0.2.${count}`)).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 429, 429]);
    const refused = await postProbe(other, { domain: 'n9.example' }, '192.0.2.1');
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await problemOf(refused)).toMatchObject({ type: 'urn:havedane:problem:too-many-requests' });
    expect((await postProbe(other, { domain: 'other.example' }, '198.51.100.1')).status).toBe(201);
  });
});
