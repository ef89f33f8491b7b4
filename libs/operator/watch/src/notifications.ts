/** What there is to tell, and to whom: decided by what each channel was told before. */

import type { TargetSnapshot } from './judge-target.js';
import {
  type ChannelState,
  type PendingNotification,
  type TargetState,
  type Alert,
  WATCH_ITSELF,
  type WatchState,
  type Change,
} from './watch-state.js';
import type { WatchedTarget } from './watched-target.js';

/** Who was told of an alert is told again, as long as it lasts. */
const REMIND_AFTER_MS = 86_400_000;
/** For a channel that takes nothing for long; beyond that the oldest go. */
const MOST_PENDING = 100;

const EMPTY_CHANNEL: ChannelState = { told: {}, pending: [] };

/**
 * Writes down what each of the channels is to be told.
 *
 * @param targets the names of those that were looked at; of the others nothing new is known
 * @param newId of a notification; called for each that there is
 */
export function queueNotifications(
  state: WatchState,
  channels: readonly string[],
  targets: readonly string[],
  now: number,
  newId: () => string,
): WatchState {
  const names = [WATCH_ITSELF, ...targets];
  const queued = channels.map((name) => {
    const channel = state.channels[name] ?? EMPTY_CHANNEL;
    return [name, queueFor(channel, state, names, now, newId)] as const;
  });
  return { ...state, channels: { ...state.channels, ...Object.fromEntries(queued) } };
}

function queueFor(
  channel: ChannelState,
  state: WatchState,
  names: readonly string[],
  now: number,
  newId: () => string,
): ChannelState {
  const changes = names.flatMap((name) => changeOf(name, state.targets[name], channel.told[name], now) ?? []);
  if (changes.length === 0) return channel;
  const changed = new Set(changes.map(({ target }) => target ?? WATCH_ITSELF));
  const untouched = Object.entries(channel.told).filter(([name]) => !changed.has(name));
  const told = [...changed].flatMap((name) => {
    const alert = state.targets[name]?.alert;
    return alert === null || alert === undefined ? [] : [[name, { ...alert, at: now }] as const];
  });
  const pending: PendingNotification = { id: newId(), at: now, changes };
  return {
    told: Object.fromEntries([...untouched, ...told]),
    pending: [...channel.pending, pending].slice(-MOST_PENDING),
  };
}

function changeOf(
  name: string,
  state: TargetState | undefined,
  told: ChannelState['told'][string] | undefined,
  now: number,
): Change | null {
  const alert = state?.alert ?? null;
  const target = name === WATCH_ITSELF ? null : name;
  if (alert === null) {
    return told === undefined ? null : change('ended', target, told);
  }
  if (told === undefined) return change('began', target, alert);
  if (fingerprint(told.alerts) !== fingerprint(alert.alerts)) return change('changed', target, alert);
  return now - told.at >= REMIND_AFTER_MS ? change('reminder', target, alert) : null;
}

function change(
  event: Change['event'],
  target: string | null,
  { since, alerts }: { readonly since: number; readonly alerts: readonly Alert[] },
): Change {
  return { event, target, since, alerts: [...alerts] };
}

/** Texts hold times and words of servers, which change while the alert stays the same. */
export function fingerprint(alerts: readonly Alert[]): string {
  return alerts
    .map(({ code, subject, publish }) => JSON.stringify([code, subject, publish]))
    .sort()
    .join('\n');
}

export function pendingOf(state: WatchState, channel: string): readonly PendingNotification[] {
  return state.channels[channel]?.pending ?? [];
}

/** The channel was told, or is given up: it is not tried again. */
export function settle(state: WatchState, channel: string, id: string): WatchState {
  const before = state.channels[channel];
  if (before === undefined) return state;
  const pending = before.pending.filter((one) => one.id !== id);
  return { ...state, channels: { ...state.channels, [channel]: { ...before, pending } } };
}

/** Takes what was seen into what is remembered. */

export type Snapshot =
  | { readonly kind: 'seen'; readonly at: number; readonly targets: readonly SeenTarget[] }
  /** Without a resolver to believe nothing is known of any target. */
  | { readonly kind: 'blind'; readonly at: number; readonly reason: Alert };

export interface SeenTarget {
  readonly target: WatchedTarget;
  readonly look: TargetSnapshot;
}

/** What nobody looks at any more is forgotten after so long. */
const FORGOTTEN_AFTER_MS = 30 * 86_400_000;

export function noteSnapshot(state: WatchState, look: Snapshot): WatchState {
  const noted = (
    name: string,
    { alerts, promised, policy }: Pick<TargetSnapshot, 'alerts' | 'promised' | 'policy'>,
  ): TargetState => ({
    ...{ lookedAt: look.at, promised: [...promised], policy },
    alert:
      alerts.length === 0
        ? null
        : { since: state.targets[name]?.alert?.since ?? look.at, alerts: [...alerts] },
  });
  const alerts = look.kind === 'blind' ? [look.reason] : [];
  const itself = noted(WATCH_ITSELF, { alerts, promised: [], policy: null });
  const seen = look.kind === 'blind' ? [] : look.targets;
  return forget(
    {
      ...state,
      targets: {
        ...state.targets,
        [WATCH_ITSELF]: itself,
        ...Object.fromEntries(
          seen.map((one) => [one.target.name, noted(one.target.name, one.look)] as const),
        ),
      },
    },
    look.at,
  );
}

function forget(state: WatchState, now: number): WatchState {
  const isKept = ([, { lookedAt }]: [string, TargetState]) => now - lookedAt < FORGOTTEN_AFTER_MS;
  const targets = Object.fromEntries(Object.entries(state.targets).filter(isKept));
  const channels = Object.entries(state.channels).map(([name, channel]) => {
    const told = Object.entries(channel.told).filter(([target]) => targets[target] !== undefined);
    return [name, { ...channel, told: Object.fromEntries(told) }] as const;
  });
  return { ...state, targets, channels: Object.fromEntries(channels) };
}
