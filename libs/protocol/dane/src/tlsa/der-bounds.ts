/**
 * Whether DER of a stranger is small enough for parsers that recurse and make an object of each value. Walks the headers
 * alone (X.690 §8.1), with a stack of its own and no more memory than the nesting that is allowed.
 */
export interface DerLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly values: number;
}

/**
 * A certificate for 1,000 names has some 1,100 values; one with the largest signatures that are proposed, 50 kB. The parser
 * takes a third of a millisecond for each name.
 */
export const CERTIFICATE_LIMITS: DerLimits = { bytes: 65_536, depth: 32, values: 2_048 };

const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;

/** What is being walked through. `isGuess`: the content of a string, which may be DER or only look like it. */
interface Container {
  readonly end: number;
  readonly isGuess: boolean;
}

export function isWithin(der: Uint8Array, limits: DerLimits): boolean {
  return valuesWithin(der, limits) !== null;
}

/** How many values there are; null when it is beyond the limits or no DER. */
export function valuesWithin(der: Uint8Array, limits: DerLimits): number | null {
  if (der.length > limits.bytes) return null;
  const open: Container[] = [];
  let at = 0;
  let values = 0;
  while (at < der.length) {
    values += 1;
    if (values > limits.values) return null;
    const header = headerAt(der, at, open.at(-1)?.end ?? der.length);
    if (header === null) {
      const end = endOfGuess(open);
      if (end === null) return null;
      at = end;
    } else {
      const inner = header.isConstructed ? header.start : heldIn(der, header);
      at = inner ?? header.end;
      const container = { end: header.end, isGuess: !header.isConstructed };
      if (inner !== null && open.push(container) > limits.depth) return null;
    }
    while (open.at(-1)?.end === at) open.pop();
  }
  return open.length === 0 ? values : null;
}

/** Leaves the innermost string whose content is no DER after all, and gives its end; null when there is none. */
function endOfGuess(open: Container[]): number | null {
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    if (container.isGuess) return container.end;
  }
  return null;
}

interface Header {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
  readonly isConstructed: boolean;
}

/** Where the value begins that fills a string, which parsers read as well: extensions and keys are wrapped so. */
function heldIn(der: Uint8Array, { tag, start, end }: Header): number | null {
  if (tag !== OCTET_STRING && tag !== BIT_STRING) return null;
  // In front of the bits stands how many of the last octet are unused (X.690 §8.6.2).
  const inner = tag === BIT_STRING ? start + 1 : start;
  return headerAt(der, inner, end)?.end === end ? inner : null;
}

/** Null for what is not DER: an indefinite length, a tag of several octets, or content beyond what holds it. */
function headerAt(der: Uint8Array, at: number, limit: number): Header | null {
  const [tag, first] = [der[at], der[at + 1]];
  if (tag === undefined || first === undefined || (tag & LONG_TAG) === LONG_TAG) return null;
  const octets = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || octets > 3) return null;
  const start = at + 2 + octets;
  const length = octets === 0 ? first : der.subarray(at + 2, start).reduce((sum, one) => sum * 256 + one, 0);
  const end = start + length;
  return end > limit ? null : { tag, start, end, isConstructed: (tag & CONSTRUCTED) !== 0 };
}
