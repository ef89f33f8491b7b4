/** What is read out of PEM text: the chain, and the private key of its first certificate. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

import { RolloverError } from '../rollover-error.js';

/** The server's own certificate first. */
export type CertificateChain = readonly [X509Certificate, ...X509Certificate[]];

/**
 * @param where the chain is, for messages
 * @throws RolloverError
 */
export function parseChain(certificates: readonly string[], where: string): CertificateChain {
  const [first, ...others] = certificates.map((pem) => {
    try {
      return new X509Certificate(pem);
    } catch {
      throw new RolloverError(`${where} holds a certificate that cannot be read`);
    }
  });
  if (first === undefined) throw new RolloverError(`${where} holds no certificate in PEM`);
  return [first, ...others];
}

/** @throws RolloverError */
export function parseKey(pem: string, where: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    const isEncrypted = /ENCRYPTED/.test(pem);
    throw new RolloverError(
      isEncrypted
        ? `${where} holds a key with a passphrase, which a server cannot enter: store it without`
        : `${where} holds a private key that cannot be read`,
    );
  }
}

export function derOf(chain: CertificateChain): Uint8Array[] {
  return chain.map(({ raw }) => Uint8Array.from(raw));
}

export function samePublicKey(one: X509Certificate, other: X509Certificate): boolean {
  return one.publicKey.equals(other.publicKey);
}
