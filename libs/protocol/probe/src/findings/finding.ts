/** One thing worth saying: its entry in the catalogue, filled in with the facts of the case. */
import { type InWords, valueInWords } from '#text';

import type { ProbeBounce, ProbeFinding } from '../result.js';

export type Severity = ProbeFinding['severity'];

export interface Entry<Facts> {
  readonly severity: Severity | ((facts: InWords<Facts>) => Severity);
  /** What was found, in one sentence. */
  readonly text: (facts: InWords<Facts>) => string;
  /** What to do about it; null when there is nothing to do. */
  readonly advice: string | null | ((facts: InWords<Facts>) => string | null);
  readonly rfc: string | null;
  /** Never set: the type of the facts. */
  readonly facts?: Facts;
  /** What senders write who fail because of it. */
  readonly bounces?: (facts: InWords<Facts>) => readonly ProbeBounce[];
}

/** The facts of a finding that is always the same. */
export type NoFacts = Readonly<Record<string, never>>;

/** Gives an entry its type. */
export function entry<Facts = NoFacts>(value: Entry<Facts>): Entry<Facts> {
  return value;
}

export function fill<Facts>(
  code: string,
  { severity, text, advice, rfc, bounces }: Entry<Facts>,
  facts: Facts,
): ProbeFinding {
  const own = valueInWords(facts, null);
  return {
    code,
    severity: typeof severity === 'function' ? severity(own) : severity,
    text: text(own),
    advice: typeof advice === 'function' ? advice(own) : advice,
    rfc,
    bounces: [...(bounces?.(own) ?? [])],
    facts: facts as ProbeFinding['facts'],
  };
}

// What large senders write when they do not deliver: the words that an admin finds in a bounce, or searches for.
//
// Exchange Online: “4/5.7.32x” in the NDR table of its documentation (4 while it retries, 5 in the bounce). Postfix: the texts
// of smtp(8), which stand in its log and in the notice that it returns.

const EXCHANGE = 'Exchange Online';
const POSTFIX = 'Postfix';

/** A host, its address and port as senders write them. */
export interface Endpoint {
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

export const BOUNCES = {
  exchangeNoStarttls: {
    sender: EXCHANGE,
    text: '4/5.7.321 starttls-not-supported: Destination mail server must support TLS to receive mail.',
  },
  exchangeExpired: {
    sender: EXCHANGE,
    text: "4/5.7.322 certificate-expired: Destination mail server's certificate is expired.",
  },
  exchangeTlsaInvalid: {
    sender: EXCHANGE,
    text: '4/5.7.323 tlsa-invalid: The domain failed DANE validation.',
  },
  exchangeDnssecInvalid: {
    sender: EXCHANGE,
    text: '4/5.7.324 dnssec-invalid: Destination domain returned invalid DNSSEC records.',
  },
  exchangeWrongName: {
    sender: EXCHANGE,
    text: '5.7.325 certificate-host-mismatch: Remote certificate MUST have a common name or subject alternative name matching the hostname (DANE)',
  },
  /** Which of the two depends on the version: 3.7 writes “not verified”. */
  postfixNotVerified: { sender: POSTFIX, text: '4.7.5 Server certificate not verified' },
  postfixNotTrusted: { sender: POSTFIX, text: '4.7.5 Server certificate not trusted' },
  postfixNoHandshake: { sender: POSTFIX, text: '4.7.5 Cannot start TLS: handshake failure' },
} as const satisfies Record<string, ProbeBounce>;

export function postfixNotOffered({ host, address }: Endpoint): ProbeBounce {
  return {
    sender: POSTFIX,
    text: `4.7.4 TLS is required, but was not offered by host ${host}[${address}]`,
  };
}

export function postfixStarttlsRefused({ host, address }: Endpoint, reply: string): ProbeBounce {
  return {
    sender: POSTFIX,
    text: `TLS is required, but host ${host}[${address}] refused to start TLS: ${reply}`,
  };
}

export function postfixTlsaLookup(host: string, port: number): ProbeBounce {
  return { sender: POSTFIX, text: `4.7.5 TLSA lookup error for ${host}:${port}` };
}

export function postfixNameService(name: string, type: 'MX' | 'A'): ProbeBounce {
  return {
    sender: POSTFIX,
    text: `4.4.3 Host or domain name not found. Name service error for name=${name} type=${type}: Host not found, try again`,
  };
}
