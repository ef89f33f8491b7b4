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
const alertSchema = z.object({
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

const wrongSince = z.object({ since: time, alerts: z.array(alertSchema).readonly() });

/** Of a domain: the MTA-STS policy that senders may have by now, and what was found about it that lasts. */
const rememberedPolicy = z
  .object({
    startedAt: z.iso.datetime(),
    mtaSts: z
      .object({
        status: z.enum(['found', 'none', 'invalid', 'failed']),
        text: z.string().nullable(),
        id: z.string().optional(),
        findings: z
          .array(
            z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()).optional() }).readonly(),
          )
          .readonly(),
      })
      .readonly()
      .nullable(),
  })
  .readonly();

const targetState = z.object({
  lookedAt: time,
  /** Where DANE applied, and is missed when it does not any more. */
  promised: z.array(z.string()).readonly(),
  alert: wrongSince.nullable(),
  /** Missing before version 4. */
  policy: rememberedPolicy.nullable().default(null),
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
  /** By target: the alert that was last told, or is about to be, and when. */
  told: z.record(z.string(), wrongSince.extend({ at: time })),
  pending: z.array(pendingNotification).readonly(),
});

export const watchState = z.object({
  version: z.literal(4),
  targets: z.record(z.string(), targetState),
  channels: z.record(z.string(), channelState),
});

export type Alert = Readonly<z.infer<typeof alertSchema>>;
export type Change = Readonly<z.infer<typeof changeSchema>>;
export type WatchState = Readonly<z.infer<typeof watchState>>;
export type TargetState = Readonly<z.infer<typeof targetState>>;
export type ChannelState = Readonly<z.infer<typeof channelState>>;
export type PendingNotification = Readonly<z.infer<typeof pendingNotification>>;

export const EMPTY_WATCH_STATE: WatchState = { version: 4, targets: {}, channels: {} };

/** Stands for the watch itself among the targets: a host has a port behind its name. */
export const WATCH_ITSELF = 'watch';

/** What a file of this or of an older version holds; null for anything else. */
export function readWatchState(stored: unknown): WatchState | null {
  const version = (stored as { version?: unknown } | null | undefined)?.version;
  const isOld = version === 1 || version === 2 || version === 3;
  const named = version === 1 || version === 2 ? fromOlder(stored) : stored;
  const { data = null } = watchState.safeParse(isOld ? { ...(named as object), version: 4 } : stored);
  return data;
}

/** Alerts were called troubles before version 3; in version 1 the times of pending changes were RFC 3339 texts. */
const OLDER_NAMES: ReadonlyMap<string, string> = new Map([
  ['trouble', 'alert'],
  ['troubles', 'alerts'],
]);

function fromOlder(value: unknown): object {
  const converted = (one: unknown): unknown =>
    typeof one === 'object' && one !== null ? fromOlder(one) : one;
  if (Array.isArray(value)) return value.map(converted);
  return Object.fromEntries(
    Object.entries(value as object).map(([key, one]) => [
      OLDER_NAMES.get(key) ?? key,
      key === 'since' && typeof one === 'string' ? Date.parse(one) : converted(one),
    ]),
  );
}

/** Texts hold what strangers' servers said; in a line of a mail or a terminal none of that may be a command. */
export function alert(about: Pick<Alert, 'code' | 'subject' | 'text'> & Partial<Alert>): Alert {
  const { advice = null, publish = [], rfc = null } = about;
  return harmlessValues({ ...about, advice, publish, rfc }, { as: 'blank' });
}

export function alertOf({ code, text, advice, rfc }: ProbeFinding, subject: string): Alert {
  return alert({ code, subject, text, advice, rfc });
}
