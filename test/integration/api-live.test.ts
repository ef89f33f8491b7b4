/** What watchers are told, with a real socket.io client and observations written as another process writes them. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { PROVISIONAL_AFTER_MS, SAME_CLIENT_WINDOW_MS } from '#checks';
import { type CheckBody, checkBody } from '#contracts';

import {
  type ApiFixture,
  type LiveClient,
  connected,
  nextUpdate,
  startApi,
  watch,
} from '../support/api-fixture.js';
import { PATIENT } from '../support/patience.js';
import { sampleObservation } from '../support/sample-observation.js';

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const append = (token: string | null, overrides?: Parameters<typeof sampleObservation>[1]) =>
  api.receiver.observations.append(sampleObservation(token, overrides));

/** A new check and a client that watches it. */
async function watching(options?: Parameters<ApiFixture['connect']>[0]) {
  const { token } = await api.createCheck();
  const client = await api.connect(options);
  await watch(client, token);
  return { token, client };
}

/** Collects the updates that the client gets. */
function updatesOf(client: LiveClient): CheckBody[] {
  const updates: CheckBody[] = [];
  client.on('check:update', (check) => updates.push(check));
  return updates;
}

describe('check:watch', () => {
  it('acknowledges with the check as the HTTP interface shows it', async () => {
    const { token } = await api.createCheck();
    await append(token);
    const client = await api.connect();
    const answer = await watch(client, token);
    expect(checkBody.strict().parse(answer).observations).toHaveLength(1);
    expect(answer).toEqual(await (await fetch(`${api.url}/api/checks/${token}`)).json());
  });

  it('may be repeated: there is still one update for each observation', async () => {
    const { token, client } = await watching();
    await watch(client, token);
    const updates = updatesOf(client);
    const update = nextUpdate(client);
    await append(token);
    await update;
    await watch(client, token);
    expect(updates).toHaveLength(1);
  });
});

