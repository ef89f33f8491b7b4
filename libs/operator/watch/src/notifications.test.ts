import { describe, expect, it } from 'vitest';

import type { TargetSnapshot } from './judge-target.js';
import { type Snapshot, noteSnapshot, pendingOf, queueNotifications, settle } from './notifications.js';
import { EMPTY_WATCH_STATE, type Alert, alert, watchState, type WatchState } from './watch-state.js';
import { watchedHost } from './watched-target.js';

const HOUR_MS = 3_600_000;
const MX = watchedHost('mx.example.org', 25);
const MISMATCH = alert({ code: 'tlsa-mismatch', subject: MX.name, text: 'It does not match.' });
const UNREACHABLE = alert({ code: 'unreachable', subject: MX.name, text: 'No answer within 10 s.' });
const SILENT = alert({ code: 'resolver-silent', subject: '192.0.2.53:53', text: 'No answer.' });

/** Looks again and again at one host, as runs that know each other by the state alone. */
class World {
  state: WatchState = EMPTY_WATCH_STATE;
  now = Date.parse('2026-11-01T12:00:00.000Z');
  private ids = 0;

  look(alerts: readonly Alert[], channels: readonly string[] = ['mail'], target = MX): void {
    const look: TargetSnapshot = { alerts, notes: [], promised: [], notAfter: null, policy: null };
    this.take({ kind: 'seen', at: this.now, targets: [{ target, look }] }, channels);
  }

  lookBlindly(channels: readonly string[] = ['mail']): void {
    this.take({ kind: 'blind', at: this.now, reason: SILENT }, channels);
  }

  /** What was told: event and target of each change. The channel takes it. */
  told(channel = 'mail'): string[] {
    const pending = pendingOf(this.state, channel);
    for (const { id } of pending) this.state = settle(this.state, channel, id);
    return pending.flatMap(({ changes }) =>
      changes.map(({ event, target }) => `${event} ${target ?? 'itself'}`),
    );
  }

  private take(look: Snapshot, channels: readonly string[]): void {
    const targets = look.kind === 'seen' ? look.targets.map(({ target }) => target.name) : [];
    const noted = noteSnapshot(this.state, look);
    const next = queueNotifications(noted, channels, targets, this.now, () => `id-${(this.ids += 1)}`);
    // As it comes back from its file.
    this.state = watchState.parse(JSON.parse(JSON.stringify(next)));
  }
}

describe('notifications', () => {
  it('is told once when an alert begins, and once when it ends', () => {
    const world = new World();
    world.look([]);
    expect(world.told()).toEqual([]);
    world.look([MISMATCH]);
    world.look([MISMATCH]);
    expect(world.told()).toEqual([`began ${MX.name}`]);
    world.look([]);
    world.look([]);
    expect(world.told()).toEqual([`ended ${MX.name}`]);
  });

  it('is told when something else is wrong, and not when only the words are others', () => {
    const world = new World();
    world.look([MISMATCH]);
    world.look([{ ...MISMATCH, text: 'It does not match, at another time.' }]);
    expect(world.told()).toEqual([`began ${MX.name}`]);
    world.look([MISMATCH, UNREACHABLE]);
    expect(world.told()).toEqual([`changed ${MX.name}`]);
    world.look([UNREACHABLE, MISMATCH]);
    expect(world.told()).toEqual([]);
    world.look([{ ...MISMATCH, publish: ['another key'] }, UNREACHABLE]);
    expect(world.told()).toEqual([`changed ${MX.name}`]);
  });

  it('reminds a day after it was last told, with the time when it began', () => {
    const world = new World();
    const began = world.now;
    world.look([MISMATCH]);
    expect(world.told()).toEqual([`began ${MX.name}`]);
    world.now += 24 * HOUR_MS - 1;
    world.look([MISMATCH]);
    expect(world.told()).toEqual([]);
    world.now += 1;
    world.look([MISMATCH]);
    expect(pendingOf(world.state, 'mail')[0]?.changes[0]).toMatchObject({
      since: began,
    });
    expect(world.told()).toEqual([`reminder ${MX.name}`]);
    world.now += HOUR_MS;
    world.look([MISMATCH]);
    expect(world.told()).toEqual([]);
  });

  it('waits for a channel that takes nothing, in its order', () => {
    const world = new World();
    world.look([MISMATCH]);
    world.look([]);
    world.look([UNREACHABLE]);
    expect(pendingOf(world.state, 'mail').map(({ id }) => id)).toEqual(['id-1', 'id-2', 'id-3']);
    expect(world.told()).toEqual([`began ${MX.name}`, `ended ${MX.name}`, `began ${MX.name}`]);
  });

  it('of a channel is not used up by a run that has others', () => {
    const world = new World();
    world.look([MISMATCH], ['output']);
    expect(world.told('output')).toEqual([`began ${MX.name}`]);
    world.look([MISMATCH], ['output', 'webhook']);
    expect(world.told('output')).toEqual([]);
    expect(world.told('webhook')).toEqual([`began ${MX.name}`]);
  });

  it('says nothing of targets that were not looked at', () => {
    const world = new World();
    world.look([MISMATCH]);
    world.told();
    world.look([], ['mail'], watchedHost('other.example.org', 25));
    expect(world.told()).toEqual([]);
  });

  it('of a resolver that cannot be believed leaves the targets as they were', () => {
    const world = new World();
    world.look([MISMATCH]);
    world.told();
    world.lookBlindly();
    world.lookBlindly();
    expect(world.told()).toEqual(['began itself']);
    world.look([MISMATCH]);
    expect(world.told()).toEqual(['ended itself']);
    world.look([]);
    expect(world.told()).toEqual([`ended ${MX.name}`]);
  });

  it('has bounds: a hundred notifications, and a month for what nobody looks at', () => {
    const world = new World();
    for (let n = 0; n < 120; n += 1) world.look(n % 2 === 0 ? [MISMATCH] : []);
    expect(pendingOf(world.state, 'mail')).toHaveLength(100);
    expect(pendingOf(world.state, 'mail').at(-1)?.id).toBe('id-120');
    world.look([MISMATCH]);
    world.now += 31 * 24 * HOUR_MS;
    world.look([], ['mail'], watchedHost('other.example.org', 25));
    expect(Object.keys(world.state.targets)).not.toContain(MX.name);
    expect(world.state.channels['mail']?.told).toEqual({});
  });
});
