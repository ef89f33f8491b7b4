/** The whole chain of evidence for one target, for people. */
import type { ProbePolicyBody, ProbeTargetBody } from '#contracts';

import { conclusionOf, count, countsOf } from './conclusion.js';
import { findingLines } from './finding-section.js';
import { hostLines } from './host-section.js';
import { labelled, paragraph } from './lines.js';
import type { ReportContext } from './report-context.js';
import { signOf } from './signs.js';
import type { Style } from './style.js';
import { printable } from '../../printable.js';

export function fullReport(target: ProbeTargetBody, context: ReportContext): string[] {
  const { style } = context;
  return [
    `${style.strong(printable(target.target))}${style.dim(lookupText(target))}`,
    ...labelled('resolver', resolverText(target), style, 2),
    ...policyLines('MTA-STS', target.mtaSts, style),
    ...policyLines('TLSRPT', target.tlsRpt, style),
    ...target.findings.flatMap((finding) => findingLines(finding, style, 2)),
    ...target.hosts.flatMap((host) => ['', ...hostLines(host, context, 2)]),
    '',
    conclusionLine(target, style),
    ...paragraph(conclusionOf(target).meaning, style, { indent: 2 }),
  ];
}

/** The one line that says how it is. */
export function conclusionLine(target: ProbeTargetBody, style: Style): string {
  const { sign, paint } = signOf(target.result, style);
  const title = `${sign} ${printable(target.target)} – ${conclusionOf(target).title}`;
  return `${paint(title)} ${style.dim(`(${countsOf(target)})`)}`;
}

function lookupText({ lookup, hosts }: ProbeTargetBody): string {
  if (lookup === null) return '';
  const secure = lookup.secure ? 'secure' : 'not secure';
  return printable(`, ${count(hosts.length, 'host')} by ${lookup.type} of ${lookup.name} (${secure})`);
}

function resolverText({ resolver: { address, validates }, findings }: ProbeTargetBody): string {
  const isPartial = findings.some(({ code }) => code === 'resolver-validates-in-part');
  const verdict =
    validates === null
      ? "couldn't determine whether it validates"
      : validates
        ? `validates${isPartial ? ' this zone only (local trust anchor)' : ''}; its AD flag is trusted`
        : 'does not validate: none of its answers can be trusted';
  return printable(`${address ?? 'not named:'} ${verdict}`);
}

function policyLines(label: string, policy: ProbePolicyBody | null, style: Style): string[] {
  if (policy === null) return [];
  const text = policy.text === null ? policy.status : `${policy.status}: ${policy.text}`;
  return [
    ...labelled(label, printable(text), style, 2),
    ...policy.findings.flatMap((finding) => findingLines(finding, style, 4)),
  ];
}
