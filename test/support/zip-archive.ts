/** Zip archives (APPNOTE 4.3), as far as who reads the entries one after the other needs them. */
import { deflateRawSync } from 'node:zlib';

export interface ZipEntryOptions {
  /** True unless given. */
  readonly isDeflated?: boolean;
  /** The sizes stand behind the data, as in an archive that is written as it comes. */
  readonly isStreamed?: boolean;
}

/** An archive of one file, without the directory at its end, which nobody needs. */
export function zip(content: Buffer, options: ZipEntryOptions = {}): Buffer {
  return Buffer.concat([zipEntry('report.json', content, options), Buffer.from('PK\x01\x02 and so on')]);
}

export function zipEntry(
  fileName: string,
  content: Buffer,
  { isDeflated = true, isStreamed = false }: ZipEntryOptions = {},
): Buffer {
  const data = isDeflated ? deflateRawSync(content) : content;
  const name = Buffer.from(fileName);
  const header = Buffer.alloc(30);
  header.writeUInt32BE(0x504b0304, 0);
  header.writeUInt16LE(isStreamed ? 8 : 0, 6);
  header.writeUInt16LE(isDeflated ? 8 : 0, 8);
  header.writeUInt32LE(isStreamed ? 0 : data.length, 18);
  header.writeUInt16LE(name.length, 26);
  // Signature, checksum and both sizes.
  const descriptor = Buffer.alloc(isStreamed ? 16 : 0);
  if (isStreamed) descriptor.writeUInt32BE(0x504b0708, 0);
  return Buffer.concat([header, name, data, descriptor]);
}
