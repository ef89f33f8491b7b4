/**
 * What a probe tells: how a mail server receives. `havedane probe --json` prints an array of `probeTargetBody`;
 * `GET /api/probes/ID` answers a `probeBody`, which `probe:update` pushes while it runs.
 */
import { z } from 'zod';

const timestamp = z.iso.datetime({ precision: 3 });

export const PROBE_RESULTS = ['ok', 'warning', 'error'] as const;

/**
 * - `verified`: DANE applies and authenticates what is presented.
 * - `mismatch`: DANE applies and nothing that is presented matches: senders that use DANE do not deliver.
 * - `unusable`: there are secure TLSA records, none that can be used: TLS is demanded, nobody authenticated.
 * - `none`: no TLSA records, denied securely or not.
 * - `insecure`: the zone is not signed, so that DANE does not apply, whatever TLSA records it holds.
 * - `bogus`: DNS answers fail validation or fail altogether: senders that use DANE do not deliver.
 * - `no-starttls`: no TLS to be had.
 * - `not-looked-at`: a probe opens only so many connections, and none was left for this; or for a part of it, all else being
 *   `verified`.
 * - `unreachable`: nothing could be connected to.
 */
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
] as const;

/** The words that a large sender puts into its bounce, or its log, in this case. */
export const probeBounceBody = z.object({ sender: z.string(), text: z.string() });

/** One thing worth saying. */
export const probeFindingBody = z.object({
  /** Stable, for programs: such as `tlsa-mismatch`, `second-certificate-unpublished`, `resolver-does-not-validate`. */
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  /** What was found, in one sentence. */
  text: z.string(),
  /** What to do about it; null when there is nothing to do. */
  advice: z.string().nullable(),
  /** Such as `RFC 7672 §2.2.3`. */
  rfc: z.string().nullable(),
  bounces: z.array(probeBounceBody),
});

export const probeTlsaRecordBody = z.object({
  /** As in a zone file, without the owner: `3 1 1 8d02…`. */
  text: z.string(),
  usage: z.int(),
  selector: z.int(),
  matchingType: z.int(),
});

export const probeRecordResultBody = probeTlsaRecordBody.extend({
  result: z.enum(['match', 'mismatch', 'unusable']),
  /** Why it does not match, in one sentence; null for a match. */
  reason: z.string().nullable(),
  rfc: z.string().nullable(),
  /** Which certificate it describes, the server's own being 0; null when none. */
  depth: z.int().nullable(),
});

export const probeCertificateBody = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** The DNS names of the subject alternative name; the common name when it has none. */
  names: z.array(z.string()),
  serialNumber: z.string(),
  notBefore: timestamp,
  notAfter: timestamp,
  /** Such as `RSA 2048` or `ECDSA P-256`. */
  key: z.string(),
  signatureAlgorithm: z.string(),
  isCa: z.boolean(),
  /** SHA-256 of the certificate and of its public key, in lower-case hexadecimal: what `3 0 1` and `3 1 1` hold. */
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
    'not-valid-now',
  ]),
  text: z.string(),
});

