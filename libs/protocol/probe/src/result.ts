/**
 * What a probe finds: how a mail server receives. Plain values that can be sent as JSON; times are RFC 3339 in UTC with
 * milliseconds.
 */
import type { Phrase } from '#text';

/** A text in English, with its code and facts for other languages. Results that were stored before there were codes have none. */
export interface Coded {
  text: string;
  code?: string | undefined;
  facts?: unknown[] | undefined;
}

/** What the findings of a part, or of the whole, come to. */
export type ProbeResult = 'ok' | 'warning' | 'error';

export type DaneState =
  /** DANE applies and authenticates what is presented. */
  | 'verified'
  /** DANE applies and nothing that is presented matches: senders that use DANE do not deliver. */
  | 'mismatch'
  /** There are secure TLSA records, none that can be used: TLS is required, nobody authenticated. */
  | 'unusable'
  /** No TLSA records, denied securely or not. */
  | 'none'
  /** The zone is not signed, so that DANE does not apply, whatever TLSA records it holds. */
  | 'insecure'
  /** DNS answers fail validation or fail altogether: senders that use DANE do not deliver. */
  | 'bogus'
  /** No TLS could be negotiated. */
  | 'no-starttls'
  /**
   * A probe opens only so many connections, and none was left for this; or for a part of it, all else being `verified`.
   */
  | 'not-looked-at'
  /** Nothing could be connected to. */
  | 'unreachable';

/** The words that a large sender puts into its bounce, or its log, in this case. */
export interface ProbeBounce {
  sender: string;
  text: string;
}

/** One thing worth saying. */
export interface ProbeFinding {
  /** Stable, for programs: such as `tlsa-mismatch`, `second-certificate-unpublished`, `resolver-does-not-validate`. */
  code: string;
  severity: 'info' | 'warning' | 'error';
  /** What was found, in one sentence. */
  text: string;
  /** What to do about it; null when there is nothing to do. */
  advice: string | null;
  /** Such as `RFC 7672 §2.2.3`. */
  rfc: string | null;
  bounces: ProbeBounce[];
  /** What the text is about, by the code; for other languages. Results that were stored before there were facts have none. */
  facts?: Readonly<Record<string, unknown>> | undefined;
}

export interface ProbeTlsaRecord {
  /** As in a zone file, without the owner: `3 1 1 8d02…`. */
  text: string;
  usage: number;
  selector: number;
  matchingType: number;
}

export interface ProbeRecordResult extends ProbeTlsaRecord {
  /** `not-judged`: what it describes was presented, and whether that is valid could not be found out here. */
  result: 'match' | 'mismatch' | 'unusable' | 'not-judged';
  /** Why it does not match, in one sentence; null for a match. */
  reason: string | null;
  why?: Phrase | null | undefined;
  rfc: string | null;
  /** Which certificate it describes, the server's own being 0; null when none. */
  depth: number | null;
}

export interface ProbeCertificate {
  subject: string;
  issuer: string;
  /** The DNS names of the subject alternative name; the common name when it has none. */
  names: string[];
  serialNumber: string;
  notBefore: string;
  notAfter: string;
  /** Such as `RSA 2048` or `ECDSA P-256`. */
  key: string;
  signatureAlgorithm: string;
  isCa: boolean;
  /** SHA-256 of the certificate and of its public key, in lower-case hexadecimal: what `3 0 1` and `3 1 1` hold. */
  sha256: string;
  publicKeySha256: string;
  pem: string;
}

export interface ProbeOcsp extends Coded {
  status:
    | 'none'
    | 'good'
    | 'revoked'
    | 'unknown'
    | 'try-later'
    | 'unreadable'
    | 'bad-signature'
    | 'not-valid-now'
    /** Its issuer was not sent, or there is no OpenSSL. */
    | 'not-checked';
}

/** One TLS handshake. A server may hold two certificates, and a client gets the one that its algorithms ask for. */
export interface ProbeHandshake {
  /** Which certificates the client asked for. */
  offered: 'any' | 'rsa' | 'ecdsa';
  /** `not-offered`: the server has no such certificate. `failed`: see `error`. */
  status: 'completed' | 'not-offered' | 'failed';
  error: string | null;
  why?: Phrase | null | undefined;
  tls: { version: string; cipher: string; keyExchange: string | null } | null;
  /** As presented, the server's own first. */
  certificates: ProbeCertificate[];
  records: ProbeRecordResult[];
  dane: DaneState | null;
  ocsp: ProbeOcsp | null;
  /** Whether the certificate carries one of the names; DANE does not always ask for that. */
  names: { accepted: string[]; matched: string[] } | null;
  /** Whether the CAs of this machine trust the certificate; DANE does not ask for that. */
  webPki: { trusted: boolean; error: string | null } | null;
}

export interface ProbeAddress {
  address: string;
  port: number;
  result: ProbeResult;
  dane: DaneState;
  banner: string | null;
  starttls: boolean | null;
  handshakes: ProbeHandshake[];
  findings: ProbeFinding[];
  durationMs: number;
}

/** What each authoritative name server said. */
export interface ProbeNameServer {
  name: string;
  address: string;
  records: string[] | null;
  agrees: boolean;
  error: string | null;
  why?: Phrase | null | undefined;
}

