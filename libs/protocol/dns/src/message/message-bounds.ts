/**
 * Bounds on what a parser would make of a DNS message, checked before it makes anything. Names may be written as pointers to
 * pointers (RFC 1035 §4.1.4): a message of 64 kB can have thousands of records whose names take thousands of steps each.
 */

const HEADER_BYTES = 12;
/** Where the numbers of questions, answers, authorities and additionals stand (RFC 1035 §4.1.1). */
const COUNTS = [4, 6, 8, 10];

/** What of the message is beyond the bounds, or null. A message without a whole header is for the parser to refuse. */
export function beyondMessageBounds(message: Buffer, maxRecords: number): string | null {
  if (message.length < HEADER_BYTES) return null;
  const records = COUNTS.reduce((sum, at) => sum + message.readUInt16BE(at), 0);
  return records > maxRecords ? `claims to have ${records} records, more than ${maxRecords}` : null;
}
