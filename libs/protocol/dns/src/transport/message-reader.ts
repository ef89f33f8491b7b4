const LENGTH_BYTES = 2;

/** Puts the first message together, once: a server may send it octet by octet. */
export class MessageReader {
  private readonly chunks: Buffer[] = [];
  private available = 0;
  private needed = LENGTH_BYTES;

  /** The message, when it is complete with this chunk. What follows it is left alone. */
  read(chunk: Buffer): Buffer | undefined {
    this.chunks.push(chunk);
    this.available += chunk.length;
    if (this.available < this.needed) return undefined;
    const received = Buffer.concat(this.chunks.splice(0));
    this.chunks.push(received);
    this.needed = LENGTH_BYTES + received.readUInt16BE(0);
    return this.available < this.needed ? undefined : received.subarray(LENGTH_BYTES, this.needed);
  }
}
