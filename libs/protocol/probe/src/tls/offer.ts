/**
 * Which certificate a server shows depends on what the client can verify. A server with an RSA and an ECDSA certificate
 * shows the one to some senders and the other to the rest; each must have a TLSA record (RFC 7671 §5.1 speaks of all
 * certificates that may be presented). So each is asked for.
 */
import { DEFAULT_CIPHERS, type SecureContextOptions } from 'node:tls';

export const OFFERS = ['any', 'rsa', 'ecdsa'] as const;
export type Offer = (typeof OFFERS)[number];

const TLS_1_3_SUITES = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';

// Level 0 also speaks with old servers, to say what is wrong with them instead of failing without a reason.
const LENIENT = '@SECLEVEL=0';

/** TLS 1.2 and older choose the kind by the cipher suite, TLS 1.3 by the signature algorithm (RFC 8446 §4.2.3). */
export function algorithmsOf(offer: Offer): SecureContextOptions {
  switch (offer) {
    case 'any':
      return { ciphers: `${DEFAULT_CIPHERS}:${LENIENT}` };
    case 'rsa':
      return {
        ciphers: `${TLS_1_3_SUITES}:ECDHE+aRSA:DHE+aRSA:kRSA:!aNULL:!eNULL:!PSK:${LENIENT}`,
        sigalgs: [
          'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512',
          'rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512',
          'RSA+SHA256:RSA+SHA384:RSA+SHA512:RSA+SHA1',
        ].join(':'),
      };
    case 'ecdsa':
      return {
        ciphers: `${TLS_1_3_SUITES}:ECDHE+aECDSA:!aNULL:!eNULL:!PSK:${LENIENT}`,
        sigalgs: 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ECDSA+SHA1',
      };
  }
}
