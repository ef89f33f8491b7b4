/**
 * Bounds on what a JSON parser would make of a text, checked before it makes anything. `JSON.parse` needs many times the
 * memory of the text for nested or small values, and cannot be stopped on the way.
 */

export interface JsonBounds {
  /** Arrays and objects inside each other. */
  readonly maxDepth: number;
  /** Values of any kind, and the names of fields with them. */
  readonly maxValues: number;
  /** The bytes between two quotation marks. */
  readonly maxStringBytes: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
/** White space, comma and colon (RFC 8259 §2). */
const BETWEEN = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x3a]);

/**
 * What of the text is beyond the bounds, or null. One pass and no memory. Whether the text is JSON is for the parser to
 * decide: what is counted here is at least what it makes before it finds a fault.
 */
export function beyondJsonBounds(
  text: Uint8Array,
  { maxDepth, maxValues, maxStringBytes }: JsonBounds,
): string | null {
  let depth = 0;
  let values = 0;
  let inLiteral = false;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] ?? 0;
    if (BETWEEN.has(byte)) {
      inLiteral = false;
    } else if (CLOSE.has(byte)) {
      inLiteral = false;
      depth -= 1;
    } else if (OPEN.has(byte)) {
      inLiteral = false;
      values += 1;
      if (++depth > maxDepth) return `is nested more than ${maxDepth} levels deep`;
    } else if (byte === QUOTE) {
      inLiteral = false;
      values += 1;
      const end = endOfString(text, at + 1);
      if (end - at - 1 > maxStringBytes) return `has a text of more than ${maxStringBytes} bytes`;
      at = end;
    } else if (!inLiteral) {
      inLiteral = true;
      values += 1;
    }
    if (values > maxValues) return `has more than ${maxValues} values`;
  }
  return null;
}

/** Where the string ends: at its closing quotation mark, or with the text. */
function endOfString(text: Uint8Array, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, text.length);
}
