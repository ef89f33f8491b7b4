import { CollectedBytes } from '#text';

const LENGTH_BYTES = 2;
/** Of the longest message that its length can say (RFC 1035 §4.2.2). */
const MAX_BYTES = LENGTH_BYTES + 65_535;

/** Puts the first message together, once: a server may send it octet by octet. */
export class MessageReader {
  private readonly received = new CollectedBytes(MAX_BYTES);

  /** The message, when it is complete with this chunk. What follows it is left alone. */
  read(chunk: Buffer): Buffer | undefined {
    this.received.add(chunk.subarray(0, MAX_BYTES - this.received.size));
    const { bytes } = this.received;
    if (bytes.length < LENGTH_BYTES) return undefined;
    const needed = LENGTH_BYTES + bytes.readUInt16BE(0);
    return bytes.length < needed ? undefined : bytes.subarray(LENGTH_BYTES, needed);
  }
}
