/** One fact that was seen, as a part of a check. */
import { z } from 'zod';

import { ATTRIBUTIONS, OBSERVATION_KINDS, QUERY_TRANSPORTS, SESSION_ENDS, SESSION_STAGES } from '#checks';
import { CERTIFICATE_IDS, SCENARIO_IDS } from '#scenarios';

/** RFC 3339 in UTC with milliseconds. */
export const timestamp = z.iso.datetime({ precision: 3 });

export const tlsBody = z.object({
  version: z.string(),
  /** Null when the handshake was broken off before it could be known. */
  cipher: z.string().nullable(),
  serverName: z.string().nullable(),
});

/** Milliseconds since the session connected; null where it did not come so far. */
export const timingBody = z.object({
  connectedAt: z.int().meta({ description: 'Milliseconds since the epoch.' }),
  ehlo: z.int().nullable(),
  startTls: z.int().nullable(),
  clientHello: z.int().nullable(),
  certificate: z.int().nullable(),
  mail: z.int().nullable(),
  queuedAt: z.int().nullable().optional().meta({
    description:
      'When the sender took the first message of the session into its queue: milliseconds since the epoch, by its own clock. Null where that message does not say it.',
  }),
});

export const evidenceBody = z.object({
  session: z.string(),
  clientPort: z.int(),
  end: z.enum(SESSION_ENDS),
  alert: z.string().nullable(),
  certificate: z.enum(CERTIFICATE_IDS).nullable(),
  certificateOfRelease: z.boolean().meta({
    description:
      'Whether that certificate is shown to the retry of a released message, or where refused mail can go instead, alone.',
  }),
  sinceCertificateMs: z.int().nullable(),
  reached: z.enum(SESSION_STAGES).nullable().meta({
    description:
      'How far the client came since the handshake, or since it connected without one. Null where that is not known.',
  }),
  reply: z.string().nullable().meta({ description: 'Our first error reply; later ones follow from it.' }),
  timing: timingBody.nullable(),
  mailFrom: z.string().nullable(),
  recipient: z.string().nullable(),
  messageId: z.string().nullable(),
  size: z.int().nullable(),
});

export const queryBody = z.object({
  name: z.string(),
  type: z.string(),
  dnssecOk: z.boolean(),
  transport: z.enum(QUERY_TRANSPORTS),
  resolverPort: z.int(),
});

export const observationBody = z.object({
  id: z.int(),
  at: timestamp,
  kind: z.enum(OBSERVATION_KINDS),
  scenario: z.enum(SCENARIO_IDS),
  clientAddress: z.string(),
  clientName: z.string().nullable(),
  attribution: z.enum(ATTRIBUTIONS),
  tls: tlsBody.nullable(),
  detail: z.string(),
  evidence: evidenceBody.nullable(),
  /** What was asked of our name server; the client is the resolver. Null for everything but `dns-query`. */
  query: queryBody.nullable(),
});
export type TlsBody = z.infer<typeof tlsBody>;
export type EvidenceBody = z.infer<typeof evidenceBody>;
export type QueryBody = z.infer<typeof queryBody>;
export type ObservationBody = z.infer<typeof observationBody>;
