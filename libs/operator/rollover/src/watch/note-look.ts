/** Takes what was seen into what is remembered. */
import type { TargetLook } from './judge-target.js';
import type { Trouble } from './trouble.js';
import { type TargetState, WATCH_ITSELF, type WatchState } from './watch-state.js';
import type { WatchedTarget } from './watched-target.js';

export type Look =
  | { readonly kind: 'seen'; readonly at: number; readonly targets: readonly SeenTarget[] }
  /** Without a resolver to believe nothing is known of any target. */
  | { readonly kind: 'blind'; readonly at: number; readonly reason: Trouble };

export interface SeenTarget {
  readonly target: WatchedTarget;
  readonly look: TargetLook;
}

/** What nobody looks at any more is forgotten after so long. */
const FORGOTTEN_AFTER_MS = 30 * 86_400_000;

export function noteLook(state: WatchState, look: Look): WatchState {
  const noted = (name: string, troubles: readonly Trouble[], promised: readonly string[]): TargetState => ({
    lookedAt: look.at,
    promised: [...promised],
    trouble:
      troubles.length === 0
        ? null
        : { since: state.targets[name]?.trouble?.since ?? look.at, troubles: [...troubles] },
  });
  const itself = noted(WATCH_ITSELF, look.kind === 'blind' ? [look.reason] : [], []);
  const seen = look.kind === 'blind' ? [] : look.targets;
  return forget(
    {
      ...state,
      targets: {
        ...state.targets,
        [WATCH_ITSELF]: itself,
        ...Object.fromEntries(
          seen.map(({ target, look: { troubles, promised } }) => [
            target.name,
            noted(target.name, troubles, promised),
          ]),
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
