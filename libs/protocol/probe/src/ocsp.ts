/**
 * The OCSP response that a server staples (RFC 6066 §8, RFC 6960 §4.2). DANE asks for none of this; it is reported to the admin
 * of the server, and `--expect-ocsp` demands one that is good. OpenSSL reads it and verifies who signed it.
 */
import { X509Certificate } from 'node:crypto';

import { type OpenSslRun, runOpenSsl } from '#dane';

import { type Fact } from '#text';

import type { ProbeOcsp } from './result.js';
import { phrase } from './phrases.js';

/** The times of two machines differ a little. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** Certificates that seem to have issued the server's: each takes a signature. */
const MOST_ISSUERS = 4;

/**
 * What the response says of the first certificate of the chain, in DER both. Never throws: what cannot be read is
 * `unreadable`, what cannot be verified here `not-checked`.
 *
 * @param chain at least the certificate itself; without its issuer nothing tells who may sign the response
 */
export function judgeOcsp(
  response: Uint8Array | null,
  chain: readonly [Uint8Array, ...Uint8Array[]],
  now: number,
): ProbeOcsp {
  if (response === null) return { status: 'none', ...phrase('ocsp-none') };
  try {
    const certificate = new X509Certificate(chain[0]);
    const issuer = issuerOf(certificate, chain);
    if (issuer === undefined) return notChecked(phrase('issuer-not-sent'));
    return judgeOutput(askOpenSsl(response, certificate, issuer, now), now);
  } catch (error) {
    // Certificates that cannot be read, no OpenSSL, no space for its files.
    return notChecked(error instanceof Error ? error.message : String(error));
  }
}

function notChecked(reason: Fact): ProbeOcsp {
  return { status: 'not-checked', ...phrase('ocsp-not-checked', reason) };
}

function issuerOf(certificate: X509Certificate, chain: readonly Uint8Array[]): X509Certificate | undefined {
  return chain
    .map((der) => new X509Certificate(der))
    .filter((candidate) => certificate.checkIssued(candidate))
    .slice(0, MOST_ISSUERS)
    .find(({ publicKey }) => certificate.verify(publicKey));
}

function askOpenSsl(
  response: Uint8Array,
  certificate: X509Certificate,
  issuer: X509Certificate,
  now: number,
): OpenSslRun {
  return runOpenSsl((file) => {
    const own = file('certificate.pem', certificate.toString());
    const authority = file('issuer.pem', issuer.toString());
    return [
      ...['ocsp', '-respin', file('response.der', response), '-issuer', authority],
      // A response names the certificate by digests of its issuer, made with either (RFC 6960 §4.1.1).
      ...['-sha1', '-cert', own, '-sha256', '-cert', own],
      ...['-CAfile', authority, '-no-CApath', '-no-CAstore', '-partial_chain'],
      ...['-attime', String(Math.floor(now / 1000))],
    ];
  });
}

/** The words are those of OpenSSL's ocsp(1), which has no other form of output. */
function judgeOutput({ stdout, stderr }: OpenSslRun, now: number): ProbeOcsp {
  const failure = /^Responder Error: (\w+)/m.exec(stdout + stderr)?.[1];
  if (failure === 'trylater') return { status: 'try-later', ...phrase('ocsp-says', 'tryLater') };
  if (failure !== undefined) return { status: 'unreadable', ...phrase('ocsp-says', failure) };
  if (/^Response Verify Failure$/m.test(stderr)) {
    return { status: 'bad-signature', ...phrase('ocsp-bad-signature') };
  }
  if (!/^Response verify OK$/m.test(stderr)) {
    return { status: 'unreadable', ...phrase('ocsp-unreadable') };
  }
  const status = /^(?:.*: )?(good|revoked|unknown)$/m.exec(stdout)?.[1];
  if (status === undefined) return { status: 'unreadable', ...phrase('ocsp-other-certificate') };
  return judgeTimes(status as 'good' | 'revoked' | 'unknown', stdout, now);
}

/** OpenSSL's own judgement of the times goes by the clock of this machine. */
function judgeTimes(status: 'good' | 'revoked' | 'unknown', stdout: string, now: number): ProbeOcsp {
  const time = (label: string): number =>
    Date.parse(new RegExp(`^\\s*${label}: (.*)$`, 'm').exec(stdout)?.[1] ?? '');
  const [from, until] = [time('This Update'), time('Next Update')];
  if (!(from <= now + CLOCK_SKEW_MS)) {
    const start = Number.isNaN(from) ? phrase('ocsp-unreadable-time') : new Date(from).toISOString();
    return { status: 'not-valid-now', ...phrase('ocsp-not-before', start) };
  }
  if (until < now - CLOCK_SKEW_MS) {
    return { status: 'not-valid-now', ...phrase('ocsp-past', new Date(until).toISOString()) };
  }
  // Without one, newer information is always there to be asked for (RFC 6960 §4.2.2.1).
  if (status === 'unknown') return { status, ...phrase('ocsp-unknown') };
  return Number.isNaN(until)
    ? { status, ...phrase('ocsp-says', status) }
    : { status, ...phrase('ocsp-says-until', status, new Date(until).toISOString()) };
}
