import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';

import type { Config } from '#config';

/**
 * How we speak TLS. Sessions are never resumed: a resumed session shows no certificate (RFC 8446 §2.2), and what a
 * sender does with our certificate is all that we want to see. Renegotiation serves no purpose here and costs an RSA operation.
 */
export function tlsOptions(minVersion: Config['smtp']['tlsMinVersion']): SecureContextOptions {
  return {
    minVersion,
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
    ...(isLegacy(minVersion) ? { ciphers: LEGACY_CIPHERS } : {}),
  };
}

/** As `tlsOptions`, for a host with TLS 1.0 and 1.1 alone. */
export function oldTlsOptions(): SecureContextOptions {
  return { ...tlsOptions('TLSv1'), maxVersion: 'TLSv1.1' };
}

/** TLS 1.0 and 1.1 sign with MD5 and SHA-1, which OpenSSL 3 allows at security level 0 only. */
export const LEGACY_CIPHERS = 'DEFAULT@SECLEVEL=0';

function isLegacy(minVersion: Config['smtp']['tlsMinVersion']): boolean {
  return minVersion === 'TLSv1' || minVersion === 'TLSv1.1';
}