describe('check:update', () => {
  it.each(['websocket', 'polling'])(
    'arrives with the whole check after an observation, by %s',
    async (transport) => {
      const { token, client } = await watching({ transports: [transport] });
      const update = nextUpdate(client);
      await append(token, { scenario: 'dont' });
      const check = checkBody.strict().parse(await update);
      expect(check).toMatchObject({ token, observations: [{ scenario: 'dont', attribution: 'exact' }] });
      expect(check.scenarios[1]).toMatchObject({ id: 'dont', state: 'delivered' });
    },
  );

  it('reaches every watcher of the check and nobody else', async () => {
    const { token, client } = await watching();
    const second = await api.connect();
    await watch(second, token);
    const other = await watching();
    const elsewhere = updatesOf(other.client);
    const updates = Promise.all([nextUpdate(client), nextUpdate(second)]);
    await append(token);
    const [first, same] = await updates;
    expect(first).toEqual(same);
    await watch(other.client, other.token);
    expect(elsewhere).toEqual([]);
  });

  it('comes in order and less often than observations that come together, the last one with all', async () => {
    const { token, client } = await watching();
    const updates = updatesOf(client);
    await Promise.all(Array.from({ length: 100 }, () => append(token)));
    await vi.waitFor(() => expect(updates.at(-1)?.observations).toHaveLength(100), PATIENT);
    const lengths = updates.map(({ observations }) => observations.length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(updates.length).toBeLessThan(100);
  });

  it('tells of a refusal that only the client address ties to the check, after the delivery', async () => {
    const { token, client } = await watching();
    const delivered = nextUpdate(client);
    await append(token, { clientAddress: '203.0.113.7' });
    await delivered;
    const refused = nextUpdate(client);
    await append(null, { clientAddress: '203.0.113.7', kind: 'refused', scenario: 'wrong' });
    const check = await refused;
    expect(check.observations[1]).toMatchObject({ kind: 'refused', attribution: 'same-client' });
    expect(check.scenarios[2]).toMatchObject({ id: 'wrong', state: 'refused' });
  });

  it('tells of it, when the delivery comes after the refusal', async () => {
    const { token, client } = await watching();
    const clientAddress = '203.0.113.8';
    await append(null, { clientAddress, kind: 'refused', scenario: 'wrong' });
    const update = nextUpdate(client);
    await append(token, { clientAddress });
    expect((await update).observations.map(({ attribution }) => attribution)).toEqual([
      'same-client',
      'exact',
    ]);
  });

  it('tells that a refusal proves nothing any more, when another check is mailed from that address', async () => {
    const { token, client } = await watching();
    const { token: other } = await api.createCheck();
    const clientAddress = '203.0.113.10';
    const updates = updatesOf(client);
    const untilProvisional = (provisional: boolean) =>
      vi.waitFor(
        () => expect(updates.at(-1)?.verdict).toMatchObject({ outcome: 'enforces', provisional }),
        PATIENT,
      );
    await append(token, { clientAddress });
    await append(null, { clientAddress, kind: 'refused', scenario: 'wrong' });
    await untilProvisional(false);
    await append(other, { clientAddress });
    await untilProvisional(true);
  });

  it('does not come for a refusal by somebody else, or at another time', async () => {
    const { token, client } = await watching();
    const delivered = nextUpdate(client);
    await append(token, { clientAddress: '203.0.113.9' });
    await delivered;
    const updates = updatesOf(client);
    const refusal = { kind: 'refused', scenario: 'wrong' } as const;
    await append(null, { ...refusal, clientAddress: '203.0.113.10' });
    const late = Date.now() + SAME_CLIENT_WINDOW_MS + 60_000;
    await append(null, { ...refusal, clientAddress: '203.0.113.9', at: late });
    const next = nextUpdate(client);
    await append(token, { clientAddress: '203.0.113.11' });
    await next;
    expect(updates).toHaveLength(1);
    expect(updates[0]?.observations).toHaveLength(2);
  });

  it('comes by itself, when time alone changes the verdict', async () => {
    let now = Date.now();
    const timed = await startApi({}, { clock: () => now });
    const { token } = await timed.createCheck();
    const client = await timed.connect();
    await watch(client, token);
    const updates = updatesOf(client);
    const delivered = nextUpdate(client);
    await timed.receiver.observations.append(
      sampleObservation(token, { at: now - PROVISIONAL_AFTER_MS + 20 }),
    );
    expect((await delivered).scenarios[2]).toMatchObject({ id: 'wrong', state: 'waiting' });
    now += 20;
    await vi.waitFor(() => expect(updates.at(-1)?.scenarios[2]?.state).toBe('not-seen'), PATIENT);
    expect(updates.at(-1)?.observations).toHaveLength(1);
    await timed.close();
  });

  it('says that the check is gone when its time is over, and watches it no longer', async () => {
    let now = Date.now();
    const timed = await startApi({}, { clock: () => now });
    const { token, expiresAt } = await timed.createCheck();
    const client = await timed.connect();
    await watch(client, token);
    const gone = new Promise((resolve) => client.once('check:gone', resolve));
    now = Date.parse(expiresAt) - 20;
    const delivered = nextUpdate(client);
    await timed.receiver.observations.append(sampleObservation(token, { at: now }));
    await delivered;
    const metrics = async () => (await fetch(`${timed.adminUrl}/metrics`)).text();
    expect(await metrics()).toMatch(/^havedane_watches 1$/m);
    now += 20;
    expect(await gone).toBe(token);
    expect(await metrics()).toMatch(/^havedane_watches 0$/m);
    expect(await watch(client, token)).toMatchObject({ status: 404 });
    await timed.close();
  });

  it('misses nothing that happens while a client is away: it watches again', async () => {
    const { token, client } = await watching({ reconnectionDelay: 10 });
    const back = reconnected(client);
    client.io.engine.close();
    await append(token);
    await append(token, { scenario: 'dont' });
    await back;
    await connected(client);
    const check = checkBody.parse(await watch(client, token));
    expect(check.observations).toHaveLength(2);
    const updates = updatesOf(client);
    await append(token, { scenario: 'wrong' });
    await vi.waitFor(() => expect(updates.at(-1)?.observations).toHaveLength(3), PATIENT);
  });

  it('ends with the last watcher', async () => {
    const { token, client } = await watching();
    const watched = async () => {
      const metrics = await (await fetch(`${api.adminUrl}/metrics`)).text();
      return Number(/^havedane_watched_checks (\d+)$/m.exec(metrics)?.[1]);
    };
    const before = await watched();
    client.close();
    await expect.poll(watched).toBe(before - 1);
    await append(token);
    const metrics = await (await fetch(`${api.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/^havedane_observations_pushed_total\{kind="delivered"\} [1-9]/m);
  });
});

function reconnected(client: LiveClient): Promise<number> {
  return new Promise((resolve) => {
    client.io.once('reconnect', resolve);
  });
}
