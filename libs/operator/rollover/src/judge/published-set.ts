/** What a set of published records means for what a server presents. */
import { type KeyObject, X509Certificate } from 'node:crypto';

import { matchTlsa, parseTlsa, verifyDane } from '#dane';
import type { TlsaRecord } from '#dns';

import type { Endpoint } from '../ports.js';
import { RolloverError } from '../rollover-error.js';

/**
 * Verification of TLSA data in presentation format, as a sender does it who was sent to `place` directly.
 *
 * @throws RolloverError where OpenSSL cannot be asked: a guess would be worse than to wait
 */
export function verifyAt(
  place: Endpoint,
  published: readonly string[],
  chain: readonly Uint8Array[],
  now: number,
): 'verified' | 'mismatch' | 'unusable' {
  const records = published.flatMap(parsedRecord);
  const { outcome, records: results } = verifyDane({ records, chain, referenceNames: [place.host], now });
  if (outcome !== 'not-judged') return outcome;
  const detail = results.find(({ result }) => result === 'not-judged')?.why?.text ?? 'unknown';
  throw new RolloverError(`the chain of ${place.host} cannot be judged: ${detail}`);
}

/** Whether senders demand DANE by this set: a record can be used (RFC 7672 §2.2). */
export function demandsDane(published: readonly string[]): boolean {
  return published.flatMap(parsedRecord).some((record) => matchTlsa(record, []).outcome !== 'unusable');
}

function parsedRecord(data: string): TlsaRecord[] {
  const parsed = parseTlsa(data);
  return parsed.ok ? [parsed.record] : [];
}

export type KeyKind = 'rsa' | 'ecdsa' | 'other';

/** By which clients a certificate can be asked for alone. */
export function keyKindOf([leaf]: readonly Uint8Array[]): KeyKind {
  const type = leaf === undefined ? undefined : publicKeyOf(leaf)?.asymmetricKeyType;
  if (type === 'rsa') return 'rsa';
  return type === 'ec' ? 'ecdsa' : 'other';
}

function publicKeyOf(certificate: Uint8Array): KeyObject | undefined {
  try {
    return new X509Certificate(certificate).publicKey;
  } catch {
    // OpenSSL has no error type of its own: no certificate, or a key of an unknown kind.
    return undefined;
  }
}
