/** What is to be said of the certificates that one address presents. */
import { extensionFacts } from '#dane';

import { type DescribedHandshake, reasonOf } from './describe-handshake.js';
import type { Endpoint } from './findings/finding.js';
import { finding } from './findings/catalogue.js';
import type { ProbeOptions } from './probe.js';
import { asPhrase, phrase } from './phrases.js';
import type { ProbeFinding, ProbeHandshake, ProbeSender } from './result.js';
import { judgeRecords } from './sender-rules.js';
import { whoIsWho } from './senders.js';

export function certificateFindings(
  place: Endpoint,
  handshakes: readonly DescribedHandshake[],
  options: Pick<ProbeOptions, 'expirationWarningMs' | 'expectOcsp'>,
  sendersOf: SendersOf,
  now: number,
): ProbeFinding[] {
  const completed = distinct(handshakes.filter(({ body }) => body.status === 'completed'));
  return [
    ...daneFindings(place, completed, sendersOf),
    ...completed.flatMap((one) => pathFindings(place, one, sendersOf, now)),
    ...completed.flatMap((one) => stapleFindings(place, one)),
    ...completed.flatMap(({ body }) => [
      ...dateFindings(place, body, options.expirationWarningMs, now),
      ...nameFindings(place, body),
      ...keyFindings(place, body),
    ]),
    ...ocspFindings(place, completed, options.expectOcsp),
    ...handshakes.flatMap(({ body }) =>
      body.status === 'failed' && body.offered !== 'any' && body.why
        ? [finding('second-handshake-failed', { place, kind: kindOf(body), detail: body.why })]
        : [],
    ),
  ];
}

/** What each sender makes of an address that shows these. */
type SendersOf = (handshakes: readonly DescribedHandshake[]) => readonly ProbeSender[];

/** One handshake for each certificate: most servers have one, and show it in all of them. */
function distinct(handshakes: readonly DescribedHandshake[]): DescribedHandshake[] {
  return handshakes.filter(
    ({ body }, index) =>
      handshakes.findIndex((other) => own(other.body)?.sha256 === own(body)?.sha256) === index,
  );
}

/** Where all certificates fail it is a mismatch; where one fails beside another that is right, that one is the finding. */
function daneFindings(
  place: Endpoint,
  handshakes: readonly DescribedHandshake[],
  sendersOf: SendersOf,
): ProbeFinding[] {
  const failing = handshakes.filter(({ body }) => body.dane === 'mismatch');
  const isSecond = handshakes.some(({ body }) => body.dane === 'verified');
  return failing.slice(0, isSecond ? undefined : 1).map((failed) => {
    const { body, verification } = failed;
    const told = (verification?.records ?? []).flatMap(({ fault, why }) =>
      fault === null ? [] : [{ fault, reason: reasonOf(fault, why).why }],
    );
    const faults = [...new Set(told.map(({ fault }) => fault))];
    const reasons = told.flatMap(({ fault, reason }, index) => {
      const isSaid = told.findIndex((other) => other.reason.text === reason.text) < index;
      return fault === 'not-presented' || isSaid ? [] : [reason];
    });
    const facts = { place, faults, reasons, senders: whoIsWho(sendersOf([failed])) };
    return isSecond
      ? finding('second-certificate-unpublished', { ...facts, kind: kindOf(body) })
      : finding('tlsa-mismatch', facts);
  });
}

/** Where it is not plain whether a certificate is accepted: OpenSSL could not be asked, or senders differ. */
function pathFindings(
  place: Endpoint,
  shown: DescribedHandshake,
  sendersOf: SendersOf,
  now: number,
): ProbeFinding[] {
  const { verification } = shown;
  if (verification === null) return [];
  const { outcome, records } = verification;
  const open = records.find(({ result }) => result === 'not-judged');
  if (open !== undefined && outcome === 'not-judged') {
    return [finding('path-not-judged', { place, detail: open.why ?? phrase('path-not-judged') })];
  }
  if (outcome !== 'verified') return [];
  const strict = judgeRecords('RFC 7672', records, { ...shown, host: place.host, now });
  const senders = whoIsWho(sendersOf([shown]));
  return strict.reason === null || senders === null
    ? []
    : [finding('senders-differ', { place, reason: strict.reason, senders })];
}

function stapleFindings(place: Endpoint, { chain, body }: DescribedHandshake): ProbeFinding[] {
  const isMissing =
    chain[0] !== undefined && body.ocsp?.status === 'none' && extensionFacts(chain[0]).mustStaple;
  return isMissing ? [finding('must-staple-missing', { place })] : [];
}

function nameFindings(place: Endpoint, { names }: ProbeHandshake): ProbeFinding[] {
  if (names === null || names.accepted.length === 0 || names.matched.length > 0) return [];
  return [finding('name-not-in-certificate', { place, accepted: names.accepted })];
}

/** RSA below 2048 bits is refused by what OpenSSL calls security level 2, the default of many systems. */
function keyFindings(place: Endpoint, body: ProbeHandshake): ProbeFinding[] {
  const key = own(body)?.key ?? '';
  const bits = /^RSA (\d+)$/.exec(key)?.[1];
  return bits !== undefined && Number(bits) < 2048 ? [finding('weak-key', { place, key })] : [];
}

function ocspFindings(
  place: Endpoint,
  handshakes: readonly DescribedHandshake[],
  isExpected: boolean,
): ProbeFinding[] {
  return handshakes.slice(0, 1).flatMap(({ body: { ocsp } }) => {
    if (ocsp === null || ocsp.status === 'good') return [];
    // A server whose key is published has no need to send the issuer.
    if (ocsp.status === 'not-checked' && !isExpected) return [];
    if (ocsp.status === 'none') return isExpected ? [finding('ocsp-missing', { place })] : [];
    return [finding('ocsp-not-good', { place, text: asPhrase(ocsp), isExpected, status: ocsp.status })];
  });
}

function own(body: ProbeHandshake): ProbeHandshake['certificates'][number] | undefined {
  return body.certificates[0];
}

/** Such as `ECDSA`: the kind that was asked for, or that the certificate has. */
function kindOf(body: ProbeHandshake): string {
  if (body.offered !== 'any') return body.offered.toUpperCase();
  return own(body)?.key.split(' ')[0] ?? 'unknown';
}

/** Dates are a warning at most: where they decide, under DANE-TA, the records do not match already. */
export function dateFindings(
  place: Endpoint,
  { certificates }: ProbeHandshake,
  warningMs: number,
  now: number,
): ProbeFinding[] {
  if (warningMs === 0) return [];
  return certificates.flatMap(({ notBefore, notAfter, subject, publicKeySha256 }, depth) => {
    // What cannot be read has no dates.
    if (publicKeySha256 === '') return [];
    const leftMs = Date.parse(notAfter) - now;
    if (leftMs < 0 && depth === 0) return [finding('certificate-expired', { place, notAfter })];
    if (leftMs < warningMs)
      return [finding('certificate-expires-soon', { place, subject, notAfter, depth, leftMs })];
    if (Date.parse(notBefore) > now)
      return [finding('certificate-not-yet-valid', { place, subject, notBefore, depth })];
    return [];
  });
}
