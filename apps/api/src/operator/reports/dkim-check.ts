/**
 * Whether a report by mail is signed by who reports: "Reports sent via SMTP MUST contain a valid DKIM signature by the
 * reporting domain", which must not limit the body by `l=` (RFC 8460 §3).
 */
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

import type { TlsReportOrigin } from '#store';
import { reportingDomain, speaksFor } from '#tlsrpt';

import type { ResolveTxt } from './resolve-txt.js';

type Dkim = Pick<TlsReportOrigin, 'dkim' | 'signedBy' | 'dkimReason'>;

export type DkimCheck =
  | ({ readonly kind: 'checked' } & Dkim)
  /** DNS did not answer: nobody knows yet. */
  | { readonly kind: 'later'; readonly reason: string };

/** Each asks DNS once; who sends more has something else in mind. */
const MAX_SIGNATURES = 5;

/** @param contact the address in the report, whose domain is the one that reports; null: the domain of From counts */
export async function checkDkim(
  content: Uint8Array,
  contact: string | null,
  resolver: ResolveTxt,
): Promise<DkimCheck> {
  const signatures = signatureFields(content);
  if (signatures.length === 0)
    return { kind: 'checked', dkim: 'none', signedBy: null, dkimReason: 'it is not signed' };
  if (signatures.length > MAX_SIGNATURES) return failed(`it has more than ${MAX_SIGNATURES} signatures`);
  if (signatures.some(limitsBody)) return failed('its signature covers a part of the body only');

  const { results, headerFrom } = await dkimVerify(Buffer.from(content), { resolver });
  const [from] = headerFrom;
  const reporter = reportingDomain(contact) ?? reportingDomain(from ?? null);
  if (reporter === null) return failed('it does not say which domain reports');
  const valid = results.filter(({ status }) => status.result === 'pass');
  const signer = valid.map(({ signingDomain }) => signingDomain).find((name) => speaksFor(name, reporter));
  if (signer !== undefined) {
    return { kind: 'checked', dkim: 'pass', signedBy: signer.toLowerCase(), dkimReason: null };
  }
  if (results.some(({ status }) => status.result.startsWith('temperr'))) {
    return { kind: 'later', reason: 'DNS does not answer for the key of its signature' };
  }
  return failed(
    valid.length > 0
      ? 'it is signed by another domain than the one that reports'
      : 'its signature is not valid',
  );
}

function failed(dkimReason: string): DkimCheck {
  return { kind: 'checked', dkim: 'fail', signedBy: null, dkimReason };
}

/** The values of the DKIM-Signature fields, unfolded. */
function signatureFields(content: Uint8Array): string[] {
  const text = Buffer.from(content).toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const header = (end < 0 ? text : text.slice(0, end)).replaceAll(/\r?\n(?=[ \t])/g, '');
  return [...header.matchAll(/^dkim-signature[ \t]*:(.*)$/gim)].map(([, value]) => value ?? '');
}

function limitsBody(signature: string): boolean {
  return signature.split(';').some((tag) => /^\s*l\s*=/.test(tag));
}
