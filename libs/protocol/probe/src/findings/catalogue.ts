/** Every finding there is, by its code. The codes are stable: programs ask for them. */

import { CERTIFICATE_FINDINGS } from './certificate-findings.js';
import { DNS_FINDINGS } from './dns-findings.js';
import { type Entry, fill } from './finding.js';
import { POLICY_FINDINGS } from './policy-findings.js';
import { TLS_RPT_FINDINGS } from './tls-rpt-findings.js';
import { RESOLVER_FINDINGS } from './resolver-findings.js';
import { SERVER_FINDINGS } from './server-findings.js';
import type { ProbeFinding } from '../result.js';

export const CATALOGUE = {
  ...RESOLVER_FINDINGS,
  ...DNS_FINDINGS,
  ...SERVER_FINDINGS,
  ...CERTIFICATE_FINDINGS,
  ...POLICY_FINDINGS,
  ...TLS_RPT_FINDINGS,
};

export type FindingCode = keyof typeof CATALOGUE;
export type FactsOf<Code extends FindingCode> =
  (typeof CATALOGUE)[Code] extends Entry<infer Facts> ? Facts : never;

/** The finding, with the facts of the case in its words. */
export function finding<Code extends FindingCode>(code: Code, facts: FactsOf<Code>): ProbeFinding {
  // Each code has facts of its own; that these belong to it is what the signature checks.
  return fill(code, CATALOGUE[code] as unknown as Entry<FactsOf<Code>>, facts);
}
