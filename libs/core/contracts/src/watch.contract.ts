/**
 * What `havedane watch` tells: a `watchNotificationBody` is posted to WATCH_WEBHOOK, a `watchReportBody` is what
 * `--json` prints after each look.
 */
import { z } from 'zod';

const timestamp = z.iso.datetime({ precision: 3 });

/** Something that is wrong, or worth knowing. */
export const watchAlertBody = z.object({
  /** Stable, for programs: such as `tlsa-mismatch`, `name-servers-disagree`, `resolver-silent`. */
  code: z.string(),
  /** What it is about: such as `mail.example.org:25`, or `mail.example.org:25 [192.0.2.1]`. */
  subject: z.string(),
  /** What was found. */
  text: z.string(),
  /** What to do; null when there is nothing to do. */
  advice: z.string().nullable(),
  /** Lines of a zone file that are missing there, once somebody has made sure that the key is theirs. */
  publish: z.array(z.string()),
  rfc: z.string().nullable(),
});

/**
 * - `began`: all was well before.
 * - `changed`: something else is wrong than was reported before.
 * - `reminder`: the same is still wrong, a day after it was last reported.
 * - `ended`: all is well again.
 */
export const WATCH_EVENTS = ['began', 'changed', 'reminder', 'ended'] as const;

export const watchChangeBody = z.object({
  event: z.enum(WATCH_EVENTS),
  /** Such as `mail.example.org:25` or `MX of example.org`; null: the watch itself can see nothing. */
  target: z.string().nullable(),
  /** When the alert began. */
  since: timestamp,
  /** What is wrong now; with `ended`, what was wrong. */
  alerts: z.array(watchAlertBody),
});

export const watchNotificationBody = z.object({
  /** The same with every attempt, so that duplicates can be dropped. */
  id: z.string(),
  at: timestamp,
  /** All of it in words, in several lines: what chat programs show. */
  text: z.string(),
  changes: z.array(watchChangeBody),
});

export const watchTargetBody = z.object({
  target: z.string(),
  /** `mismatch`: its records are wrong on purpose. */
  expected: z.enum(['verified', 'mismatch']),
  /** `unknown`: it could not be looked at; `resolver` says why. */
  state: z.enum(['well', 'alert', 'unknown']),
  /** When the alert began. */
  since: timestamp.nullable(),
  alerts: z.array(watchAlertBody),
  /** What is worth knowing without being an alert. */
  notes: z.array(watchAlertBody),
  /** When the first of the certificates that are served expires. */
  notAfter: timestamp.nullable(),
});

export const watchReportBody = z.object({
  at: timestamp,
  resolver: z.object({
    address: z.string(),
    /** Why nothing could be seen; null when all is well with it. */
    alert: watchAlertBody.nullable(),
  }),
  targets: z.array(watchTargetBody),
  /** What is new since the last look. */
  changes: z.array(watchChangeBody),
  /** Notifications that could not be handed over yet, by channel. */
  untold: z.record(z.string(), z.int()),
});

export type WatchAlertBody = z.infer<typeof watchAlertBody>;
export type WatchEvent = (typeof WATCH_EVENTS)[number];
export type WatchChangeBody = z.infer<typeof watchChangeBody>;
export type WatchNotificationBody = z.infer<typeof watchNotificationBody>;
export type WatchTargetBody = z.infer<typeof watchTargetBody>;
export type WatchReportBody = z.infer<typeof watchReportBody>;
