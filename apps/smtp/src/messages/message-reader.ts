import type { Readable } from 'node:stream';

import { CollectedBytes } from '#text';

import { findMessageId } from './message-id.js';

/** Where the Message-ID is looked for; real headers are far shorter. */
const MAX_HEADER_BYTES = 65_536;

export type ReceivedMessage =
  | { readonly kind: 'complete'; readonly size: number; readonly messageId: string | null }
  /** The client went away before the final dot. */
  | { readonly kind: 'broken-off' }
  /** Far beyond the limit and no end in sight. */
  | { readonly kind: 'endless' };

/**
 * Reads a message to its end, counts its octets and keeps nothing but its Message-ID.
 *
 * @param onChunk told of every part, and of the octets so far; answers how many milliseconds to read nothing
 */
export function readMessage(
  stream: Readable,
  maxBytes: number,
  onChunk: (chunk: Buffer, size: number) => number,
): Promise<ReceivedMessage> {
  const header = new CollectedBytes(MAX_HEADER_BYTES);
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
      header.add(chunk.subarray(0, MAX_HEADER_BYTES - header.size));
      if (size > maxBytes) resolve({ kind: 'endless' });
    });
    stream.once('end', () => {
      const messageId = findMessageId(header.bytes.toString('utf8'));
      resolve({ kind: 'complete', size, messageId });
    });
    const brokenOff = (): void => {
      clearTimeout(pause);
      resolve({ kind: 'broken-off' });
    };
    stream.once('error', brokenOff);
    stream.once('close', brokenOff);
  });
}