export interface ProbeTlsa {
  /** Where the records were asked for: `_25._tcp.mx.example.org`; after aliases, where they were found. */
  name: string;
  /** The TLSA base domain (RFC 7672 §2.2.2). */
  baseDomain: string;
  status: 'found' | 'none' | 'bogus' | 'failed' | 'not-asked';
  secure: boolean;
  /** Seconds. */
  ttl: number | null;
  records: ProbeTlsaRecord[];
  nameServers: ProbeNameServer[] | null;
}

/** Whether the records leave room to change the key without a moment in which they do not match (RFC 7671 §8). */
export interface ProbeRollover extends Coded {
  scheme: '3 1 1 + 3 1 1' | '3 1 1 + 2 1 1' | 'single' | 'other' | 'none';
  ready: boolean;
}

/** What a sender that uses DANE does with mail for a host; nothing is guessed. */
export type SenderVerdict =
  | 'authenticated'
  /** Over TLS, to whoever answers. */
  | 'unauthenticated'
  | 'in-the-clear'
  /** It does not deliver there: it tries another host, or later. */
  | 'deferred'
  /** The standard leaves it to the sender. */
  | 'either'
  /** Neither measured nor documented, or it depends on what the probe cannot see. */
  | 'not-known';

export interface ProbeSender extends Coded {
  /** A product, or `RFC 7672`: a sender that takes the standards by the letter. */
  sender: string;
  verdict: SenderVerdict;
}

export interface ProbeHost {
  name: string;
  port: number;
  /** Of the MX or SRV record; null when the host was named directly. */
  preference: number | null;
  result: ProbeResult;
  dane: DaneState;
  /** Where the aliases of the host lead; the host itself when it is none. */
  canonicalName: string;
  addressesSecure: boolean;
  tlsa: ProbeTlsa;
  /** One of these must be in the certificate for DANE-TA (RFC 7672 §3.2.2). */
  referenceNames: string[];
  addresses: ProbeAddress[];
  /** Of those that deliver mail from server to server; empty for other services. */
  senders: ProbeSender[];
  rollover: ProbeRollover | null;
  /** TLSA records for what is served, when asked for (`suggest`). */
  suggestions: string[];
  findings: ProbeFinding[];
}

export interface ProbePolicy {
  status: 'found' | 'none' | 'invalid' | 'failed';
  /** The record, or the policy, as published; null when there is none. */
  text: string | null;
  /** Of a valid MTA-STS record (RFC 8461 §3.1). Results that were stored before there were ids have none. */
  id?: string | undefined;
  findings: ProbeFinding[];
}

export interface ProbeTarget {
  target: string;
  mode: 'host' | 'mx' | 'srv';
  result: ProbeResult;
  dane: DaneState;
  /** Of the whole target, the most important first. */
  findings: ProbeFinding[];
  /** How the hosts were found; null when nothing had to be looked up. */
  lookup: { name: string; type: 'MX' | 'SRV'; secure: boolean } | null;
  hosts: ProbeHost[];
  mtaSts: ProbePolicy | null;
  tlsRpt: ProbePolicy | null;
  /** Whose AD bit was believed; to visitors of a page it is reported without its address. */
  resolver: { address: string | null; validates: boolean | null };
  startedAt: string;
  durationMs: number;
}

/** One step of a probe as it happens. */
export interface ProbeStep extends Omit<Coded, 'facts'> {
  at: string;
  /** The host, null for what concerns the target as a whole. */
  host: string | null;
  address: string | null;
  state: 'running' | 'done' | 'warning' | 'error';
  /** Of a phrase, or of the finding with that code. */
  facts?: unknown[] | Readonly<Record<string, unknown>> | undefined;
}

/** From what a sender likes best to what keeps mail from being delivered. */
export const DANE_STATES = [
  'verified',
  // Worse than verified, since it may be anything; what was seen of others counts more.
  'not-looked-at',
  'unusable',
  'none',
  'insecure',
  'unreachable',
  'no-starttls',
  'mismatch',
  'bogus',
] as const satisfies readonly DaneState[];

/**
 * The state of a whole by those of its parts: the worst, since a sender may meet any of them. What cannot be reached
 * says nothing about DANE and counts only where nothing else is there.
 */
export function worstState(states: readonly DaneState[]): DaneState {
  const reached: readonly DaneState[] = states.filter((state) => state !== 'unreachable');
  return DANE_STATES.findLast((state) => reached.includes(state)) ?? 'unreachable';
}

/** The result that findings come to. */
export function resultOf(findings: readonly ProbeFinding[]): ProbeResult {
  if (findings.some(({ severity }) => severity === 'error')) return 'error';
  return findings.some(({ severity }) => severity === 'warning') ? 'warning' : 'ok';
}

export function worstResult(results: readonly ProbeResult[]): ProbeResult {
  if (results.includes('error')) return 'error';
  return results.includes('warning') ? 'warning' : 'ok';
}

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** The most important first; those that weigh the same stay in their order. What is true of two certificates is said once. */
export function byImportance(findings: readonly ProbeFinding[]): ProbeFinding[] {
  const distinct = findings.filter(
    ({ code, text }, index) =>
      findings.findIndex((other) => other.code === code && other.text === text) === index,
  );
  return SEVERITIES.flatMap((severity) => distinct.filter((finding) => finding.severity === severity));
}
