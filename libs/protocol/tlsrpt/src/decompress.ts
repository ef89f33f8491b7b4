import { inflateRaw, type InputType, type ZlibOptions } from 'node:zlib';

import { errnoCode } from '#text';

export type Decompressed =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** More than the limit: nothing beyond it was made, so a bomb costs no more than a report. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'damaged' };

const GZIP = [0x1f, 0x8b];
const GZIP_HEADER = { extra: 10 } as const;
const GZIP_FLAGS = { checksum: 0x02, extra: 0x04, name: 0x08, comment: 0x10 } as const;
/** CRC-32 and length behind the data (RFC 1952 §2.3). */
const GZIP_TRAILER = 8;
/** A local file header, as every archive begins that is not empty (APPNOTE 4.3.7). */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const ZIP_HEADER = { flags: 6, method: 8, size: 18, nameLength: 26, extraLength: 28, name: 30 } as const;
/** In the flags: the size stands behind the data, in a record that begins so or without that (APPNOTE 4.3.9). */
const SIZE_FOLLOWS = 0x08;
const ZIP_DESCRIPTOR = [0x50, 0x4b, 0x07, 0x08];
const STORED = 0;

/** What zlib says of more than `maxOutputLength`. */
const TOO_LARGE = 'ERR_BUFFER_TOO_LARGE';

/** Members of a gzip file and entries of an archive; a report is in the first ones. */
const MOST_PARTS = 20;

/**
 * Undoes gzip (RFC 1952), or takes the report out of a zip archive, told by the first octets: the media types of
 * reporters are not to be relied on. What follows the data is not looked at.
 */
export async function decompress(bytes: Uint8Array, maxBytes: number): Promise<Decompressed> {
  try {
    if (beginsWith(bytes, GZIP)) return { kind: 'bytes', bytes: await gunzip(Buffer.from(bytes), maxBytes) };
    if (beginsWith(bytes, ZIP)) {
      const file = await reportIn(Buffer.from(bytes), maxBytes);
      // Some put the compressed report into an archive.
      const isGzip = beginsWith(file, GZIP);
      return { kind: 'bytes', bytes: isGzip ? await gunzip(file, maxBytes) : file };
    }
  } catch (error) {
    return { kind: errnoCode(error) === TOO_LARGE ? 'too-large' : 'damaged' };
  }
  return bytes.length > maxBytes ? { kind: 'too-large' } : { kind: 'bytes', bytes };
}

/** Whether the octets are of a kind that `decompress` undoes, or an object in JSON. */
export function looksLikeReport(bytes: Uint8Array): boolean {
  if (beginsWith(bytes, GZIP) || beginsWith(bytes, ZIP)) return true;
  return /^\uFEFF?\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString());
}

/**
 * All members one after the other (RFC 1952 §2.2). Not by gunzip: to it, what follows the last one is one more, and damaged. The
 * checksums are left to the parser of JSON.
 *
 * @throws RangeError, or what zlib says, when the first member is damaged
 */
async function gunzip(file: Buffer, maxBytes: number): Promise<Buffer> {
  const members: Buffer[] = [];
  let left = maxBytes;
  let rest = file;
  while (beginsWith(rest, GZIP) && members.length < MOST_PARTS) {
    const member = await gzipMember(rest, left).catch((error: unknown) => {
      if (members.length === 0 || errnoCode(error) === TOO_LARGE) throw error;
      return null;
    });
    if (member === null) break;
    members.push(member.content);
    left -= member.content.length;
    rest = rest.subarray(member.end);
  }
  return Buffer.concat(members);
}

async function gzipMember(file: Buffer, maxBytes: number): Promise<{ content: Buffer; end: number }> {
  const start = gzipDataStart(file);
  const { content, length } = await inflated(file.subarray(start), maxBytes);
  return { content, end: start + length + GZIP_TRAILER };
}

/** Where the data begins, behind the header (RFC 1952 §2.3). */
function gzipDataStart(member: Buffer): number {
  const flags = member.readUInt8(3);
  let start = GZIP_HEADER.extra;
  if (flags & GZIP_FLAGS.extra) start += 2 + member.readUInt16LE(start);
  for (const flag of [GZIP_FLAGS.name, GZIP_FLAGS.comment]) {
    if (!(flags & flag)) continue;
    const end = member.indexOf(0, start);
    if (end < 0) throw new RangeError('the header has no end');
    start = end + 1;
  }
  return start + (flags & GZIP_FLAGS.checksum ? 2 : 0);
}

/**
 * The first entry that looks like a report, or else the first that is not empty: folders have entries of their own, and so has what
 * some systems know of a file.
 *
 * @throws RangeError, or what zlib says, when an entry is damaged before one is found
 */
async function reportIn(archive: Buffer, maxBytes: number): Promise<Buffer> {
  let first: Buffer | undefined;
  let rest = archive;
  for (let entries = 0; beginsWith(rest, ZIP) && entries < MOST_PARTS; entries += 1) {
    const { content, end } = await zipEntry(rest, maxBytes);
    if (looksLikeReport(content)) return content;
    if (content.length > 0) first ??= content;
    rest = rest.subarray(end);
  }
  if (first === undefined) throw new RangeError('there is no file in it');
  return first;
}

async function zipEntry(archive: Buffer, maxBytes: number): Promise<{ content: Buffer; end: number }> {
  const start =
    ZIP_HEADER.name +
    archive.readUInt16LE(ZIP_HEADER.nameLength) +
    archive.readUInt16LE(ZIP_HEADER.extraLength);
  const isSizeKnown = (archive.readUInt16LE(ZIP_HEADER.flags) & SIZE_FOLLOWS) === 0;
  const end = isSizeKnown ? start + archive.readUInt32LE(ZIP_HEADER.size) : archive.length;
  if (archive.readUInt16LE(ZIP_HEADER.method) === STORED)
    return { content: archive.subarray(start, end), end };
  const { content, length } = await inflated(archive.subarray(start, end), maxBytes);
  if (isSizeKnown) return { content, end };
  const hasSignature = beginsWith(archive.subarray(start + length), ZIP_DESCRIPTOR);
  return { content, end: start + length + (hasSignature ? 16 : 12) };
}

/** @returns the content, and how many octets of the data it took */
function inflated(data: Buffer, maxBytes: number): Promise<{ content: Buffer; length: number }> {
  return new Promise((resolve, reject) => {
    // Of zlib, 0 means that there is no limit.
    const options = { maxOutputLength: Math.max(1, maxBytes), info: true };
    inflateWithInfo(data, options, (error, result) => {
      if (error === null) resolve({ content: result.buffer, length: result.engine.bytesWritten });
      else reject(error);
    });
  });
}

/** As Node documents `info`; its types do not have it. */
const inflateWithInfo = inflateRaw as unknown as (
  data: InputType,
  options: ZlibOptions,
  callback: (
    error: Error | null,
    result: { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } },
  ) => void,
) => void;

function beginsWith(bytes: Uint8Array, octets: readonly number[]): boolean {
  return octets.every((octet, index) => bytes[index] === octet);
}
