import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { errnoCode } from '#text';

const gunzipAsync = promisify(gunzip);

export type Decompressed =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** More than the limit: nothing beyond it was made, so a bomb costs no more than a report. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'damaged' };

/** Undoes gzip (RFC 1952), told by its first octets: the media types of reporters are not to be relied on. */
export async function decompress(bytes: Uint8Array, maxBytes: number): Promise<Decompressed> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    return bytes.length > maxBytes ? { kind: 'too-large' } : { kind: 'bytes', bytes };
  }
  try {
    return { kind: 'bytes', bytes: await gunzipAsync(bytes, { maxOutputLength: maxBytes }) };
  } catch (error) {
    const isTooLarge = errnoCode(error) === 'ERR_BUFFER_TOO_LARGE';
    return { kind: isTooLarge ? 'too-large' : 'damaged' };
  }
}
