/**
 * An observation is one fact that we saw about a check, with a time. Observations are only ever appended;
 * what they mean together is the verdict (verdict.ts).
 */
import { type CertificateId, type ScenarioId, SCENARIOS } from '#scenarios';

/**
 * - `dns-query`: a resolver asked our name servers for a name of the check.
 * - `policy-fetch`: somebody asked a policy host for an MTA-STS policy. It names no check, and is evidence alone.
 * - `tls-established`: a TLS handshake was completed with a server name of the check.
 *
 * The others say how a session ended (session-outcome.ts):
 * - `delivered`: we answered the final dot with 250.
 * - `refused`: the client refused our certificate: it sent a certificate alert, or left cleanly and promptly after the
 *   handshake without another command. The only kind that proves anything about DANE.
 * - `rejected`: we answered a command with an error, and no message was accepted.
 * - `left`: the client went on inside TLS, so it had accepted our certificate, and left of its own accord.
 * - `lost`: the connection was reset, timed out or fell silent after the handshake.
 * - `tls-failed`: the handshake was not completed, or TLS broke right after it, and no alert says that our certificate was
 *   the reason.
 */
export const OBSERVATION_KINDS = [
  'dns-query',
  'policy-fetch',
  'tls-established',
  'tls-failed',
  'refused',
  'rejected',
  'left',
  'lost',
  'delivered',
] as const;
export type ObservationKind = (typeof OBSERVATION_KINDS)[number];

/**
 * `exact`: the token was in the server name or the recipient. `same-client`: only the scenario was in the server
 * name, and the same client address delivered at the check's classic address (attribution.ts). `system`: at a host with a policy
 * of MTA-STS, by an address that DNS ties to a server of the check (policy-fetches.ts, system-sessions.ts).
 */
export const ATTRIBUTIONS = ['exact', 'same-client', 'system'] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];

/** How an SMTP session ended. `open` is an observation made while the session went on. */
export const SESSION_ENDS = [
  'open',
  'quit',
  'client-closed',
  'client-alert',
  'client-reset',
  'timed-out',
  'server-closed',
] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

export interface TlsFacts {
  /** As Node names it: `TLSv1.3`. */
  readonly version: string;
  /** The IANA name of the cipher suite; null when the handshake was broken off before we could know it. */
  readonly cipher: string | null;
  /** The SNI host name, null when the client sent none. */
  readonly serverName: string | null;
}

/**
 * How far the client came since the handshake, or since it connected where there was none: `nothing` is QUIT alone or no
 * command. Anything more inside TLS means that it accepted our certificate.
 */
export const SESSION_STAGES = ['nothing', 'greeted', 'mail', 'recipient', 'data'] as const;
export type SessionStage = (typeof SESSION_STAGES)[number];

/** When a session came where: milliseconds since it connected, null where it did not come so far. */
export interface SessionTiming {
  /** Milliseconds since the epoch. */
  readonly connectedAt: number;
  readonly ehlo: number | null;
  readonly startTls: number | null;
  readonly clientHello: number | null;
  /** When our certificate left. */
  readonly certificate: number | null;
  readonly mail: number | null;
  /**
   * When the sender took the message into its queue for which it connected, the first of the session, by its own clock: milliseconds
   * since the epoch. Null where that message does not say it, missing where there was none or in what was recorded before it was known.
   */
  readonly queuedAt?: number | null | undefined;
}

/** What lets an expert find the same session in the sender's log. */
export interface SessionEvidence {
  /** Our id of the session; the receiver's log carries it too. */
  readonly session: string;
  readonly clientPort: number;
  readonly end: SessionEnd;
  /** The name of the TLS alert that the client sent (RFC 8446 §6), e.g. `bad_certificate`. */
  readonly alert: string | null;
  /** Which of our certificates the client was shown; null where TLS had not come that far, or before it was recorded. */
  readonly certificate: CertificateId | null;
  /** Milliseconds from our certificate leaving (the end of the handshake, if there was one) to this fact. */
  readonly sinceCertificateMs: number | null;
  /** Null in what was recorded before it was known, and in `tls-failed`. */
  readonly reached: SessionStage | null;
  /** Our first reply that was an error, since the handshake: it is the cause of those after it. */
  readonly reply: string | null;
  /** Null in what was recorded before it was known. */
  readonly timing: SessionTiming | null;
  /** The envelope sender; the empty string is the null sender `<>`. */
  readonly mailFrom: string | null;
  readonly recipient: string | null;
  readonly messageId: string | null;
  /** Octets of the message that were received. */
  readonly size: number | null;
}

/** How a question came to our name server. */
export const QUERY_TRANSPORTS = ['udp', 'tcp', 'tls', 'https', 'quic'] as const;
export type QueryTransport = (typeof QUERY_TRANSPORTS)[number];

/** What a resolver asked our name server. */
export interface NameQuery {
  /** In lower case, whatever the resolver made of it, and without the final dot. */
  readonly name: string;
  /** As in a zone file: `TLSA`; `TYPE65280` where the type has no name (RFC 3597 §5). */
  readonly type: string;
  /** The DO bit: the resolver asked for signatures as well (RFC 3225 §3). */
  readonly dnssecOk: boolean;
  readonly transport: QueryTransport;
  readonly resolverPort: number;
}

/** Addresses, MX and TLSA records at minimised names, by a resolver with an IPv4 and an IPv6 address. */
const QUERIES_PER_SCENARIO = 12;

/**
 * As many queries as are kept for one check: what comes from resolvers must not use up the place of what comes from
 * mail servers.
 */
export const MAX_QUERIES_PER_CHECK = Math.max(100, SCENARIOS.length * QUERIES_PER_SCENARIO);

/** An observation as the one who saw it appends it. */
export interface NewObservation {
  /** Null when only the scenario is known: attributed, if at all, when a check is read (attribution.ts). */
  readonly token: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: ObservationKind;
  readonly scenario: ScenarioId;
  /** Of the mail server, or of the resolver; in its shortest form, an IPv4-mapped IPv6 address as IPv4. */
  readonly clientAddress: string;
  /** What the client called itself in EHLO or HELO, or in User-Agent; null before that. */
  readonly clientName: string | null;
  readonly tls: TlsFacts | null;
  /** What happened, in one plain English sentence. */
  readonly detail: string;
  /** Null where there was no SMTP session (`dns-query`, `policy-fetch`). */
  readonly evidence: SessionEvidence | null;
  /** Null for everything but `dns-query`. */
  readonly query: NameQuery | null;
}

/** An observation as the store holds it. */
export interface StoredObservation extends NewObservation {
  /** Increases in commit order; never used twice. */
  readonly id: number;
}

/** An observation as part of a check. */
export interface Observation extends Omit<StoredObservation, 'token'> {
  readonly attribution: Attribution;
  /**
   * Of `same-client`: whether no other check had a delivery from that address at about that time. Only then can nobody else
   * have caused it.
   */
  readonly exclusive?: boolean;
}
