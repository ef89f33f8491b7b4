/** Probes over HTTP and Socket.IO, with an engine that does as the test says. */
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';

import { loadConfig } from '#config';
import { type ProbeBody, type ProblemBody, probeBody } from '#contracts';
import { asStep, finding as catalogued, phrase } from '#probe';

import { createApiApp } from '../../apps/api/src/create-api-app.js';

import { type ApiFixture, startApi, watchProbe } from '../support/api-fixture.js';
import { PATIENT } from '../support/patience.js';
import { createProbe, postProbe, probeUntil, problemOf, readProbe } from '../support/probe-requests.js';
import { STORIES } from '../support/probe-stories.js';
import { finding } from '../support/probe-story-parts.js';
import { ScriptedEngine } from '../support/scripted-engine.js';
import { openTempStore } from '../support/temp-store.js';

let engine: ScriptedEngine;
let api: ApiFixture;
let now = Date.now();
beforeAll(async () => {
  engine = new ScriptedEngine();
  api = await startApi({}, { probeEngine: engine, clock: () => now });
});
afterAll(() => api.close());

let others: ApiFixture[] = [];
afterEach(async () => {
  await Promise.all(others.map((one) => one.close()));
  others = [];
});

async function startOther(env: Readonly<Record<string, string>>): Promise<[ApiFixture, ScriptedEngine]> {
  const probeEngine = new ScriptedEngine();
  const other = await startApi(env, { probeEngine });
  others.push(other);
  return [other, probeEngine];
}

const post = (body: unknown, at = api) => postProbe(at, body);
const create = (domain: string, at = api) => createProbe(at, domain);
const read = (id: string, at = api) => readProbe(at, id);
const until = (id: string, state: ProbeBody['state'], at = api) => probeUntil(at, id, state);

describe('a probe of a domain that was probed before', () => {
  it('warns of an MTA-STS policy that changed while its id did not', async () => {
    const codes: (string[] | undefined)[] = [];
    for (const mode of ['testing', 'enforce']) {
      const { id } = await create('again.example');
      const text = `version: STSv1\nmode: ${mode}\nmx: mx.test\nmax_age: 604800\n`;
      const mtaSts = { status: 'found', id: '1', text, findings: [] } as const;
      engine
        .runOf('again.example')
        .finish({ ...STORIES.verified('again.example'), mtaSts: { ...mtaSts, findings: [] } });
      const { result } = await until(id, 'done');
      codes.push(result?.mtaSts?.findings.map(({ code }) => code));
      now += 61_000;
    }
    expect(codes).toEqual([[], ['mta-sts-id-unchanged']]);
  });
});

describe('a probe in another language', () => {
  it('has its sentences in it, read and watched, and its codes in none', async () => {
    const { id } = await create('sprache.example');
    const told: ProbeBody[] = [];
    const socket = io(api.url, { query: { lang: 'nl' }, forceNew: true });
    onTestFinished(() => void socket.close());
    socket.on('probe:update', (probe: ProbeBody) => told.push(probe));
    told.push((await socket.emitWithAck('probe:watch', id)) as ProbeBody);
    const none = catalogued('tlsa-none', { name: '_25._tcp.mx.test' });
    const run = engine.runOf('sprache.example');
    run.say('', phrase('looking-up', 'sprache.example'));
    run.say('', asStep(none));
    run.finish({ ...STORIES.verified('sprache.example'), findings: [none] });
    await until(id, 'done');
    const inGerman = await fetch(`${api.url}/api/probes/${id}`, { headers: { 'accept-language': 'de' } });
    const german = probeBody.parse(await inGerman.json());
    expect(german.steps.map(({ text }) => text)).toEqual([
      'sprache.example wird abgefragt',
      expect.stringContaining('gibt es keine TLSA-Einträge'),
    ]);
    expect(german.result?.findings[0]).toMatchObject({
      code: 'tlsa-none',
      text: expect.stringContaining('_25._tcp.mx.test gibt es keine TLSA-Einträge') as string,
      advice: expect.stringContaining('Veröffentlichen Sie einen 3-1-1-Eintrag') as string,
    });
    expect((await read(id)).result?.findings[0]?.text).toBe(none.text);
    await vi.waitFor(() => expect(told.at(-1)?.state).toBe('done'), PATIENT);
    expect(told.at(-1)?.result?.findings[0]?.text).toContain('staan geen TLSA-records');
  });
});

