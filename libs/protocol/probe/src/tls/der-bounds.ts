/**
 * Whether DER of a stranger is small enough for parsers that recurse and make an object of each value. Walks the headers
 * alone (X.690 §8.1), with a stack of its own and no more memory than the nesting that is allowed.
 */
export interface DerLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly values: number;
}

/** A stapled response with the certificate of its signer has some 150 values, nested some 12 deep. */
export const OCSP_LIMITS: DerLimits = { bytes: 65_536, depth: 32, values: 4_096 };

const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;

export function isWithin(der: Uint8Array, limits: DerLimits): boolean {
  if (der.length > limits.bytes) return false;
  const ends: number[] = [];
  let at = 0;
  for (let values = 1; at < der.length; values += 1) {
    const header = headerAt(der, at, ends.at(-1) ?? der.length);
    if (values > limits.values || header === null) return false;
    at = header.start;
    if (!header.isConstructed) at = header.end;
    else if (ends.push(header.end) > limits.depth) return false;
    while (ends.at(-1) === at) ends.pop();
  }
  return ends.length === 0;
}

/** Null for what is not DER: an indefinite length, a tag of several octets, or content beyond what holds it. */
function headerAt(
  der: Uint8Array,
  at: number,
  limit: number,
): { readonly start: number; readonly end: number; readonly isConstructed: boolean } | null {
  const [tag, first] = [der[at], der[at + 1]];
  if (tag === undefined || first === undefined || (tag & LONG_TAG) === LONG_TAG) return null;
  const octets = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || octets > 3) return null;
  const start = at + 2 + octets;
  const length = octets === 0 ? first : der.subarray(at + 2, start).reduce((sum, one) => sum * 256 + one, 0);
  const end = start + length;
  return end > limit ? null : { start, end, isConstructed: (tag & CONSTRUCTED) !== 0 };
}
