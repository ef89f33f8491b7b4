import type { ProbeFindingBody, ProbeHostBody } from '#contracts';

import type { FindingCode } from '../findings/catalogue.js';

const ABOUT_SIGNATURES: ReadonlySet<string> = new Set<FindingCode>([
  'mx-insecure',
  'srv-insecure',
  'addresses-insecure',
  'tlsa-insecure',
]);

/** Without those that say that something is not signed: where nobody validates, nobody knows. */
export function withoutUnfounded(findings: readonly ProbeFindingBody[]): ProbeFindingBody[] {
  return findings.filter(({ code }) => !ABOUT_SIGNATURES.has(code));
}

export function withoutUnfoundedOf(hosts: readonly ProbeHostBody[]): ProbeHostBody[] {
  return hosts.map((host) => ({ ...host, findings: withoutUnfounded(host.findings) }));
}
