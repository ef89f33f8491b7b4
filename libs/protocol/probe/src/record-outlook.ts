/** What becomes of TLSA records: which ones the next renewal breaks, and which describe nothing that is still in use. */
import { createHash } from 'node:crypto';

import { describeCertificate, formatTlsa, MATCHING_TYPE, type RecordResult, SELECTOR, USAGE } from '#dane';
import type { TlsaRecord } from '#dns';

import { type Phrase } from '#text';

import type { DescribedHandshake } from './describe-handshake.js';
import { finding } from './findings/catalogue.js';
import { retiredIssuer } from './retired-issuers.js';
import type { ProbeFinding } from './result.js';
import { phrase } from './phrases.js';

const DAY_MS = 86_400_000;
/** Certificates by ACME last 90 days or less; who renews by hand chooses longer. */
const LONGEST_BY_ACME_MS = 100 * DAY_MS;

/**
 * Records that the next renewal of the certificate breaks: of the whole certificate always, of the key where the certificate is
 * short-lived, so that a program renews it, and of an intermediate where the authority has several. A record of what
 * is not presented may be for what comes next.
 *
 * @param records without those of what is past (`pastRecords`)
 */
export function renewalFindings(
  records: readonly TlsaRecord[],
  handshakes: readonly DescribedHandshake[],
  now: number,
): ProbeFinding[] {
  const usable = records.filter((record) => resultsOf(record, handshakes).some(isUsable));
  const known = usable.map((record) => ({ record, ...matchOf(record, handshakes) }));
  if (known.some((one) => isSpare(one, handshakes) || isLasting(one))) return [];
  const isKeyPublished = known.some(
    ({ record }) => record.usage === USAGE.daneEe && record.selector === SELECTOR.publicKey,
  );
  return known.flatMap(({ record, handshake, depth }) => {
    const own = handshake?.body.certificates[0];
    // Of one that has expired that is said already.
    if (own === undefined || Date.parse(own.notAfter) < now) return [];
    const facts = { record: formatTlsa(record), notAfter: own.notAfter, isKeyPublished };
    if (record.usage === USAGE.daneTa) {
      const issuer = subjectOf(record, handshake, depth);
      return [finding('breaks-at-renewal', { ...facts, of: 'intermediate', issuer })];
    }
    if (record.selector === SELECTOR.certificate)
      return [finding('breaks-at-renewal', { ...facts, of: 'certificate' })];
    const isByAcme = Date.parse(own.notAfter) - Date.parse(own.notBefore) <= LONGEST_BY_ACME_MS;
    return isByAcme ? [finding('breaks-at-renewal', { ...facts, of: 'key' })] : [];
  });
}

interface Match {
  /** In which the record matched; undefined: in none. */
  readonly handshake: DescribedHandshake | undefined;
  /** Of the certificate that it describes; null: not sent. */
  readonly depth: number | null;
}

type Known = Match & { readonly record: TlsaRecord };

function resultsOf(record: TlsaRecord, handshakes: readonly DescribedHandshake[]): RecordResult[] {
  return handshakes.flatMap(({ verification }) =>
    (verification?.records ?? []).filter((result) => result.record === record),
  );
}

function isUsable({ result }: RecordResult): boolean {
  return result !== 'unusable';
}

function matchOf(record: TlsaRecord, handshakes: readonly DescribedHandshake[]): Match {
  for (const handshake of handshakes) {
    const match = resultsOf(record, [handshake]).find(({ result }) => result === 'match');
    if (match !== undefined) return { handshake, depth: match.depth };
  }
  return { handshake: undefined, depth: null };
}

/** What is presented and does not match for another reason, such as its dates, is for nothing to come. */
function isSpare({ record, handshake }: Known, handshakes: readonly DescribedHandshake[]): boolean {
  return handshake === undefined && resultsOf(record, handshakes).every(({ depth }) => depth === null);
}

/** Of an issuer that issues the next certificate as well. */
function isLasting({ record, handshake, depth }: Known): boolean {
  if (handshake === undefined || record.usage !== USAGE.daneTa) return false;
  return !isOneOfSeveral(subjectOf(record, handshake, depth));
}

/** With several intermediates in use the authority picks one for each certificate (letsencrypt.org/certificates). Roots have another name. */
function isOneOfSeveral(subject: string): boolean {
  return /(^|, | \+ )O=Let's Encrypt(, | \+ |$)/.test(subject);
}

/** '' where the record is of a key that no certificate was sent for. */
function subjectOf(
  { selector, matchingType, data }: TlsaRecord,
  handshake: DescribedHandshake | undefined,
  depth: number | null,
): string {
  if (depth !== null) return handshake?.body.certificates[depth]?.subject ?? '';
  if (selector !== SELECTOR.certificate || matchingType !== MATCHING_TYPE.full) return '';
  const held = describeCertificate(data);
  return held.kind === 'described' ? held.subject : '';
}

const digest = (algorithm: 'sha256' | 'sha512'): string => createHash(algorithm).digest('hex');
const OF_NOTHING: readonly string[] = [digest('sha256'), digest('sha512')];

/** Records whose data is known and matches nothing: the digest of nothing, a retired intermediate, a certificate that expired. */
export function wellKnownFindings(past: readonly TlsaRecord[], now: number): ProbeFinding[] {
  return past.flatMap((record) => {
    const what = wellKnown(record, now);
    return what === null ? [] : [finding('tlsa-record-well-known', { record: formatTlsa(record), what })];
  });
}

/** Those of what is known to be past: they leave no room for a change. */
export function pastRecords(
  records: readonly TlsaRecord[],
  handshakes: readonly DescribedHandshake[],
  now: number,
): TlsaRecord[] {
  return records.filter(
    (record) => wellKnown(record, now) !== null && matchOf(record, handshakes).handshake === undefined,
  );
}

function wellKnown(record: TlsaRecord, now: number): Phrase | null {
  const { selector, matchingType, data } = record;
  if (OF_NOTHING.includes(Buffer.from(data).toString('hex'))) return phrase('digest-of-nothing');
  const retired = retiredIssuer(record);
  if (retired !== null) return phrase('retired-issuer', retired);
  if (selector !== SELECTOR.certificate || matchingType !== MATCHING_TYPE.full) return null;
  const held = describeCertificate(data);
  return held.kind === 'described' && held.notAfter < now
    ? phrase('expired-certificate', new Date(held.notAfter).toISOString())
    : null;
}
