import type { ProbeFindingBody, ProbeTargetBody } from '#contracts';
import { BRIEF_CONCLUSIONS, type BriefConclusion, mismatchCode } from '#words';

/** What keeps anything from being found out comes first. */
export function conclusionOf({ dane, findings, resolver, hosts }: ProbeTargetBody): BriefConclusion {
  if (findings.some(({ code }) => code === 'no-such-domain')) return BRIEF_CONCLUSIONS['no-such-domain'];
  if (resolver.validates === false) return BRIEF_CONCLUSIONS['not-validated'];
  return BRIEF_CONCLUSIONS[dane === 'mismatch' ? mismatchCode(hosts) : dane];
}

/** `2 hosts, 4 addresses; 1 warning`. */
export function countsOf({ hosts, ...target }: ProbeTargetBody): string {
  const addresses = hosts.flatMap((host) => host.addresses);
  const found = allFindings({ hosts, ...target });
  const severe = (['error', 'warning'] as const)
    .map((severity) => count(found.filter((finding) => finding.severity === severity).length, severity))
    .filter((text) => !text.startsWith('0 '));
  return [`${count(hosts.length, 'host')}, ${count(addresses.length, 'address')}`, ...severe].join(', ');
}

export function allFindings(target: ProbeTargetBody): ProbeFindingBody[] {
  return [
    ...target.findings,
    ...target.hosts.flatMap((host) => [
      ...host.findings,
      ...host.addresses.flatMap(({ findings }) => findings),
    ]),
    ...[target.mtaSts, target.tlsRpt].flatMap((policy) => policy?.findings ?? []),
  ];
}

export function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun}${noun.endsWith('s') ? 'es' : 's'}`;
}
