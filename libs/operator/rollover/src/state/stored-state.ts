/** A rollover as it is stored: where it stands, and all that a later run needs to go on. Times are milliseconds since the epoch. */
import { z } from 'zod';

import { STEPS } from '../engine/step.js';
import { rolloverOptionsSchema } from './rollover-options.js';

const moment = z.number().int().nonnegative();

const record = z.object({ name: z.string(), data: z.string() }).readonly();

const certificate = z
  .object({
    /** In DER, in base64, as CertificateFacts have it. */
    chain: z.array(z.base64()).readonly(),
    otherChains: z.record(z.string(), z.array(z.base64()).readonly()).readonly().default({}),
    records: z.array(record).readonly(),
  })
  .readonly();

/** A step that is begun and not done was interrupted, or waits; either way it is done again from its start. */
const progress = z.object({ begunAt: moment.nullable(), doneAt: moment.nullable() }).readonly();

const event = z
  .object({
    at: moment,
    step: z.enum(STEPS),
    text: z.string(),
    /** Of what a person is asked for in each run until it is seen: how often in all, and when last. */
    repeated: z
      .object({ times: z.number().int().min(2), lastAt: moment })
      .readonly()
      .optional(),
  })
  .readonly();

export const storedStateSchema = z
  .object({
    version: z.literal(1),
    id: z.string(),
    options: rolloverOptionsSchema,
    steps: z.record(z.enum(STEPS), progress).readonly(),
    finishedAt: moment.nullable(),
    /** Null until they are prepared. */
    certificates: z.object({ current: certificate, next: certificate }).readonly().nullable(),
    /** The next certificate needs no other records: DNS stays as it is, and nothing has to be waited for. */
    keepsRecords: z.boolean(),
    /** The greatest that was seen, of records or of their absence, in seconds. */
    ttl: z.number().int().nonnegative(),
    /** Since when every name server was seen to show all records; null when one does not. */
    seenAt: moment.nullable(),
    /** Since when something is in the way that usually passes by itself; null when nothing is. */
    hinderedSince: moment.nullable(),
    /** What the last run ended with; null when nothing was wrong. */
    trouble: z.object({ since: moment, reason: z.string() }).readonly().nullable().default(null),
    toDelete: z.array(record).readonly(),
    history: z.array(event).readonly(),
  })
  .readonly();

export type StoredState = z.infer<typeof storedStateSchema>;
export type StoredEvent = StoredState['history'][number];
export type StoredCertificate = z.infer<typeof certificate>;
