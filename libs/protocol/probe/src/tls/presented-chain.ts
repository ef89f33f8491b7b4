import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

import { CERTIFICATE_LIMITS, valuesWithin } from '#dane';

/** OpenSSL takes at most 100 kB of certificates. Senders follow some 10 from the server's own up (Postfix: 9). */
const MOST_CERTIFICATES = 64;
/** Of all certificates together: names, constraints and the like. Ten with a hundred names each have some 2,500. */
const MOST_VALUES = 4_096;

/**
 * The certificates that the server presented, in DER, in its order.
 *
 * As many as are looked at: the rest costs more than any sender gives to it.
 *
 * Not from `getPeerCertificate(true)`: that sorts them into a path, leaves out what does not belong to it, and adds a CA
 * of this machine that the server never sent. A DANE-TA record would seem to match what no sender gets to see.
 */
export function presentedChain(socket: TLSSocket): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let values = 0;
  let certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  while (certificate !== undefined && chain.length < MOST_CERTIFICATES) {
    const der = Uint8Array.from(certificate.raw);
    // One beyond the limits itself is never parsed.
    values += valuesWithin(der, CERTIFICATE_LIMITS) ?? 0;
    if (values > MOST_VALUES) break;
    chain.push(der);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
