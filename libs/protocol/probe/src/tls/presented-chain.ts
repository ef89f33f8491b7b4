import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

/** OpenSSL takes at most 100 kB of certificates. Senders follow some 10 from the server's own up (Postfix: 9). */
const MOST_CERTIFICATES = 64;

/**
 * The certificates that the server presented, in DER, in its order.
 *
 * Not from `getPeerCertificate(true)`: that sorts them into a path, leaves out what does not belong to it, and adds a CA
 * of this machine that the server never sent. A DANE-TA record would seem to match what no sender gets to see.
 */
export function presentedChain(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  while (certificate !== undefined && chain.length < MOST_CERTIFICATES) {
    chain.push(Uint8Array.from(certificate.raw));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
