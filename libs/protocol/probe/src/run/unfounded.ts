import type { FindingCode } from '../findings/catalogue.js';
import type { ProbeFinding, ProbeHost } from '../result.js';

const ABOUT_SIGNATURES: ReadonlySet<string> = new Set<FindingCode>([
  'mx-insecure',
  'srv-insecure',
  'addresses-insecure',
  'tlsa-insecure',
]);

/** Without those that say that something is not signed: where nobody validates, nobody knows. */
export function withoutUnfounded(findings: readonly ProbeFinding[]): ProbeFinding[] {
  return findings.filter(({ code }) => !ABOUT_SIGNATURES.has(code));
}

export function withoutUnfoundedOf(hosts: readonly ProbeHost[]): ProbeHost[] {
  return hosts.map((host) => ({ ...host, findings: withoutUnfounded(host.findings) }));
}
