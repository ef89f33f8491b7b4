import type { ProbeFindingBody } from '#contracts';

import { paragraph } from './lines.js';
import { signOfSeverity } from './signs.js';
import type { Style } from './style.js';
import { printable } from '../../printable.js';

/** What was found, where it is required, what large senders say then, and what to do. */
export function findingLines(finding: ProbeFindingBody, style: Style, indent: number): string[] {
  const { sign, paint } = signOfSeverity(finding.severity, style);
  const below = { indent: indent + 2 };
  return [
    ...paragraph(findingText(finding), style, { indent, head: sign, paintHead: paint, paint }),
    ...finding.bounces.flatMap(({ sender, text }) =>
      paragraph(`${printable(sender)} says: “${printable(text)}”`, style, { ...below, paint: style.dim }),
    ),
    ...(finding.advice === null ? [] : paragraph(printable(finding.advice), style, { ...below, head: '→' })),
  ];
}

/** In one line, such as `No TLSA record matches … (RFC 7672 §2.2.3)`. */
export function findingText({ text, rfc }: ProbeFindingBody): string {
  return printable(rfc === null ? text : `${text} (${rfc})`);
}
