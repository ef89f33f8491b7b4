import { describeCertificate } from '#dane';

import type { ProbeCertificate } from '../result.js';

export function certificateBody(der: Uint8Array): ProbeCertificate {
  const description = describeCertificate(der);
  if (description.kind === 'described') {
    const { kind: _, names, notBefore, notAfter, ...rest } = description;
    return { ...rest, names: [...names], notBefore: timestamp(notBefore), notAfter: timestamp(notAfter) };
  }
  const { sha256, pem } = description;
  return {
    subject: 'a certificate that cannot be read',
    issuer: '',
    names: [],
    serialNumber: '',
    notBefore: timestamp(0),
    notAfter: timestamp(0),
    key: 'unknown',
    signatureAlgorithm: 'unknown',
    isCa: false,
    sha256,
    publicKeySha256: '',
    pem,
  };
}

/** The contract's dates have years of four digits; a certificate may say what it likes. */
function timestamp(ms: number): string {
  const last = Date.UTC(9999, 11, 31, 23, 59, 59);
  return new Date(Math.min(Math.max(ms, 0), last)).toISOString();
}
