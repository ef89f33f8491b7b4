/** What becomes of TLSA records: which ones the next renewal breaks, and which describe nothing that is still in use. */
import { createHash } from 'node:crypto';

import { describeCertificate, formatTlsa, MATCHING_TYPE, SELECTOR, USAGE } from '#dane';
import type { TlsaRecord } from '#dns';

import type { DescribedHandshake } from './describe-handshake.js';
import { finding } from './findings/catalogue.js';
import type { ProbeFinding } from './result.js';

const DAY_MS = 86_400_000;
/** Certificates by ACME last 90 days or less; who renews by hand chooses longer. */
const LONGEST_BY_ACME_MS = 100 * DAY_MS;

/**
 * Records that the next renewal of the certificate breaks: of the whole certificate always, of the key where the certificate is
 * short-lived, so that a program renews it. A record that matches nothing yet may be for what comes next.
 */
export function renewalFindings(
  records: readonly TlsaRecord[],
  handshakes: readonly DescribedHandshake[],
  now: number,
): ProbeFinding[] {
  const results = handshakes.map(({ verification }) => verification?.records ?? []);
  const isMatched = (index: number): boolean => results.some((one) => one[index]?.result === 'match');
  const usable = records.filter((_, index) => results.some((one) => one[index]?.result !== 'unusable'));
  const hasSpare = usable.some((record) => !isMatched(records.indexOf(record)));
  if (hasSpare || usable.some(({ usage }) => usage !== USAGE.daneEe)) return [];
  return usable.flatMap((record) => {
    const index = records.indexOf(record);
    const matched = handshakes.find((_, at) => results[at]?.[index]?.result === 'match');
    const own = matched?.body.certificates[0];
    // Of one that has expired that is said already.
    if (own === undefined || Date.parse(own.notAfter) < now) return [];
    const isKey = record.selector === SELECTOR.publicKey;
    const isByAcme = Date.parse(own.notAfter) - Date.parse(own.notBefore) <= LONGEST_BY_ACME_MS;
    const facts = { record: formatTlsa(record), isKey, notAfter: own.notAfter };
    return isKey && !isByAcme ? [] : [finding('breaks-at-renewal', facts)];
  });
}

const digest = (algorithm: 'sha256' | 'sha512'): string => createHash(algorithm).digest('hex');
const OF_NOTHING: readonly string[] = [digest('sha256'), digest('sha512')];

/** SHA-256 of the keys of intermediates that Let's Encrypt no longer issues from (letsencrypt.org/certificates). */
const RETIRED: Readonly<Record<string, string>> = {
  '60b87575447dcba2a36b7d11ac09fb24a9db406fee12d2cc90180517616e8a18': 'X3',
  b111dd8a1c2091a89bd4fd60c57f0716cce50feeff8137cdbee0326e02cf362b: 'X4',
  '8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d': 'R3',
  e5545e211347241891c554a03934cde9b749664a59d26d615fe58f77990f2d03: 'R4',
  '276fe8a8c4ec7611565bf9fce6dcace9be320c1b5bea27596b2204071ed04f10': 'E1',
  bd936e72b212ef6f773102c6b77d38f94297322efc25396bc3279422e0c89270: 'E2',
};

/** Records whose data is known: the digest of nothing, a retired intermediate, a certificate that expired. */
export function wellKnownFindings(records: readonly TlsaRecord[], now: number): ProbeFinding[] {
  return records.flatMap((record) => {
    const what = wellKnown(record, now);
    return what === null ? [] : [finding('tlsa-record-well-known', { record: formatTlsa(record), what })];
  });
}

function wellKnown({ selector, matchingType, data }: TlsaRecord, now: number): string | null {
  const hex = Buffer.from(data).toString('hex');
  if (OF_NOTHING.includes(hex)) return 'is the digest of nothing, as of an empty file';
  const retired = RETIRED[hex];
  if (selector === SELECTOR.publicKey && retired !== undefined)
    return `is of Let’s Encrypt ${retired}, an issuer that was retired`;
  if (selector !== SELECTOR.certificate || matchingType !== MATCHING_TYPE.full) return null;
  const held = describeCertificate(data);
  return held.kind === 'described' && held.notAfter < now
    ? `holds a certificate that expired on ${new Date(held.notAfter).toISOString()}`
    : null;
}
