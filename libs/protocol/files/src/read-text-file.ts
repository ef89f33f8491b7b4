/**
 * Files that people and other programs put there: before anything is made of one, it is a regular file of bounded size that
 * holds text. What stands in its place may be a directory (Docker makes one for a missing mount), a pipe that nobody writes
 * to, a disk image, or the zeros that a power cut leaves.
 */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { CollectedBytes } from '#text';

/** It can be opened, and is nothing that can be read as text. The message is the end of a sentence, as of `errnoText`. */
export class UnfitFileError extends Error {
  override readonly name = 'UnfitFileError';
}

export interface ReadTextOptions {
  /** 1 MiB unless given. */
  readonly maxBytes?: number;
  /** Sees the file that was opened, whatever its name is given to meanwhile; may throw. */
  readonly inspect?: (facts: Stats) => void;
  /** `latin1` gives each octet a character of its own. */
  readonly encoding?: 'utf8' | 'latin1';
}

const MAX_BYTES = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

/**
 * The text of the file; what is not UTF-8 in it becomes U+FFFD, unless it is read as `latin1`.
 *
 * @throws UnfitFileError, or the error of the system
 */
export async function readTextFile(
  path: string,
  { maxBytes = MAX_BYTES, inspect, encoding = 'utf8' }: ReadTextOptions = {},
): Promise<string> {
  // Opening a pipe that nobody writes to would wait for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = await file.stat();
    if (facts.isDirectory()) throw Object.assign(new Error('a directory'), { code: 'EISDIR', path });
    if (!facts.isFile()) throw new UnfitFileError('it is no regular file');
    inspect?.(facts);
    const octets = await readAtMost(file, maxBytes);
    if (octets.includes(0)) throw new UnfitFileError('it holds NUL octets, as a power cut may leave them');
    return octets.toString(encoding);
  } finally {
    await file.close();
  }
}

/** Counts what is read: the size of a file that grows, or of one in /proc, says nothing. */
async function readAtMost(file: FileHandle, maxBytes: number): Promise<Buffer> {
  const collected = new CollectedBytes(maxBytes + 1);
  const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, maxBytes + 1));
  for (;;) {
    const room = Math.min(chunk.length, maxBytes + 1 - collected.size);
    const { bytesRead } = await file.read(chunk, 0, room);
    if (bytesRead === 0) return collected.bytes;
    collected.add(chunk.subarray(0, bytesRead));
    if (collected.size > maxBytes) throw new UnfitFileError(`it has more than ${maxBytes} bytes`);
  }
}
