import type { Place } from '../findings/bounces.js';
import { finding } from '../findings/catalogue.js';
import type { ProbeFinding, ProbeHandshake } from '../result.js';

/** Dates are a warning at most: where they decide, under DANE-TA, the records do not match already. */
export function dateFindings(
  place: Place,
  { certificates }: ProbeHandshake,
  warningMs: number,
  now: number,
): ProbeFinding[] {
  if (warningMs === 0) return [];
  return certificates.flatMap(({ notBefore, notAfter, subject, publicKeySha256 }, depth) => {
    // What cannot be read has no dates.
    if (publicKeySha256 === '') return [];
    const leftMs = Date.parse(notAfter) - now;
    if (leftMs < 0 && depth === 0) return [finding('certificate-expired', { place, notAfter })];
    if (leftMs < warningMs)
      return [finding('certificate-expires-soon', { place, subject, notAfter, depth, leftMs })];
    if (Date.parse(notBefore) > now)
      return [finding('certificate-not-yet-valid', { place, subject, notBefore, depth })];
    return [];
  });
}
