/**
 * What a probe reports: how a mail server receives. `havedane probe --json` prints an array of `probeTargetBody`;
 * `GET /api/probes/ID` answers a `probeBody`, which `probe:update` pushes while it runs. The results are those of #probe,
 * which says what they mean.
 */
import { z } from 'zod';

import type { DaneState, ProbeResult, ProbeStep, ProbeTarget, SenderVerdict } from '#probe';

import { coded, factsOfStep, probeFindingBody, why } from './coded.contract.js';

const timestamp = z.iso.datetime({ precision: 3 });

export const PROBE_RESULTS = ['ok', 'warning', 'error'] as const satisfies readonly ProbeResult[];

export const DANE_STATES = [
  'verified',
  'mismatch',
  'unusable',
  'none',
  'insecure',
  'bogus',
  'no-starttls',
  'not-looked-at',
  'unreachable',
] as const satisfies readonly DaneState[];

export const probeTlsaRecordBody = z.object({
  text: z.string(),
  usage: z.int(),
  selector: z.int(),
  matchingType: z.int(),
});

export const probeRecordResultBody = probeTlsaRecordBody.extend({
  result: z.enum(['match', 'mismatch', 'unusable', 'not-judged']),
  reason: z.string().nullable(),
  why,
  rfc: z.string().nullable(),
  depth: z.int().nullable(),
});

export const probeCertificateBody = z.object({
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  serialNumber: z.string(),
  notBefore: timestamp,
  notAfter: timestamp,
  key: z.string(),
  signatureAlgorithm: z.string(),
  isCa: z.boolean(),
  sha256: z.string(),
  publicKeySha256: z.string(),
  pem: z.string(),
});

export const probeOcspBody = z.object({
  status: z.enum([
    'none',
    'good',
    'revoked',
    'unknown',
    'try-later',
    'unreadable',
    'bad-signature',
    'not-checked',
    'not-valid-now',
  ]),
  ...coded,
});

export const probeHandshakeBody = z.object({
  offered: z.enum(['any', 'rsa', 'ecdsa']),
  status: z.enum(['completed', 'not-offered', 'failed']),
  error: z.string().nullable(),
  why,
  tls: z.object({ version: z.string(), cipher: z.string(), keyExchange: z.string().nullable() }).nullable(),
  certificates: z.array(probeCertificateBody),
  records: z.array(probeRecordResultBody),
  dane: z.enum(DANE_STATES).nullable(),
  ocsp: probeOcspBody.nullable(),
  names: z.object({ accepted: z.array(z.string()), matched: z.array(z.string()) }).nullable(),
  webPki: z.object({ trusted: z.boolean(), error: z.string().nullable() }).nullable(),
});

export const probeAddressBody = z.object({
  address: z.string(),
  port: z.int(),
  result: z.enum(PROBE_RESULTS),
  dane: z.enum(DANE_STATES),
  banner: z.string().nullable(),
  starttls: z.boolean().nullable(),
  handshakes: z.array(probeHandshakeBody),
  findings: z.array(probeFindingBody),
  durationMs: z.int(),
});

export const probeNameServerBody = z.object({
  name: z.string(),
  address: z.string(),
  records: z.array(z.string()).nullable(),
  agrees: z.boolean(),
  error: z.string().nullable(),
  why,
});

export const probeTlsaBody = z.object({
  name: z.string(),
  baseDomain: z.string(),
  status: z.enum(['found', 'none', 'bogus', 'failed', 'not-asked']),
  secure: z.boolean(),
  ttl: z.int().nullable(),
  records: z.array(probeTlsaRecordBody),
  nameServers: z.array(probeNameServerBody).nullable(),
});

export const probeRolloverBody = z.object({
  scheme: z.enum(['3 1 1 + 3 1 1', '3 1 1 + 2 1 1', 'single', 'other', 'none']),
  ready: z.boolean(),
  ...coded,
});

export const SENDER_VERDICTS = [
  'authenticated',
  'unauthenticated',
  'in-the-clear',
  'deferred',
  'either',
  'not-known',
] as const satisfies readonly SenderVerdict[];

