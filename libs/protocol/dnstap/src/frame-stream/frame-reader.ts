/**
 * Frames out of a stream of octets. A data frame is its length (four octets, big-endian) and its payload; a length of
 * zero is an escape, and the length and content of a control frame follow.
 */
import { FrameStreamError } from './frame-stream-error.js';

export interface Frame {
  readonly kind: 'data' | 'control';
  /** May share its memory with the chunk that it came in. */
  readonly content: Buffer;
}

export interface FrameLimits {
  readonly maxDataBytes: number;
  readonly maxControlBytes: number;
}

const LENGTH_BYTES = 4;
/** The escape and the length behind it. */
const CONTROL_HEADER_BYTES = 2 * LENGTH_BYTES;

/** Takes chunks of any size and remembers what is incomplete, never more than one frame of the largest size. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private available = 0;
  /** How many octets must be there before it is worth looking again. */
  private needed = LENGTH_BYTES;

  constructor(private readonly limits: FrameLimits) {}

  /**
   * The frames that are complete with this chunk.
   *
   * @throws FrameStreamError when a frame is larger than allowed
   */
  *read(chunk: Buffer): Generator<Frame, void> {
    this.chunks.push(chunk);
    this.available += chunk.length;
    if (this.available < this.needed) return;
    const [only] = this.chunks;
    let rest = this.chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.chunks);
    this.keep(rest);
    for (let size = this.sizeOfNext(rest); size !== null; size = this.sizeOfNext(rest)) {
      const { start, end } = size;
      const frame = rest.subarray(start, end);
      rest = rest.subarray(end);
      this.keep(rest);
      yield { kind: start === LENGTH_BYTES ? 'data' : 'control', content: frame };
    }
  }

  private keep(rest: Buffer): void {
    this.chunks = [rest];
    this.available = rest.length;
    this.needed = LENGTH_BYTES;
  }

  /** Where the content of the next frame starts and ends; null while the frame is incomplete. */
  private sizeOfNext(rest: Buffer): { start: number; end: number } | null {
    if (rest.length < LENGTH_BYTES) return this.wait(LENGTH_BYTES);
    const length = rest.readUInt32BE(0);
    if (length > 0) return this.within(rest, LENGTH_BYTES, length, this.limits.maxDataBytes);
    if (rest.length < CONTROL_HEADER_BYTES) return this.wait(CONTROL_HEADER_BYTES);
    const controlLength = rest.readUInt32BE(LENGTH_BYTES);
    return this.within(rest, CONTROL_HEADER_BYTES, controlLength, this.limits.maxControlBytes);
  }

  private within(
    rest: Buffer,
    start: number,
    length: number,
    max: number,
  ): { start: number; end: number } | null {
    if (length > max)
      throw new FrameStreamError(`a frame of ${length} octets is larger than the ${max} allowed`);
    const end = start + length;
    return rest.length < end ? this.wait(end) : { start, end };
  }

  private wait(needed: number): null {
    this.needed = needed;
    return null;
  }
}