describe('POST /api/probes', () => {
  it('creates a probe that can be read at its Location, from its first step to its result', async () => {
    const response = await post({ domain: 'Example.ORG.' });
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const probe = probeBody.strict().parse(await response.json());
    expect(probe).toMatchObject({ domain: 'example.org', finishedAt: null, steps: [], result: null });
    expect(probe.url).toBe(`http://127.0.0.1:0/probe/${probe.id}`);
    expect(response.headers.get('location')).toBe(`/api/probes/${probe.id}`);

    const run = engine.runOf('example.org');
    run.say('asked for the MX records of example.org: 2, secure');
    expect(await read(probe.id)).toMatchObject({
      state: 'running',
      steps: [{ text: 'asked for the MX records of example.org: 2, secure' }],
    });
    run.finish(STORIES.verified('example.org'));
    const done = probeBody.strict().parse(await until(probe.id, 'done'));
    expect(done.result).toEqual(STORIES.verified('example.org'));
    expect(done.steps).toHaveLength(1);
    expect(done.finishedAt).not.toBeNull();
  });

  it('answers with the probe that is running, also to those who ask at the same time', async () => {
    const responses = await Promise.all([1, 2, 3].map(() => post({ domain: 'same.example' })));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const probes = (await Promise.all(responses.map((response) => response.json()))) as ProbeBody[];
    expect(new Set(probes.map(({ id }) => id)).size).toBe(1);
    expect(engine.runs.filter(({ domain }) => domain === 'same.example')).toHaveLength(1);
  });

  it('answers with a result for a minute, and probes again after it', async () => {
    const first = await create('cached.example');
    engine.runOf('cached.example').finish(STORIES.none('cached.example'));
    await until(first.id, 'done');
    now += 59_000;
    const cached = await post({ domain: 'CACHED.example' });
    expect(cached.status).toBe(200);
    expect(await cached.json()).toMatchObject({ id: first.id, state: 'done' });
    now += 2_000;
    const again = await post({ domain: 'cached.example' });
    expect(again.status).toBe(201);
    expect(((await again.json()) as ProbeBody).id).not.toBe(first.id);
  });

  it.each([
    [{ domain: '192.0.2.1' }, 422, /IP addresses are not probed/],
    [{ domain: 'localhost' }, 422, /single word/],
    [{ domain: '' }, 422, /Enter a domain/],
    [{ domain: 7 }, 400, /"domain"/],
    [{}, 400, /"domain"/],
    [null, 400, /"domain"/],
  ])('refuses %j with %i and says why', async (body, status, detail) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await problemOf(response)).toMatchObject({
      status,
      detail: expect.stringMatching(detail) as string,
    });
  });

  it('refuses what is no JSON and no body at all', async () => {
    for (const init of [{ body: 'domain=example.org' }, {}]) {
      const response = await fetch(`${api.url}/api/probes`, { method: 'POST', ...init });
      expect(await problemOf(response)).toMatchObject({ type: 'urn:havedane:problem:malformed-request' });
    }
  });
});

describe('GET /api/probes/ID', () => {
  it.each(['0123456789ab', 'nonsense', '%00', "' OR 1=1 --"])('answers %j with 404', async (id) => {
    const response = await fetch(`${api.url}/api/probes/${encodeURIComponent(id)}`);
    expect(await problemOf(response)).toMatchObject({
      status: 404,
      type: 'urn:havedane:problem:probe-not-found',
    });
  });
});

describe('a probe whose engine fails', () => {
  it('is shown as failed without a word of the error, and may be tried again at once', async () => {
    const probe = await create('broken.example');
    engine.runOf('broken.example').fail(new Error('secret internals'));
    const failed = await until(probe.id, 'failed');
    expect(failed).toMatchObject({ result: null, steps: [{ state: 'error' }] });
    expect(JSON.stringify(failed)).not.toContain('secret');
    expect((await post({ domain: 'broken.example' })).status).toBe(201);
  });

  it('is told to end when its time is over, and what it knows by then counts', async () => {
    const [other, slow] = await startOther({ PROBE_TIMEOUT: '1' });
    const probe = await create('slow.example', other);
    const run = slow.runOf('slow.example');
    await vi.waitFor(() => expect(run.signal.aborted).toBe(true), PATIENT);
    run.finish(STORIES.unreachable('slow.example'));
    expect(await until(probe.id, 'done', other)).toMatchObject({ result: { dane: 'unreachable' } });
  });

  it('fails when it does not end even then', async () => {
    const [other] = await startOther({ PROBE_TIMEOUT: '1' });
    const probe = await create('stuck.example', other);
    const failed = await vi.waitFor(async () => {
      const seen = await read(probe.id, other);
      expect(seen.state).toBe('failed');
      return seen;
    }, PATIENT);
    expect(failed.steps.at(-1)?.text).toBe('It took too long.');
  });

  it('keeps no more steps than anybody reads, and no result beyond all measure', async () => {
    const probe = await create('long.example');
    const run = engine.runOf('long.example');
    for (let count = 0; count < 600; count += 1) run.say(`step ${count}`);
    expect((await read(probe.id)).steps).toHaveLength(500);
    const story = STORIES.verified('long.example');
    run.finish({ ...story, findings: [finding('info', 'x'.repeat(5_000_000))] });
    expect(await until(probe.id, 'failed')).toMatchObject({ result: null });
  });
});

