/** A line for the target, one for each host, and one for each thing that is wrong. */
import type { ProbeFindingBody, ProbeHostBody, ProbeTargetBody } from '#contracts';

import { findingText } from './finding-section.js';
import { conclusionLine } from './full-report.js';
import { withPort } from './host-section.js';
import { signOf, signOfSeverity } from './signs.js';
import type { Style } from './style.js';
import { printable } from '../../printable.js';

export function terseReport(target: ProbeTargetBody, style: Style): string[] {
  const policies = [target.mtaSts, target.tlsRpt].flatMap((policy) => policy?.findings ?? []);
  return [
    conclusionLine(target, style),
    ...problems([...target.findings, ...policies], style),
    ...target.hosts.flatMap((host) => hostLines(host, style)),
  ];
}

function hostLines(host: ProbeHostBody, style: Style): string[] {
  const { sign, paint } = signOf(host.result, style);
  const addresses = host.addresses.map(({ address, dane }) => `${address} ${dane}`).join(', ');
  const name = withPort(host.name, host.port);
  return [
    `  ${paint(sign)} ${printable(`${name} ${host.dane}${addresses === '' ? '' : `: ${addresses}`}`)}`,
    ...problems(host.findings, style),
    ...host.addresses.flatMap(({ address, findings }) => problems(findings, style, address)),
  ];
}

function problems(findings: readonly ProbeFindingBody[], style: Style, address?: string): string[] {
  return findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding) => {
      const { sign, paint } = signOfSeverity(finding.severity, style);
      const text = findingText(finding);
      const where = address === undefined || text.includes(address) ? '' : `${address}: `;
      return `    ${paint(sign)} ${printable(where + text)}`;
    });
}
