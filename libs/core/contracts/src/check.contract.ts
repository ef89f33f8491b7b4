/** The body of a check, as `GET /api/checks/TOKEN` answers it and `check:update` pushes it. */
import { z } from 'zod';

import {
  ATTRIBUTIONS,
  CONCLUSIONS,
  OBSERVATION_KINDS,
  OUTCOMES,
  PRESENTED_CERTIFICATES,
  QUERY_TRANSPORTS,
  RELEASE_STATES,
  SCENARIO_STATES,
  SESSION_ENDS,
  SESSION_STAGES,
} from '#checks';
import { SCENARIO_IDS } from '#scenarios';

/** RFC 3339 in UTC with milliseconds. */
const timestamp = z.iso.datetime({ precision: 3 });

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
});

export const evidenceBody = z.object({
  session: z.string(),
  clientPort: z.int(),
  end: z.enum(SESSION_ENDS),
  alert: z.string().nullable(),
  /** `spare` is presented to the retry of a message that is let through. */
  certificate: z.enum(PRESENTED_CERTIFICATES).nullable(),
  sinceCertificateMs: z.int().nullable(),
  reached: z.enum(SESSION_STAGES).nullable().meta({
    description:
      'How far the client came since the handshake, or since it connected without one. Null where that is not known.',
  }),
  reply: z.string().nullable().meta({ description: 'Our first error reply: the cause of those after it.' }),
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

export const adviceBody = z.object({
  audience: z.string(),
  step: z
    .string()
    .meta({ description: 'Plain text, in which settings and commands stand between backticks.' }),
});

export const verdictBody = z.object({
  outcome: z.enum(OUTCOMES),
  provisional: z.boolean(),
  title: z.string(),
  explanation: z.string(),
  advice: z.array(adviceBody),
});

export const checkScenarioBody = z.object({
  id: z.enum(SCENARIO_IDS),
  title: z.string(),
  summary: z.string(),
  address: z.string(),
  classicAddress: z.string(),
  expected: z.enum(['delivered', 'refused', 'either']),
  state: z.enum(SCENARIO_STATES),
  conclusion: z.enum(CONCLUSIONS),
  /** What was seen at this host so far, in one sentence. */
  finding: z.string(),
  rfc: z.string(),
});

/** Where the release of a refused message stands. */
export const releaseBody = z.object({
  state: z.enum(RELEASE_STATES).meta({
    description:
      '`not-yet`: no server of the check was seen to refuse. `unavailable`: one was, at a host that all checks share (classic addresses). `possible`: ask for it, or wait until `at`. `released`: the next retry is delivered. `delivered`: a message was delivered, which ends the release. `expired`: nothing was delivered within a day, which ends it too.',
  }),
  at: timestamp.nullable().meta({
    description:
      '`possible`: when it happens automatically, null when never. `released`: since when. `delivered`, `expired`: when it ended. Null in the other states.',
  }),
});

export const checkBody = z.object({
  token: z.string(),
  url: z.url(),
  revision: z.int().meta({
    description:
      'Never falls while the check exists: of two bodies the one with the lower revision is older. With the same revision only time or the release can have moved on.',
  }),
  createdAt: timestamp,
  expiresAt: timestamp,
  verdict: verdictBody,
  scenarios: z.array(checkScenarioBody),
  /** Of `releases` the one in which there is something to do or to wait for. */
  release: releaseBody,
  releases: z.array(releaseBody.extend({ scenario: z.string() })),
  observations: z.array(observationBody),
  /** Observations beyond the cap of stored ones: counted, not kept. */
  observationsDropped: z.int(),
});

export type TlsBody = z.infer<typeof tlsBody>;
export type EvidenceBody = z.infer<typeof evidenceBody>;
export type QueryBody = z.infer<typeof queryBody>;
export type ObservationBody = z.infer<typeof observationBody>;
export type AdviceBody = z.infer<typeof adviceBody>;
export type VerdictBody = z.infer<typeof verdictBody>;
export type CheckScenarioBody = z.infer<typeof checkScenarioBody>;
export type ReleaseBody = z.infer<typeof releaseBody>;
export type CheckBody = z.infer<typeof checkBody>;