/** One TLS handshake. A server may hold two certificates, and a client gets the one that its algorithms ask for. */
export const probeHandshakeBody = z.object({
  /** Which certificates the client asked for. */
  offered: z.enum(['any', 'rsa', 'ecdsa']),
  /** `not-offered`: the server has no such certificate. `failed`: see `error`. */
  status: z.enum(['completed', 'not-offered', 'failed']),
  error: z.string().nullable(),
  tls: z.object({ version: z.string(), cipher: z.string(), keyExchange: z.string().nullable() }).nullable(),
  /** As presented, the server's own first. */
  certificates: z.array(probeCertificateBody),
  records: z.array(probeRecordResultBody),
  dane: z.enum(DANE_STATES).nullable(),
  ocsp: probeOcspBody.nullable(),
  /** Whether the certificate carries one of the names, and is trusted by the CAs of this machine: not asked by DANE. */
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

/** What each authoritative name server said, with `--all-nameservers`. */
export const probeNameServerBody = z.object({
  name: z.string(),
  address: z.string(),
  records: z.array(z.string()).nullable(),
  agrees: z.boolean(),
  error: z.string().nullable(),
});

export const probeTlsaBody = z.object({
  /** Where the records were asked for: `_25._tcp.mx.example.org`; after aliases, where they were found. */
  name: z.string(),
  /** The TLSA base domain (RFC 7672 §2.2.2). */
  baseDomain: z.string(),
  status: z.enum(['found', 'none', 'bogus', 'failed', 'not-asked']),
  secure: z.boolean(),
  ttl: z.int().nullable(),
  records: z.array(probeTlsaRecordBody),
  nameServers: z.array(probeNameServerBody).nullable(),
});

/** Whether the records leave room to change the key without a moment in which they do not match (RFC 7671 §8). */
export const probeRolloverBody = z.object({
  scheme: z.enum(['3 1 1 + 3 1 1', '3 1 1 + 2 1 1', 'single', 'other', 'none']),
  ready: z.boolean(),
  text: z.string(),
});

export const probeHostBody = z.object({
  name: z.string(),
  port: z.int(),
  /** Of the MX or SRV record; null when the host was named directly. */
  preference: z.int().nullable(),
  result: z.enum(PROBE_RESULTS),
  dane: z.enum(DANE_STATES),
  /** Where the aliases of the host lead; the host itself when it is none. */
  canonicalName: z.string(),
  addressesSecure: z.boolean(),
  tlsa: probeTlsaBody,
  /** Of which one must be in the certificate for DANE-TA (RFC 7672 §3.2.2). */
  referenceNames: z.array(z.string()),
  addresses: z.array(probeAddressBody),
  rollover: probeRolloverBody.nullable(),
  /** TLSA records for what is served, when asked for (`--suggest`). */
  suggestions: z.array(z.string()),
  findings: z.array(probeFindingBody),
});

export const probePolicyBody = z.object({
  status: z.enum(['found', 'none', 'invalid', 'failed']),
  /** The record, or the policy, as published; null when there is none. */
  text: z.string().nullable(),
  findings: z.array(probeFindingBody),
});

export const probeTargetBody = z.object({
  target: z.string(),
  mode: z.enum(['host', 'mx', 'srv']),
  result: z.enum(PROBE_RESULTS),
  dane: z.enum(DANE_STATES),
  /** Of the whole target, the most important first. */
  findings: z.array(probeFindingBody),
  /** How the hosts were found; `secure` is null when nothing had to be looked up. */
  lookup: z.object({ name: z.string(), type: z.enum(['MX', 'SRV']), secure: z.boolean() }).nullable(),
  hosts: z.array(probeHostBody),
  mtaSts: probePolicyBody.nullable(),
  tlsRpt: probePolicyBody.nullable(),
  /** Whose AD bit was believed; to visitors of a page it is told without its address. */
  resolver: z.object({ address: z.string().nullable(), validates: z.boolean().nullable() }),
  startedAt: timestamp,
  durationMs: z.int(),
});

/** One step of a probe as it happens, for whoever watches. */
export const probeStepBody = z.object({
  at: timestamp,
  /** The host, null for what concerns the target as a whole. */
  host: z.string().nullable(),
  address: z.string().nullable(),
  state: z.enum(['running', 'done', 'warning', 'error']),
  /** Such as `asked for the TLSA records of _25._tcp.mx.example.org: 2, secure`. */
  text: z.string(),
});

/** What `POST /api/probes` asks for. */
export const probeRequestBody = z.object({
  domain: z.string().meta({ description: 'A mail domain: what stands after the @.', example: 'example.org' }),
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

export type ProbeResult = (typeof PROBE_RESULTS)[number];
export type DaneState = (typeof DANE_STATES)[number];
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
export type ProbeHostBody = z.infer<typeof probeHostBody>;
export type ProbePolicyBody = z.infer<typeof probePolicyBody>;
export type ProbeTargetBody = z.infer<typeof probeTargetBody>;
export type ProbeStepBody = z.infer<typeof probeStepBody>;
export type ProbeRequestBody = z.infer<typeof probeRequestBody>;
export type ProbeBody = z.infer<typeof probeBody>;
