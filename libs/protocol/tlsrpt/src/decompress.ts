import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

import { errnoCode } from '#text';

const inflateRawAsync = promisify(inflateRaw);

export type Decompressed =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** More than the limit: nothing beyond it was made, so a bomb costs no more than a report. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'damaged' };

const GZIP = [0x1f, 0x8b];
const GZIP_HEADER = { extra: 10 } as const;
const GZIP_FLAGS = { checksum: 0x02, extra: 0x04, name: 0x08, comment: 0x10 } as const;
/** A local file header, as every archive begins that is not empty (APPNOTE 4.3.7). */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const ZIP_HEADER = { flags: 6, method: 8, size: 18, nameLength: 26, extraLength: 28, name: 30 } as const;
/** In the flags: the size stands behind the data. */
const SIZE_FOLLOWS = 0x08;

/**
 * Undoes gzip (RFC 1952), or takes the first file out of a zip archive, told by the first octets: the media types of
 * reporters are not to be relied on. What follows the data is not looked at.
 */
export async function decompress(bytes: Uint8Array, maxBytes: number): Promise<Decompressed> {
  const limit = { maxOutputLength: maxBytes };
  try {
    if (beginsWith(bytes, GZIP)) {
      // Not gunzip: to it, what follows the data is one more member, and damaged.
      return { kind: 'bytes', bytes: await inflateRawAsync(gzipData(Buffer.from(bytes)), limit) };
    }
    if (beginsWith(bytes, ZIP)) {
      const { data, isDeflated } = firstFile(Buffer.from(bytes));
      return { kind: 'bytes', bytes: isDeflated ? await inflateRawAsync(data, limit) : data };
    }
  } catch (error) {
    const isTooLarge = errnoCode(error) === 'ERR_BUFFER_TOO_LARGE';
    return { kind: isTooLarge ? 'too-large' : 'damaged' };
  }
  return bytes.length > maxBytes ? { kind: 'too-large' } : { kind: 'bytes', bytes };
}

/** Whether the octets are of a kind that `decompress` undoes, or an object in JSON. */
export function looksLikeReport(bytes: Uint8Array): boolean {
  if (beginsWith(bytes, GZIP) || beginsWith(bytes, ZIP)) return true;
  return /^\uFEFF?\s*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString());
}

/**
 * What stands behind the header of the first member (RFC 1952 §2.3). Its checksum is left to the parser of JSON.
 *
 * @throws RangeError when the header is not complete
 */
function gzipData(member: Buffer): Buffer {
  const flags = member.readUInt8(3);
  let start = GZIP_HEADER.extra;
  if (flags & GZIP_FLAGS.extra) start += 2 + member.readUInt16LE(start);
  for (const flag of [GZIP_FLAGS.name, GZIP_FLAGS.comment]) {
    if (!(flags & flag)) continue;
    const end = member.indexOf(0, start);
    if (end < 0) throw new RangeError('the header has no end');
    start = end + 1;
  }
  return member.subarray(start + (flags & GZIP_FLAGS.checksum ? 2 : 0));
}

/** @throws RangeError when the header is not complete */
function firstFile(archive: Buffer): { readonly data: Buffer; readonly isDeflated: boolean } {
  const start =
    ZIP_HEADER.name +
    archive.readUInt16LE(ZIP_HEADER.nameLength) +
    archive.readUInt16LE(ZIP_HEADER.extraLength);
  const isDeflated = archive.readUInt16LE(ZIP_HEADER.method) !== 0;
  const isSizeKnown = (archive.readUInt16LE(ZIP_HEADER.flags) & SIZE_FOLLOWS) === 0;
  const end = isSizeKnown ? start + archive.readUInt32LE(ZIP_HEADER.size) : archive.length;
  return { data: archive.subarray(start, end), isDeflated };
}

function beginsWith(bytes: Uint8Array, octets: readonly number[]): boolean {
  return octets.every((octet, index) => bytes[index] === octet);
}
