/**
 * Bounds on what a MIME parser would make of a message, checked in one pass before it makes anything. Inside each multipart
 * the parser compares each line with the boundaries of all that surround it, and it keeps every header field of every part.
 */

/** Trace fields of a long path and signatures come to some 100. */
const MAX_FIELDS = 500;
const MAX_HEADER_BYTES = 65_536;
/** Folded ones as well: DKIM takes time by the square of their number. */
const MAX_HEADER_LINES = 2_000;
/** A multipart cannot be without a `boundary`, nor a message inside another without its type. */
const MAX_CONTAINERS = 32;
/** 18 MB in lines of 76 characters. The parser keeps each line of a text by itself. */
const MAX_LINES = 250_000;
/** Lines that begin as a delimiter does (RFC 2046 §5.1.1). */
const MAX_DELIMITERS = 1_000;

const CONTAINERS = /boundary|message\/(?:rfc822|global)/gi;

/** What of the message is beyond the bounds, or null. */
export function beyondMimeBounds(content: Uint8Array): string | null {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  let lines = 0;
  let delimiters = 0;
  let fields = 0;
  let headerLines = 0;
  let headerStart = 0;
  let inHeader = true;
  for (let start = 0; start < bytes.length;) {
    if (++lines > MAX_LINES) return `has more than ${MAX_LINES} lines`;
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    if (bytes[start] === 0x2d && bytes[start + 1] === 0x2d) {
      if (++delimiters > MAX_DELIMITERS) return `has more than ${MAX_DELIMITERS} lines that begin a part`;
      inHeader = true;
      fields = 0;
      headerLines = 0;
      headerStart = end;
    } else if (inHeader) {
      if (isBlank(bytes, start, end)) inHeader = false;
      else if (bytes[start] !== 0x20 && bytes[start] !== 0x09) fields += 1;
      if (++headerLines > MAX_HEADER_LINES) return `has a header of more than ${MAX_HEADER_LINES} lines`;
      if (fields > MAX_FIELDS) return `has more than ${MAX_FIELDS} header fields in one part`;
      if (inHeader && end - headerStart > MAX_HEADER_BYTES) {
        return `has a header of more than ${MAX_HEADER_BYTES} bytes`;
      }
    }
    start = end;
  }
  return hasManyContainers(bytes) ? `has more than ${MAX_CONTAINERS} multiparts or messages inside it` : null;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= 2 && (bytes[start] === 0x0a || bytes[start] === 0x0d);
}

/** Counted one by one: a list of them would take more memory than the message. */
function hasManyContainers(bytes: Buffer): boolean {
  let count = 0;
  const found = bytes.toString('latin1').matchAll(CONTAINERS);
  while (found.next().done !== true) {
    if (++count > MAX_CONTAINERS) return true;
  }
  return false;
}
