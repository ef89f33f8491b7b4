/** What each sender makes of one TLSA record beside what a server presents; docs/probe.md says where each rule comes from. */
import { extensionFacts, MATCHING_TYPE, type RecordFault, type RecordResult, SELECTOR, USAGE } from '#dane';

import { type Phrase } from '#text';

import type { DescribedHandshake } from './describe-handshake.js';
import type { SenderVerdict } from './result.js';
import { phrase } from './phrases.js';

export const SENDERS = ['Postfix', 'Exim', 'Exchange Online', 'RFC 7672'] as const;
export type Sender = (typeof SENDERS)[number];

export interface Judged {
  readonly verdict: SenderVerdict;
  /** Ends a sentence; null where there is nothing to add. */
  readonly reason: Phrase | null;
}

/** What a server presented to a client that connected to `host`. */
export interface Presented extends DescribedHandshake {
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Of a record that matches, does not match, or cannot be used. */
type Rule = (record: RecordResult, presented: Presented) => Judged;

const AUTHENTICATED: Judged = { verdict: 'authenticated', reason: null };
const DEFERRED: Judged = { verdict: 'deferred', reason: null };
/** Of a record that counts as not there: where all do, TLS is required and nobody authenticated (RFC 7672 §2.2). */
const IGNORED: Judged = { verdict: 'unauthenticated', reason: phrase('nothing-usable') };

const notKnown = (reason: Phrase): Judged => ({ verdict: 'not-known', reason });
const either = (reason: Phrase): Judged => ({ verdict: 'either', reason });

/** One record that matches is enough; of the others the most promising counts. */
const BEST_FIRST = ['authenticated', 'either', 'not-known', 'deferred', 'unauthenticated'] as const;

export function judgeRecords(sender: Sender, records: readonly RecordResult[], presented: Presented): Judged {
  const judged = records.map((record) =>
    record.result === 'not-judged' ? notKnown(phrase('path-not-judged')) : RULES[sender](record, presented),
  );
  return BEST_FIRST.flatMap((verdict) => judged.filter((one) => one.verdict === verdict))[0] ?? IGNORED;
}

/** The product judges as Postfix does: tests hold it against posttls-finger. */
const postfix: Rule = ({ result }) => PLAIN[result];

const PLAIN = {
  match: AUTHENTICATED,
  mismatch: DEFERRED,
  unusable: IGNORED,
  'not-judged': notKnown(phrase('path-not-judged')),
} as const satisfies Record<RecordResult['result'], Judged>;

const GNUTLS = phrase('by-tls-library');
const POLICY_CONSTRAINTS = '2.5.29.36';
const DIGITAL_SIGNATURE = 0x80;

/**
 * Built with OpenSSL it judges paths as Postfix does, without its limit. With GnuTLS it looks for the certificate that a DANE-TA
 * record describes among those that were sent, and validates the server's own and its issuer alone: measured with Debian's
 * exim4-daemon-heavy 4.96 (test/e2e/dane-differential.test.ts). What both do is known.
 */
const exim: Rule = (facts, presented) => {
  const { result, fault, depth, record } = facts;
  if (result === 'unusable') {
    if (fault === 'weaker-digest' && depth === null) return IGNORED;
    if (fault === 'pkix-usage' || fault === 'unknown-matching-type') return IGNORED;
    return notKnown(phrase('record-not-tried'));
  }
  if (result === 'match') return eximMatch(facts, presented);
  if (record.usage !== USAGE.daneTa) return DEFERRED;
  const isRefused =
    fault === 'wrong-usage' ||
    fault === 'wrong-name' ||
    (depth === null && fault !== 'chain-too-long') ||
    isOutOfDate(presented.body, 0, presented.now);
  return isRefused ? DEFERRED : notKnown(phrase('path-by-tls-library'));
};

function eximMatch({ depth, caveat, record }: RecordResult, { body, chain, host, now }: Presented): Judged {
  const [own, ...issuers] = chain.map(extensionFacts);
  if (body.certificates[0]?.subject === '') return notKnown(phrase('empty-subject'));
  // TLS 1.3, and 1.2 with ephemeral keys, have the server sign (RFC 5280 §4.2.1.3).
  if (own !== undefined && own.keyUsage !== null && (own.keyUsage & DIGITAL_SIGNATURE) === 0)
    return notKnown(GNUTLS);
  if (record.usage !== USAGE.daneTa) return AUTHENTICATED;
  const isSpecial = issuers.some(({ critical }) => critical.includes(POLICY_CONSTRAINTS));
  // Of two certificates of one issuer it may take the expired one.
  const isStale = issuers.some((_, index) => isOutOfDate(body, index + 1, now));
  if (depth === null || caveat !== null || isSpecial || isStale) return notKnown(GNUTLS);
  return carries(body, host) ? AUTHENTICATED : notKnown(phrase('name-not-carried', host));
}

const EXCHANGE_REFUSES: ReadonlySet<RecordFault | null> = new Set<RecordFault>([
  'not-presented',
  'wrong-usage',
  'anchor-not-sent',
  'wrong-name',
  'expired',
]);
const UNDOCUMENTED = phrase('undocumented');

/** Its documentation gives usages 2 and 3, treats 0 and 1 as unusable, and lists errors for dates and names without excepting DANE-EE. */
const exchange: Rule = ({ result, fault, depth, caveat, record }, { body, host, now }) => {
  if (result === 'unusable') {
    const isPlain = fault === 'pkix-usage' || (fault === 'weaker-digest' && depth === null);
    return isPlain ? IGNORED : notKnown(UNDOCUMENTED);
  }
  if (result === 'mismatch') return EXCHANGE_REFUSES.has(fault) ? DEFERRED : notKnown(UNDOCUMENTED);
  if (!carries(body, host)) return notKnown(phrase('name-not-excepted', host));
  if (isOutOfDate(body, 0, now)) return notKnown(phrase('date-not-excepted'));
  const isUsual = record.usage === USAGE.daneEe || (depth !== null && caveat === null);
  return isUsual ? AUTHENTICATED : notKnown(UNDOCUMENTED);
};

const OUT_OF_DATE_ANCHOR = phrase('anchor-out-of-date');

/** RFC 5280 and RFC 7671 by the letter. */
const strict: Rule = ({ result, fault, depth, caveat, record }, { body, chain, now }) => {
  if (result === 'match') {
    if (caveat === 'no-basic-constraints') return { verdict: 'deferred', reason: phrase('issuer-not-a-ca') };
    if (caveat !== null) return either(OUT_OF_DATE_ANCHOR);
    const isBareKey =
      depth === null && record.selector === SELECTOR.publicKey && record.matchingType === MATCHING_TYPE.full;
    return isBareKey ? either(phrase('anchor-by-key')) : AUTHENTICATED;
  }
  if (result === 'unusable') return IGNORED;
  const outOfDate = body.certificates.flatMap((_, index) => (isOutOfDate(body, index, now) ? [index] : []));
  const isOnlyAnchor = outOfDate.length === 1 && outOfDate[0] === depth;
  if ((fault === 'expired' || fault === 'not-yet-valid') && isOnlyAnchor) return either(OUT_OF_DATE_ANCHOR);
  if (fault === 'unsuitable' && chain.some(isForAnything)) return either(phrase('any-purpose'));
  if (fault === 'chain-too-long') return notKnown(phrase('no-limit'));
  if (fault === 'no-path') return notKnown(phrase('other-issuers'));
  return DEFERRED;
};

const RULES: Readonly<Record<Sender, Rule>> = {
  Postfix: postfix,
  Exim: exim,
  'Exchange Online': exchange,
  'RFC 7672': strict,
};

function carries({ names }: DescribedHandshake['body'], host: string): boolean {
  return names?.matched.includes(host) === true;
}

function isOutOfDate({ certificates }: DescribedHandshake['body'], index: number, now: number): boolean {
  const one = certificates[index];
  return one !== undefined && (now < Date.parse(one.notBefore) || Date.parse(one.notAfter) < now);
}

const ANY_PURPOSE = '2.5.29.37.0';

function isForAnything(der: Uint8Array): boolean {
  return extensionFacts(der).purposes.includes(ANY_PURPOSE);
}
