/**
 * The little of DER that TLSA needs: finding the SubjectPublicKeyInfo in a certificate as it was sent. Reading the
 * key and writing it again could give other bytes, and another digest.
 */

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const VERSION = 0xa0;

/** A certificate has ten fields at most (RFC 5280 §4.1), and nothing else that is read here has more. */
const MOST_ELEMENTS = 10;

interface Element {
  readonly tag: number;
  /** The element with its header. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

/** Thrown where bytes are not the structure that they should be. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

/**
 * The SubjectPublicKeyInfo of a certificate, byte for byte (RFC 5280 §4.1).
 *
 * @throws DerError when `certificate` is not one certificate in DER
 */
export function subjectPublicKeyInfo(certificate: Uint8Array): Uint8Array {
  const outer = single(certificate);
  const body = readElements(outer.content)[0];
  if (outer.tag !== SEQUENCE || body?.tag !== SEQUENCE) throw new DerError('not a certificate');

  const fields = readElements(body.content);
  // Version is left out in version 1; before the key stand serial, signature, issuer, validity and subject.
  const serialAt = fields[0]?.tag === VERSION ? 1 : 0;
  const key = fields[serialAt + 5];
  if (fields[serialAt]?.tag !== INTEGER || key === undefined || !isPublicKeyInfo(key.whole)) {
    throw new DerError('not a certificate');
  }
  return key.whole;
}

/** Whether the bytes are one certificate in DER, as far as its public key. */
export function isCertificate(bytes: Uint8Array): boolean {
  return holds(() => subjectPublicKeyInfo(bytes));
}

/** Whether the bytes are one SubjectPublicKeyInfo in DER: an algorithm and a bit string. */
export function isPublicKeyInfo(bytes: Uint8Array): boolean {
  return holds(() => {
    const { tag, content } = single(bytes);
    const [algorithm, key, ...rest] = readElements(content);
    if (tag !== SEQUENCE || algorithm?.tag !== SEQUENCE || key?.tag !== 0x03 || rest.length > 0) {
      throw new DerError('not a public key');
    }
  });
}

function holds(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

function single(bytes: Uint8Array): Element {
  const element = readElement(bytes);
  if (element.whole.length !== bytes.length) throw new DerError('bytes after the end');
  return element;
}

function readElements(bytes: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const element = readElement(rest);
    if (elements.push(element) > MOST_ELEMENTS) throw new DerError('too many elements');
    rest = rest.subarray(element.whole.length);
  }
  return elements;
}

function readElement(bytes: Uint8Array): Element {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) throw new DerError('cut off');
  // X.690 §8.1.3: from 0x81 on, that many octets of length follow. 4 are plenty; 0x80 is BER only.
  const lengthOctets = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || lengthOctets > 4) throw new DerError('bad length');

  const header = 2 + lengthOctets;
  if (bytes.length < header) throw new DerError('cut off');
  const length =
    lengthOctets === 0 ? first : bytes.subarray(2, header).reduce((sum, octet) => sum * 256 + octet, 0);
  if (bytes.length < header + length) throw new DerError('cut off');
  return { tag, whole: bytes.subarray(0, header + length), content: bytes.subarray(header, header + length) };
}
