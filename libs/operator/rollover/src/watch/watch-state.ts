/**
 * What a watch remembers from one look to the next: what was wrong, who was told of it, and what is still to be told. A
 * notification is written down before anybody is told and taken away after: who is killed in between tells it once more.
 */
import { z } from 'zod';

import { watchChangeBody, watchTroubleBody } from '#contracts';

const time = z.int().nonnegative();

const wrongSince = z.object({ since: time, troubles: z.array(watchTroubleBody).readonly() });

const targetState = z.object({
  lookedAt: time,
  /** Where DANE applied, and is missed when it does not any more. */
  promised: z.array(z.string()).readonly(),
  trouble: wrongSince.nullable(),
});

const pendingNotification = z.object({
  id: z.string(),
  at: time,
  changes: z.array(watchChangeBody).readonly(),
});

/** One way to tell somebody. Each has a memory of its own: who is told by one may not read the other. */
const channelState = z.object({
  /** By target: the trouble that was last told, or is about to be, and when. */
  told: z.record(z.string(), wrongSince.extend({ at: time })),
  pending: z.array(pendingNotification).readonly(),
});

export const watchState = z.object({
  version: z.literal(1),
  targets: z.record(z.string(), targetState),
  channels: z.record(z.string(), channelState),
});

export type WatchState = Readonly<z.infer<typeof watchState>>;
export type TargetState = Readonly<z.infer<typeof targetState>>;
export type ChannelState = Readonly<z.infer<typeof channelState>>;
export type PendingNotification = Readonly<z.infer<typeof pendingNotification>>;

export const EMPTY_WATCH_STATE: WatchState = { version: 1, targets: {}, channels: {} };

/** Stands for the watch itself among the targets: a host has a port behind its name. */
export const WATCH_ITSELF = 'watch';
