const FIRST_BYTES = 4_096;

/**
 * What arrives in pieces, in one buffer that grows: a list of pieces costs a hundred times its bytes when each has one, and
 * whoever sends decides how long they are.
 */
export class CollectedBytes {
  private buffer: Buffer = Buffer.alloc(0);
  /** How many have been added. */
  size = 0;

  constructor(private readonly maxBytes: number) {}

  /** What is held for them in memory. */
  get capacity(): number {
    return this.buffer.length;
  }

  /** What would be held if so many more were added; at most `maxBytes` may be added in all. */
  capacityWith(bytes: number): number {
    const needed = this.size + bytes;
    if (needed <= this.buffer.length) return this.buffer.length;
    return Math.min(this.maxBytes, Math.max(needed, this.buffer.length * 2, FIRST_BYTES));
  }

  /** @throws RangeError for more than `maxBytes` in all */
  add(piece: Uint8Array): void {
    if (this.size + piece.length > this.maxBytes) throw new RangeError(`more than ${this.maxBytes} bytes`);
    const capacity = this.capacityWith(piece.length);
    if (capacity > this.buffer.length) {
      const larger = Buffer.allocUnsafe(capacity);
      this.buffer.copy(larger, 0, 0, this.size);
      this.buffer = larger;
    }
    this.buffer.set(piece, this.size);
    this.size += piece.length;
  }

  /** Not a copy: it changes with what is added. */
  get bytes(): Buffer {
    return this.buffer.subarray(0, this.size);
  }
}