export const probeSenderBody = z.object({
  sender: z.string().meta({
    description:
      '`Postfix`, `Exim`, `Exchange Online`, or `RFC 7672`: a sender that follows the standard strictly.',
  }),
  verdict: z.enum(SENDER_VERDICTS),
  ...coded,
});

export const probeHostBody = z.object({
  name: z.string(),
  port: z.int(),
  preference: z.int().nullable(),
  result: z.enum(PROBE_RESULTS),
  dane: z.enum(DANE_STATES),
  canonicalName: z.string(),
  addressesSecure: z.boolean(),
  tlsa: probeTlsaBody,
  referenceNames: z.array(z.string()),
  addresses: z.array(probeAddressBody),
  senders: z.array(probeSenderBody),
  rollover: probeRolloverBody.nullable(),
  suggestions: z.array(z.string()),
  findings: z.array(probeFindingBody),
});

export const probePolicyBody = z.object({
  status: z.enum(['found', 'none', 'invalid', 'failed']),
  text: z.string().nullable(),
  id: z.string().optional(),
  findings: z.array(probeFindingBody),
});

export const probeTargetBody = z.object({
  target: z.string(),
  mode: z.enum(['host', 'mx', 'srv']),
  result: z.enum(PROBE_RESULTS),
  dane: z.enum(DANE_STATES),
  findings: z.array(probeFindingBody),
  lookup: z.object({ name: z.string(), type: z.enum(['MX', 'SRV']), secure: z.boolean() }).nullable(),
  hosts: z.array(probeHostBody),
  mtaSts: probePolicyBody.nullable(),
  tlsRpt: probePolicyBody.nullable(),
  resolver: z.object({ address: z.string().nullable(), validates: z.boolean().nullable() }),
  startedAt: timestamp,
  durationMs: z.int(),
}) satisfies z.ZodType<ProbeTarget>;

export const probeStepBody = z.object({
  at: timestamp,
  host: z.string().nullable(),
  address: z.string().nullable(),
  state: z.enum(['running', 'done', 'warning', 'error']),
  ...coded,
  facts: factsOfStep,
}) satisfies z.ZodType<ProbeStep>;

/** What `POST /api/probes` asks for. */
export const probeRequestBody = z.object({
  domain: z.string().meta({ description: 'A mail domain: the part after the @.', example: 'example.org' }),
});

export const probeBody = z.object({
  id: z.string(),
  url: z.url(),
  domain: z.string(),
  /** `waiting` for its turn; `failed`: there is no result, and the last step says why. */
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
  steps: z.array(probeStepBody),
  /** Null until it is done. */
  result: probeTargetBody.nullable(),
});

export type { DaneState, ProbeResult };
export type ProbeFindingBody = z.infer<typeof probeFindingBody>;
export type ProbeTlsaRecordBody = z.infer<typeof probeTlsaRecordBody>;
export type ProbeRecordResultBody = z.infer<typeof probeRecordResultBody>;
export type ProbeCertificateBody = z.infer<typeof probeCertificateBody>;
export type ProbeOcspBody = z.infer<typeof probeOcspBody>;
export type ProbeHandshakeBody = z.infer<typeof probeHandshakeBody>;
export type ProbeAddressBody = z.infer<typeof probeAddressBody>;
export type ProbeNameServerBody = z.infer<typeof probeNameServerBody>;
export type ProbeTlsaBody = z.infer<typeof probeTlsaBody>;
export type ProbeRolloverBody = z.infer<typeof probeRolloverBody>;
export type ProbeSenderBody = z.infer<typeof probeSenderBody>;
export type ProbeHostBody = z.infer<typeof probeHostBody>;
export type ProbePolicyBody = z.infer<typeof probePolicyBody>;
export type ProbeTargetBody = z.infer<typeof probeTargetBody>;
export type ProbeStepBody = z.infer<typeof probeStepBody>;
export type ProbeRequestBody = z.infer<typeof probeRequestBody>;
export type ProbeBody = z.infer<typeof probeBody>;
