/**
 * The ClientHello (RFC 8446 §4.1.2), read on its way to OpenSSL: OpenSSL refuses an old protocol version before it asks us
 * for the certificate of a server name, and the attempt could not be counted to any check.
 */

export interface ClientHello {
  readonly serverName: string | null;
  /** The protocol versions offered, without those that mean nothing (RFC 8701). */
  readonly versions: readonly number[];
  readonly cipherSuites: readonly number[];
}

/** `other`: not a ClientHello that we can read; it is for OpenSSL to refuse. */
export type HelloReading = { readonly state: 'incomplete' | 'other' } | HelloRead;
interface HelloRead {
  readonly state: 'read';
  readonly hello: ClientHello;
}

/** Real ones have less than 2 KiB, with post-quantum key shares too. */
export const MAX_HELLO_BYTES = 16_384;
/** A message may be spread over several records; nobody does so for a reason. */
const MAX_RECORDS = 16;

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const SUPPORTED_VERSIONS = 43;
/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746) and TLS_FALLBACK_SCSV (RFC 7507) are signals. */
const SIGNALS: ReadonlySet<number> = new Set([0x00_ff, 0x56_00]);

const INCOMPLETE = { state: 'incomplete' } as const;
const OTHER = { state: 'other' } as const;

/** Reads what has arrived so far. Never throws; its work is bounded by the number of bytes. */
export function readClientHello(bytes: Buffer): HelloReading {
  try {
    if ((bytes[0] ?? 0) >= 0x80) return readOldForm(bytes);
    const message = handshakeMessage(bytes);
    if (!Buffer.isBuffer(message)) return message;
    return { state: 'read', hello: parse(new Cursor(message)) };
  } catch (err) {
    if (err instanceof RangeError) return OTHER;
    throw err;
  }
}

/** In the form of SSL 2, by which old systems offer TLS as well (RFC 5246 §E.2). It has no room for a server name. */
function readOldForm(bytes: Buffer): HelloReading {
  if (bytes.length > 2 && bytes[2] !== CLIENT_HELLO) return OTHER;
  const size = bytes.length < 2 ? 0 : bytes.readUInt16BE(0) & 0x7fff;
  if (size > MAX_HELLO_BYTES) return OTHER;
  if (bytes.length < 3 || bytes.length < 2 + size) return INCOMPLETE;
  const body = new Cursor(bytes.subarray(3, 2 + size));
  const version = body.number(2);
  const length = body.number(2);
  // How long the session id and the challenge are.
  body.bytes(4);
  const specs = new Cursor(body.bytes(length));
  const cipherSuites: number[] = [];
  while (!specs.isAtEnd) {
    // Those of SSL 2 begin with another byte than 0.
    const isOfTls = specs.number(1) === 0;
    const suite = specs.number(2);
    if (isOfTls && !SIGNALS.has(suite)) cipherSuites.push(suite);
  }
  return { state: 'read', hello: { serverName: null, versions: [version], cipherSuites } };
}

/** The body of the first handshake message, put together from its records. */
function handshakeMessage(bytes: Buffer): Buffer | typeof INCOMPLETE | typeof OTHER {
  const parts: Buffer[] = [];
  let offset = 0;
  for (let record = 0; record < MAX_RECORDS; record += 1) {
    const header = bytes.subarray(offset, offset + 5);
    if (header.length > 0 && header[0] !== HANDSHAKE_RECORD) return OTHER;
    if (header.length > 1 && header[1] !== 3) return OTHER;
    if (header.length < 5) return INCOMPLETE;
    const length = header.readUInt16BE(3);
    if (length === 0 || length > MAX_HELLO_BYTES) return OTHER;
    parts.push(bytes.subarray(offset + 5, offset + 5 + length));
    offset += 5 + length;
    const payload = Buffer.concat(parts);
    if (payload.length > 0 && payload[0] !== CLIENT_HELLO) return OTHER;
    const size = payload.length < 4 ? null : payload.readUIntBE(1, 3);
    if (size !== null && size > MAX_HELLO_BYTES) return OTHER;
    if (size !== null && payload.length >= 4 + size) return payload.subarray(4, 4 + size);
    if (offset > bytes.length) return INCOMPLETE;
  }
  return OTHER;
}

function parse(body: Cursor): ClientHello {
  const legacyVersion = body.number(2);
  body.bytes(32);
  body.vector(1);
  const cipherSuites = body
    .vector(2)
    .numbers()
    .filter((suite) => !isGrease(suite) && !SIGNALS.has(suite));
  body.vector(1);
  let serverName: string | null = null;
  let versions: readonly number[] = [legacyVersion];
  const extensions = body.isAtEnd ? body : body.vector(2);
  while (!extensions.isAtEnd) {
    const type = extensions.number(2);
    const content = extensions.vector(2);
    if (type === SERVER_NAME) serverName = hostName(content);
    if (type === SUPPORTED_VERSIONS) versions = content.vector(1).numbers();
  }
  return { serverName, versions: versions.filter((version) => !isGrease(version)), cipherSuites };
}

/** The host_name of a server_name extension (RFC 6066 §3); what is no text is left to OpenSSL. */
function hostName(extension: Cursor): string | null {
  const names = extension.vector(2);
  while (!names.isAtEnd) {
    const type = names.number(1);
    const name = names.vector(2).rest().toString('latin1');
    if (type === 0) return /^[\x21-\x7e]{1,255}$/.test(name) ? name : null;
  }
  return null;
}

function isGrease(value: number): boolean {
  return (value & 0x0f_0f) === 0x0a_0a && value >> 8 === (value & 0xff);
}

/** Reads on from where it stands; beyond the end it throws a RangeError. */
class Cursor {
  private offset = 0;

  constructor(private readonly buffer: Buffer) {}

  get isAtEnd(): boolean {
    return this.offset >= this.buffer.length;
  }

  bytes(length: number): Buffer {
    const start = this.skip(length);
    return this.buffer.subarray(start, this.offset);
  }

  number(length: 1 | 2): number {
    const start = this.skip(length);
    return length === 1 ? this.buffer.readUInt8(start) : this.buffer.readUInt16BE(start);
  }

  /** What stands behind a length of that many bytes. */
  vector(lengthBytes: 1 | 2): Cursor {
    return new Cursor(this.bytes(this.number(lengthBytes)));
  }

  rest(): Buffer {
    return this.bytes(this.buffer.length - this.offset);
  }

  numbers(): number[] {
    const numbers: number[] = [];
    while (!this.isAtEnd) numbers.push(this.number(2));
    return numbers;
  }

  /** @returns where it stood */
  private skip(length: number): number {
    const start = this.offset;
    if (start + length > this.buffer.length) throw new RangeError('beyond the end');
    this.offset += length;
    return start;
  }
}
