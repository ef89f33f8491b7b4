/**
 * What a watch remembers from one look to the next: what was wrong, who was told of it, and what is still to be told. A
 * notification is written down before anybody is told and taken away after: a run that is killed in between tells it once
 * more.
 */
import { z } from 'zod';

import type { ProbeFinding } from '#probe';
import { harmlessValues } from '#text';

/** Milliseconds since the epoch. */
const time = z.int().nonnegative();

/** Something that is wrong, or worth knowing. */
const troubleSchema = z.object({
  /** Stable, for programs: such as `tlsa-mismatch`, `name-servers-disagree`, `resolver-silent`. */
  code: z.string(),
  /** What it is about: such as `mail.example.org:25`, or `mail.example.org:25 [192.0.2.1]`. */
  subject: z.string(),
  text: z.string(),
  /** What to do; null when there is nothing to do. */
  advice: z.string().nullable(),
  /** Lines of a zone file that are missing there, once somebody has made sure that the key is theirs. */
  publish: z.array(z.string()),
  rfc: z.string().nullable(),
});

const wrongSince = z.object({ since: time, troubles: z.array(troubleSchema).readonly() });

const targetState = z.object({
  lookedAt: time,
  /** Where DANE applied, and is missed when it does not any more. */
  promised: z.array(z.string()).readonly(),
  trouble: wrongSince.nullable(),
});

const changeSchema = wrongSince.extend({
  /** `changed`: something else is wrong than was told before. `reminder`: the same, a day after it was last told. */
  event: z.enum(['began', 'changed', 'reminder', 'ended']),
  /** The name of a target; null: the watch itself can see nothing. */
  target: z.string().nullable(),
});

const pendingNotification = z.object({
  id: z.string(),
  at: time,
  changes: z.array(changeSchema).readonly(),
});

/** One way to tell somebody. Each has a memory of its own: who is told by one may not read the other. */
const channelState = z.object({
  /** By target: the trouble that was last told, or is about to be, and when. */
  told: z.record(z.string(), wrongSince.extend({ at: time })),
  pending: z.array(pendingNotification).readonly(),
});

export const watchState = z.object({
  version: z.literal(2),
  targets: z.record(z.string(), targetState),
  channels: z.record(z.string(), channelState),
});

/** Version 1 had the changes of the webhook in it: times of pending changes were RFC 3339 texts. */
const watchStateV1 = watchState.extend({
  version: z.literal(1),
  channels: z.record(
    z.string(),
    channelState.extend({
      pending: z
        .array(
          pendingNotification.extend({
            changes: z.array(changeSchema.extend({ since: z.iso.datetime() })).readonly(),
          }),
        )
        .readonly(),
    }),
  ),
});

export type Trouble = Readonly<z.infer<typeof troubleSchema>>;
export type Change = Readonly<z.infer<typeof changeSchema>>;
export type WatchState = Readonly<z.infer<typeof watchState>>;
export type TargetState = Readonly<z.infer<typeof targetState>>;
export type ChannelState = Readonly<z.infer<typeof channelState>>;
export type PendingNotification = Readonly<z.infer<typeof pendingNotification>>;

export const EMPTY_WATCH_STATE: WatchState = { version: 2, targets: {}, channels: {} };

/** Stands for the watch itself among the targets: a host has a port behind its name. */
export const WATCH_ITSELF = 'watch';

/** What a file of this or of an older version holds; null for anything else. */
export function readWatchState(stored: unknown): WatchState | null {
  const current = watchState.safeParse(stored);
  if (current.success) return current.data;
  const old = watchStateV1.safeParse(stored);
  return old.success ? fromV1(old.data) : null;
}

function fromV1({ targets, channels }: z.infer<typeof watchStateV1>): WatchState {
  const converted = Object.entries(channels).map(([name, { told, pending }]) => [
    name,
    {
      told,
      pending: pending.map((notification) => ({
        ...notification,
        changes: notification.changes.map((change) => ({ ...change, since: Date.parse(change.since) })),
      })),
    },
  ]);
  return { version: 2, targets, channels: Object.fromEntries(converted) as WatchState['channels'] };
}

/** Texts hold what strangers' servers said; in a line of a mail or a terminal none of that may be a command. */
export function trouble(about: Pick<Trouble, 'code' | 'subject' | 'text'> & Partial<Trouble>): Trouble {
  const { advice = null, publish = [], rfc = null } = about;
  return harmlessValues({ ...about, advice, publish, rfc }, { as: 'blank' });
}

export function troubleOf({ code, text, advice, rfc }: ProbeFinding, subject: string): Trouble {
  return trouble({ code, subject, text, advice, rfc });
}
