/** Gives names to TLSA records that describe a well-known CA, which says more than a digest. */
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';

import type { ProbeTlsaRecordBody } from '#contracts';
import { associationData, MATCHING_TYPE, SELECTOR } from '#dane';

export type CertificateNames = (record: ProbeTlsaRecordBody) => string | null;

export const noCertificateNames: CertificateNames = () => null;

/** The CAs that Node trusts, which are Mozilla's. They are read when the first record of an anchor asks (RFC 7672 §3.1.2). */
export function publicCaNames(): CertificateNames {
  let names: ReadonlyMap<string, string> | undefined;
  return ({ usage, text }) => {
    if (usage !== 0 && usage !== 2) return null;
    names ??= readNames();
    return names.get(text.replace(/^\d+ /, '')) ?? null;
  };
}

/** By selector, matching type and digest, as they stand in a record. Records that hold a whole certificate name it themselves. */
function readNames(): Map<string, string> {
  const names = new Map<string, string>();
  for (const pem of rootCertificates) {
    const certificate = new X509Certificate(pem);
    const name = commonName(certificate.subject);
    for (const selector of Object.values(SELECTOR)) {
      for (const matchingType of [MATCHING_TYPE.sha256, MATCHING_TYPE.sha512]) {
        const digest = Buffer.from(associationData(certificate.raw, selector, matchingType)).toString('hex');
        names.set(`${selector} ${matchingType} ${digest}`, name);
      }
    }
  }
  return names;
}

function commonName(subject: string): string {
  const fields = subject.split('\n');
  const field = (name: string) => fields.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
  return field('CN') ?? field('OU') ?? field('O') ?? fields.join(', ');
}
