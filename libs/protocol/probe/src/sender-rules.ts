/** What each sender makes of one TLSA record beside what a server presents; docs/probe.md says where each rule comes from. */
import { extensionFacts, MATCHING_TYPE, type RecordFault, type RecordResult, SELECTOR, USAGE } from '#dane';

import type { DescribedHandshake } from './describe-handshake.js';
import type { SenderVerdict } from './result.js';

export const SENDERS = ['Postfix', 'Exim', 'Exchange Online', 'RFC 7672'] as const;
export type Sender = (typeof SENDERS)[number];

export interface Judged {
  readonly verdict: SenderVerdict;
  /** Ends a sentence; null where there is nothing to add. */
  readonly reason: string | null;
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
const IGNORED: Judged = { verdict: 'unauthenticated', reason: 'no TLSA record can be used' };

const notKnown = (reason: string): Judged => ({ verdict: 'not-known', reason });
const either = (reason: string): Judged => ({ verdict: 'either', reason });

/** One record that matches is enough; of the others the most promising counts. */
const BEST_FIRST = ['authenticated', 'either', 'not-known', 'deferred', 'unauthenticated'] as const;

export function judgeRecords(sender: Sender, records: readonly RecordResult[], presented: Presented): Judged {
  const judged = records.map((record) =>
    record.result === 'not-judged'
      ? notKnown('whether the path to the trust anchor is valid could not be judged here')
      : RULES[sender](record, presented),
  );
  return BEST_FIRST.flatMap((verdict) => judged.filter((one) => one.verdict === verdict))[0] ?? IGNORED;
}

/** The product judges as Postfix does: tests hold it against posttls-finger. */
const postfix: Rule = ({ result }) => PLAIN[result];

const PLAIN = {
  match: AUTHENTICATED,
  mismatch: DEFERRED,
  unusable: IGNORED,
  'not-judged': notKnown(''),
} as const satisfies Record<RecordResult['result'], Judged>;

const GNUTLS = 'built with GnuTLS, as Debian’s is, it does not; built with OpenSSL it delivers';
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
    return notKnown('how it treats such a record was not tried');
  }
  if (result === 'match') return eximMatch(facts, presented);
  if (record.usage !== USAGE.daneTa) return DEFERRED;
  const isRefused =
    fault === 'wrong-usage' ||
    fault === 'wrong-name' ||
    (depth === null && fault !== 'chain-too-long') ||
    isOutOfDate(presented.body, 0, presented.now);
  return isRefused
    ? DEFERRED
    : notKnown(
        'built with GnuTLS, as Debian’s is, it does not check the whole path; built with OpenSSL it does',
      );
};

function eximMatch({ depth, caveat, record }: RecordResult, { body, chain, host, now }: Presented): Judged {
  const [own, ...issuers] = chain.map(extensionFacts);
  if (body.certificates[0]?.subject === '') return notKnown('4.96 with GnuTLS crashes at an empty subject');
  // TLS 1.3, and 1.2 with ephemeral keys, have the server sign (RFC 5280 §4.2.1.3).
  if (own !== undefined && own.keyUsage !== null && (own.keyUsage & DIGITAL_SIGNATURE) === 0)
    return notKnown(GNUTLS);
  if (record.usage !== USAGE.daneTa) return AUTHENTICATED;
  const isSpecial = issuers.some(({ critical }) => critical.includes(POLICY_CONSTRAINTS));
  // Of two certificates of one issuer it may take the expired one.
  const isStale = issuers.some((_, index) => isOutOfDate(body, index + 1, now));
  if (depth === null || caveat !== null || isSpecial || isStale) return notKnown(GNUTLS);
  return carries(body, host) ? AUTHENTICATED : notKnown(`the certificate does not carry the name ${host}`);
}

const EXCHANGE_REFUSES: ReadonlySet<RecordFault | null> = new Set<RecordFault>([
  'not-presented',
  'wrong-usage',
  'anchor-not-sent',
  'wrong-name',
  'expired',
]);
const UNDOCUMENTED = 'its documentation does not say';

/** Its documentation gives usages 2 and 3, treats 0 and 1 as unusable, and lists errors for dates and names without excepting DANE-EE. */
const exchange: Rule = ({ result, fault, depth, caveat, record }, { body, host, now }) => {
  if (result === 'unusable') {
    const isPlain = fault === 'pkix-usage' || (fault === 'weaker-digest' && depth === null);
    return isPlain ? IGNORED : notKnown(UNDOCUMENTED);
  }
  if (result === 'mismatch') return EXCHANGE_REFUSES.has(fault) ? DEFERRED : notKnown(UNDOCUMENTED);
  if (!carries(body, host))
    return notKnown(
      `its error 5.7.325 is for certificates without the name ${host}, and does not except DANE-EE`,
    );
  if (isOutOfDate(body, 0, now))
    return notKnown('its error 5.7.322 is for expired certificates, and does not except DANE-EE');
  const isUsual = record.usage === USAGE.daneEe || (depth !== null && caveat === null);
  return isUsual ? AUTHENTICATED : notKnown(UNDOCUMENTED);
};

const OUT_OF_DATE_ANCHOR = 'the trust anchor is out of its dates, which do not count in RFC 5280 §6.1.1';

/** RFC 5280 and RFC 7671 by the letter. */
const strict: Rule = ({ result, fault, depth, caveat, record }, { body, chain, now }) => {
  if (result === 'match') {
    if (caveat === 'no-basic-constraints')
      return { verdict: 'deferred', reason: 'an issuer must say that it is a CA (RFC 5280 §6.1.4 (k))' };
    if (caveat !== null) return either(OUT_OF_DATE_ANCHOR);
    const isBareKey =
      depth === null && record.selector === SELECTOR.publicKey && record.matchingType === MATCHING_TYPE.full;
    return isBareKey
      ? either('not every sender finds an anchor by its key alone (RFC 7671 §5.2.3)')
      : AUTHENTICATED;
  }
  if (result === 'unusable') return IGNORED;
  const outOfDate = body.certificates.flatMap((_, index) => (isOutOfDate(body, index, now) ? [index] : []));
  const isOnlyAnchor = outOfDate.length === 1 && outOfDate[0] === depth;
  if ((fault === 'expired' || fault === 'not-yet-valid') && isOnlyAnchor) return either(OUT_OF_DATE_ANCHOR);
  if (fault === 'unsuitable' && chain.some(isForAnything))
    return either('anyExtendedKeyUsage may count as a purpose (RFC 5280 §4.2.1.12)');
  if (fault === 'chain-too-long')
    return notKnown('it sets no limit, and the rest of the chain was not judged');
  if (fault === 'no-path')
    return notKnown('a sender that tries other issuers of the same name may find a path');
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