describe('probe:watch', () => {
  it('acknowledges with the probe, and pushes what follows until it is done', async () => {
    const probe = await create('watched.example');
    const client = await api.connect();
    const updates: ProbeBody[] = [];
    client.on('probe:update', (update) => updates.push(update));
    expect(await watchProbe(client, probe.id)).toEqual(await read(probe.id));
    const run = engine.runOf('watched.example');
    for (let count = 0; count < 50; count += 1) run.say(`step ${count}`);
    await vi.waitFor(() => expect(updates.at(-1)?.steps).toHaveLength(50), PATIENT);
    expect(updates.length).toBeLessThan(50);
    run.finish(STORIES.verified('watched.example'));
    await vi.waitFor(() => expect(updates.at(-1)?.state).toBe('done'), PATIENT);
    expect(updates.at(-1)).toEqual(await read(probe.id));
    expect(await watchProbe(client, probe.id)).toEqual(await read(probe.id));
  });

  it.each([['0123456789ab'], ['nonsense'], [7], [null], [{ id: 'a' }]])(
    'answers %j with a problem',
    async (id) => {
      const client = await api.connect();
      expect(await watchProbe(client, id as string)).toMatchObject({ status: 404 });
    },
  );

  it('counts towards what one connection may watch', async () => {
    const client = await api.connect();
    const ids: string[] = [];
    for (let count = 0; count < 21; count += 1) ids.push((await create(`w${count}.example`)).id);
    const answers: (ProbeBody | ProblemBody)[] = [];
    for (const id of ids) answers.push(await watchProbe(client, id));
    expect(answers.filter((answer) => 'status' in answer)).toMatchObject([{ status: 429 }]);
  });
});

describe('a probe that another API runs', () => {
  const runElsewhere = async (id: string, domain: string): Promise<void> => {
    const running = await api.receiver.probes.insert(
      { id, domain, createdAt: now, leaseUntil: now + 10_000 },
      10_000,
    );
    expect(running).toBeNull();
  };

  it('is shown as running, is the probe of its domain, and its end reaches those who watch it here', async () => {
    const [id, domain] = ['e1sewhere001', 'elsewhere.example'];
    await runElsewhere(id, domain);
    expect(await read(id)).toMatchObject({ id, state: 'running', finishedAt: null, steps: [] });
    const again = await post({ domain });
    expect([again.status, ((await again.json()) as ProbeBody).id]).toEqual([200, id]);
    const client = await api.connect();
    const updates: ProbeBody[] = [];
    client.on('probe:update', (update) => updates.push(update));
    expect(await watchProbe(client, id)).toMatchObject({ state: 'running' });
    const report = JSON.stringify({ steps: [], result: STORIES.verified(domain) });
    await api.receiver.probes.finish({ id, finishedAt: now, state: 'done', report });
    await expect
      .poll(() => updates, PATIENT)
      .toMatchObject([{ id, state: 'done', result: { target: domain } }]);
  });

  it('has failed when its process no longer answers for it', async () => {
    const [id, domain] = ['e1sewhere002', 'killed-elsewhere.example'];
    await runElsewhere(id, domain);
    const client = await api.connect();
    const updates: ProbeBody[] = [];
    client.on('probe:update', (update) => updates.push(update));
    await watchProbe(client, id);
    now += 10_000;
    await expect.poll(() => updates, PATIENT).toMatchObject([{ id, state: 'failed' }]);
    expect((await post({ domain })).status).toBe(201);
  });

  it('is not ended by what this one notes of its own', async () => {
    const { id } = await create('renewed.example');
    const leaseOf = async () => (await api.receiver.probes.find(id))?.leaseUntil;
    expect(await leaseOf()).toBe(now + 10_000);
    now += 9_000;
    await expect.poll(leaseOf, PATIENT).toBe(now + 10_000);
  });
});

describe('a restart', () => {
  it('keeps what was done, and shows what was running as failed', async () => {
    const temp = await openTempStore();
    const config = {
      ...loadConfig({ HTTP_PORT: '0', ADMIN_PORT: '0', LOG_LEVEL: 'silent' }),
      database: temp.database,
    };
    const stored = { id: '000000000001', domain: 'killed.example', createdAt: Date.now() };
    await temp.store.probes.insert(stored, 10);

    const probeEngine = new ScriptedEngine();
    const first = await createApiApp(config, { probeEngine });
    await first.listen(0, '127.0.0.1');
    const at = { url: await first.getUrl() } as ApiFixture;
    expect(await read(stored.id, at)).toMatchObject({
      state: 'failed',
      steps: [{ text: expect.stringContaining('restarted') as string }],
    });
    const [done, cut] = [await create('done.example', at), await create('cut.example', at)];
    probeEngine.runOf('done.example').finish(STORIES.mismatch('done.example'));
    const before = await until(done.id, 'done', at);
    await first.close();
    expect(probeEngine.closed).toBe(true);

    const second = await createApiApp(config, { probeEngine: new ScriptedEngine() });
    await second.listen(0, '127.0.0.1');
    const then = { url: await second.getUrl() } as ApiFixture;
    expect(await read(done.id, then)).toEqual(before);
    expect(await read(cut.id, then)).toMatchObject({
      state: 'failed',
      steps: [{ text: 'The server is being shut down.' }],
    });
    expect(await create('done.example', then)).toEqual(before);
    await second.close();
    await temp.close();
  });
});
