/**
 * Whether the key can be changed without a moment in which the records do not match: there must be a record for what comes
 * next already, or one that does not depend on the key (RFC 7671 §8).
 */
import { matchTlsa } from '#dane';
import type { TlsaRecord } from '#dns';

import type { DescribedHandshake } from './describe-handshake.js';
import type { ProbeRollover } from './result.js';
import { phrase } from './phrases.js';

/**
 * @param records the secure set, as it was given to the verifications
 * @param handshakes all that were made with the host
 */
export function judgeRollover(
  records: readonly TlsaRecord[],
  handshakes: readonly Pick<DescribedHandshake, 'verification'>[],
): ProbeRollover {
  const results = handshakes.flatMap(({ verification }) => verification?.records ?? []);
  const isMatched = (record: TlsaRecord): boolean =>
    results.some((one) => one.record === record && one.result === 'match');
  const usable = records.filter((record) => matchTlsa(record, []).outcome !== 'unusable');
  const keys = usable.filter((record) => isSha256OfKey(record, 3));
  const anchors = usable.filter((record) => isSha256OfKey(record, 2));

  if (keys.length > 1) return twoKeys(keys.filter(isMatched).length, keys.length);
  if (keys.length === 1 && anchors.length > 0) {
    return keyAndAnchor([keys, anchors].every((set) => set.some(isMatched)));
  }
  return otherScheme(usable.length);
}

/** Two certificates in use, RSA and ECDSA, have two records as well, and no spare. */
function twoKeys(inUse: number, all: number): ProbeRollover {
  const scheme = '3 1 1 + 3 1 1';
  if (inUse === 0) {
    return { scheme, ready: false, ...phrase('keys-without-match') };
  }
  return inUse < all
    ? {
        scheme,
        ready: true,
        ...phrase('next-key-published'),
      }
    : { scheme, ready: false, ...phrase('keys-without-spare') };
}

function keyAndAnchor(areBothMatched: boolean): ProbeRollover {
  const scheme = '3 1 1 + 2 1 1';
  return areBothMatched
    ? {
        scheme,
        ready: true,
        ...phrase('key-and-issuer'),
      }
    : {
        scheme,
        ready: false,
        ...phrase('key-or-issuer-unmatched'),
      };
}

function otherScheme(usable: number): ProbeRollover {
  switch (usable) {
    case 0:
      return { scheme: 'none', ready: false, ...phrase('no-usable-record') };
    case 1:
      return {
        scheme: 'single',
        ready: false,
        ...phrase('single-record'),
      };
    default:
      return {
        scheme: 'other',
        ready: false,
        ...phrase('other-scheme'),
      };
  }
}

function isSha256OfKey({ usage, selector, matchingType }: TlsaRecord, wanted: number): boolean {
  return usage === wanted && selector === 1 && matchingType === 1;
}
