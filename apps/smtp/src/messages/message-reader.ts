import type { Readable } from 'node:stream';

import { CollectedBytes } from '#text';

import { type MessageHeader, readHeader } from './message-header.js';

/** Where the fields of the header are looked for; real headers are far shorter. */
const MAX_HEADER_BYTES = 65_536;

export type ReceivedMessage =
  | { readonly kind: 'complete'; readonly size: number; readonly header: MessageHeader }
  /** The client went away before the final dot. */
  | { readonly kind: 'broken-off' }
  /** Far beyond the limit and no end in sight. */
  | { readonly kind: 'endless' };

/**
 * Reads a message to its end, counts its octets and keeps nothing but two facts of its header.
 *
 * @param onChunk told of every part, and of the octets so far; answers how many milliseconds to read nothing
 */
export function readMessage(
  stream: Readable,
  maxBytes: number,
  onChunk: (chunk: Buffer, size: number) => number,
): Promise<ReceivedMessage> {
  const start = new CollectedBytes(MAX_HEADER_BYTES);
  let size = 0;
  let pause: NodeJS.Timeout | undefined;
  return new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      const waitMs = onChunk(chunk, size);
      if (waitMs > 0) {
        stream.pause();
        pause = setTimeout(() => stream.resume(), waitMs);
      }
      start.add(chunk.subarray(0, MAX_HEADER_BYTES - start.size));
      if (size > maxBytes) resolve({ kind: 'endless' });
    });
    stream.once('end', () => {
      resolve({ kind: 'complete', size, header: readHeader(start.bytes.toString('utf8')) });
    });
    const brokenOff = (): void => {
      clearTimeout(pause);
      resolve({ kind: 'broken-off' });
    };
    stream.once('error', brokenOff);
    stream.once('close', brokenOff);
  });
}
