/**
 * The OCSP response that a server staples (RFC 6066 §8, RFC 6960 §4.2). DANE asks for none of this, it is told to the admin
 * of the server.
 */
import { verify, X509Certificate } from 'node:crypto';

import { BasicOCSPResponse, OCSPResponse, type SingleResponse } from 'pkijs';

import { isWithin, OCSP_LIMITS } from '#dane';

import type { ProbeOcsp } from './result.js';

/** The times of two machines differ a little. */
const CLOCK_SKEW_MS = 5 * 60_000;
const UNREADABLE: ProbeOcsp = { status: 'unreadable', text: 'It is not an OCSP response.' };
const TRY_LATER = 3;
/** Certificates that seem to have issued the server's: each takes a signature. */
const MOST_ISSUERS = 4;
const STATUS_NAMES = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  '',
  'sigRequired',
  'unauthorized',
];

/**
 * What the response says of the first certificate of the chain, in DER both. Never throws: what cannot be read is
 * `unreadable`.
 *
 * @param chain at least the certificate itself; without its issuer nothing tells who may sign the response
 */
export function judgeOcsp(
  response: Uint8Array | null,
  chain: readonly [Uint8Array, ...Uint8Array[]],
  now: number,
): ProbeOcsp {
  if (response === null) return { status: 'none', text: 'No OCSP response is stapled.' };
  if (!isWithin(response, OCSP_LIMITS)) return UNREADABLE;
  try {
    const { responseStatus, responseBytes } = OCSPResponse.fromBER(Uint8Array.from(response));
    const status = responseStatus.valueBlock.valueDec;
    if (status === TRY_LATER) return { status: 'try-later', text: 'The responder says tryLater.' };
    if (status !== 0 || responseBytes === undefined) {
      return { status: 'unreadable', text: `The responder says ${STATUS_NAMES[status] ?? status}.` };
    }
    // An octet string to the outer response: what it holds was not counted yet.
    if (!isWithin(responseBytes.response.valueBlock.valueHexView, OCSP_LIMITS)) return UNREADABLE;
    const basic = BasicOCSPResponse.fromBER(Uint8Array.from(responseBytes.response.valueBlock.valueHexView));
    const certificate = new X509Certificate(chain[0]);
    const single = basic.tbsResponseData.responses.find(
      (one) => serialOf(one) === withoutZeros(certificate.serialNumber),
    );
    if (single === undefined) return { status: 'unreadable', text: 'It is about another certificate.' };
    const issuer = issuerOf(certificate, chain);
    if (issuer === undefined) return unchecked(judgeSingle(single, now), 'its issuer was not sent');
    switch (judgeSignature(basic, issuer, now)) {
      case 'valid':
        return judgeSingle(single, now);
      case 'invalid':
        return { status: 'bad-signature', text: 'It is not signed by the issuer of the certificate.' };
      case 'unknown-algorithm':
        return unchecked(judgeSingle(single, now), 'it is signed in a way that is not known here');
    }
  } catch {
    // Thrown by the parser, about octets of the server.
    return UNREADABLE;
  }
}

function issuerOf(certificate: X509Certificate, chain: readonly Uint8Array[]): X509Certificate | undefined {
  return chain
    .map((der) => new X509Certificate(der))
    .filter((candidate) => certificate.checkIssued(candidate))
    .slice(0, MOST_ISSUERS)
    .find(({ publicKey }) => certificate.verify(publicKey));
}

function unchecked({ status, text }: ProbeOcsp, reason: string): ProbeOcsp {
  return { status, text: `${text} Who says so was not checked: ${reason}.` };
}

function judgeSingle({ certStatus, thisUpdate, nextUpdate }: SingleResponse, now: number): ProbeOcsp {
  if (thisUpdate.getTime() > now + CLOCK_SKEW_MS) {
    return { status: 'not-valid-now', text: `It is valid from ${thisUpdate.toISOString()} on only.` };
  }
  if (nextUpdate !== undefined && nextUpdate.getTime() < now - CLOCK_SKEW_MS) {
    return { status: 'not-valid-now', text: `It was valid until ${nextUpdate.toISOString()}.` };
  }
  const until = nextUpdate === undefined ? '' : `, valid until ${nextUpdate.toISOString()}`;
  switch (tagOf(certStatus)) {
    case 0:
      return { status: 'good', text: `The responder says good${until}.` };
    case 1:
      return { status: 'revoked', text: `The responder says revoked${until}.` };
    case null:
    default:
      return { status: 'unknown', text: `The responder does not know the certificate${until}.` };
  }
}

/** CertStatus is a CHOICE by tag (RFC 6960 §4.2.1), which pkijs leaves as it is. */
function tagOf(certStatus: unknown): number | null {
  if (typeof certStatus !== 'object' || certStatus === null || !('idBlock' in certStatus)) return null;
  const { idBlock } = certStatus;
  return typeof idBlock === 'object' && idBlock !== null && 'tagNumber' in idBlock
    ? Number(idBlock.tagNumber)
    : null;
}

function serialOf({ certID }: SingleResponse): string {
  return withoutZeros(Buffer.from(certID.serialNumber.valueBlock.valueHexView).toString('hex'));
}

function withoutZeros(hex: string): string {
  return hex.toUpperCase().replace(/^0+(?=.)/, '');
}

// Whether an OCSP response is signed by who may sign it (RFC 6960 §4.2.2.2).

/** The hash functions of signature algorithms; null for one that has its own. */
const HASHES: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
};
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** A responder sends its own, maybe with what issued it; each takes two signatures. */
const MOST_DELEGATES = 4;

export type OcspSignature = 'valid' | 'invalid' | 'unknown-algorithm';

/** @param issuer of the certificate that the response is about */
export function judgeSignature(
  response: BasicOCSPResponse,
  issuer: X509Certificate,
  now: number,
): OcspSignature {
  const hash = HASHES[response.signatureAlgorithm.algorithmId];
  if (hash === undefined) return 'unknown-algorithm';
  const signed = response.tbsResponseData.tbsView;
  const signature = response.signature.valueBlock.valueHexView;
  const delegates = (response.certs ?? [])
    .slice(0, MOST_DELEGATES)
    .map((certificate) => new X509Certificate(Buffer.from(certificate.toSchema().toBER())))
    .filter((certificate) => isEntrusted(certificate, issuer, now));
  const isValid = [issuer, ...delegates].some(({ publicKey }) => verify(hash, signed, publicKey, signature));
  return isValid ? 'valid' : 'invalid';
}

function isEntrusted(certificate: X509Certificate, issuer: X509Certificate, now: number): boolean {
  return (
    // Undefined, against its type, for a certificate without the extension.
    (certificate.keyUsage as string[] | undefined)?.includes(OCSP_SIGNING) === true &&
    certificate.checkIssued(issuer) &&
    certificate.verify(issuer.publicKey) &&
    Date.parse(certificate.validFrom) <= now &&
    now <= Date.parse(certificate.validTo)
  );
}
