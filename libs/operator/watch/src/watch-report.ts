/** What a look came to, for whoever prints or counts it. */
import type { WatchChangeBody, WatchReportBody, WatchTargetBody } from '#contracts';

import { type Snapshot } from './notifications.js';
import { type WatchedTarget } from './watched-target.js';
import { type Change, type WatchState } from './watch-state.js';

interface Looked {
  readonly look: Snapshot;
  readonly targets: readonly WatchedTarget[];
  /** After the look was noted. */
  readonly state: WatchState;
  readonly changes: readonly Change[];
  readonly resolverAddress: string;
  /** Those that are waited for. */
  readonly channels: readonly string[];
}

export function watchReport(looked: Looked): WatchReportBody {
  const { look, targets, state, changes, resolverAddress, channels } = looked;
  return {
    at: new Date(look.at).toISOString(),
    resolver: { address: resolverAddress, alert: look.kind === 'blind' ? look.reason : null },
    targets: targets.map((target) => targetBody(target, look, state)),
    changes: changes.map(changeBody),
    untold: Object.fromEntries(channels.map((name) => [name, state.channels[name]?.pending.length ?? 0])),
  };
}

/** As it is reported and posted. */
export function changeBody({ event, target, since, alerts }: Change): WatchChangeBody {
  return { event, target, since: new Date(since).toISOString(), alerts: [...alerts] };
}

function targetBody({ name, expected }: WatchedTarget, look: Snapshot, state: WatchState): WatchTargetBody {
  const alert = state.targets[name]?.alert ?? null;
  const told = {
    target: name,
    expected,
    since: alert === null ? null : new Date(alert.since).toISOString(),
    alerts: [...(alert?.alerts ?? [])],
  };
  const seen =
    look.kind === 'seen' ? look.targets.find(({ target }) => target.name === name)?.look : undefined;
  if (seen === undefined) return { ...told, state: 'unknown', notes: [], notAfter: null };
  return {
    ...told,
    state: alert === null ? 'well' : 'alert',
    alerts: [...seen.alerts],
    notes: [...seen.notes],
    notAfter: seen.notAfter === null ? null : new Date(seen.notAfter).toISOString(),
  };
}
