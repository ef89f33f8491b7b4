/** The handshakes with an address: what was agreed on, which certificate came, and what each TLSA record has to do with it. */
import type { ProbeHandshakeBody, ProbeRecordResultBody } from '#contracts';

import { certificateDetails, certificateSummary } from './certificate-section.js';
import { afterLabel, labelled, paragraph } from './lines.js';
import type { ReportContext } from './report-context.js';
import type { Sign } from './signs.js';
import type { Style } from './style.js';
import { printable } from '../../printable.js';

/** All handshakes with one address. Of one that came to the same certificate as another before, that alone is said. */
export function handshakesLines(
  handshakes: readonly ProbeHandshakeBody[],
  context: ReportContext,
  indent: number,
): string[] {
  return handshakes.flatMap((handshake, index) => {
    const isRepeated = handshakes.slice(0, index).some((other) => isSame(handshake, other));
    if (!isRepeated) return handshakeLines(handshake, context, indent);
    return labelled(labelOf(handshake), 'the same certificate as above', context.style, indent);
  });
}

function isSame(one: ProbeHandshakeBody, other: ProbeHandshakeBody): boolean {
  const [mine, its] = [one.certificates[0], other.certificates[0]];
  return mine !== undefined && mine.sha256 === its?.sha256 && one.dane === other.dane;
}

function labelOf({ offered }: ProbeHandshakeBody): string {
  return offered === 'any' ? 'TLS' : offered.toUpperCase();
}

function handshakeLines(handshake: ProbeHandshakeBody, context: ReportContext, indent: number): string[] {
  const { style } = context;
  const label = labelOf(handshake);
  switch (handshake.status) {
    case 'not-offered':
      return labelled(label, 'the server has no such certificate', style, indent, style.dim);
    case 'failed':
      return labelled(label, printable(`failed: ${handshake.error ?? 'no reason given'}`), style, indent);
    case 'completed':
      return [
        ...labelled(label, agreedText(handshake), style, indent),
        ...paragraph(certificateText(handshake, context.now), style, { indent: afterLabel(indent) }),
        ...recordLines(handshake, style, afterLabel(indent)),
        ...certificateDetails(handshake, context, afterLabel(indent)),
      ];
  }
}

function agreedText({ tls }: ProbeHandshakeBody): string {
  if (tls === null) return 'completed';
  const { version, cipher, keyExchange } = tls;
  return printable(`${version}, ${cipher}${keyExchange === null ? '' : `, ${keyExchange}`}`);
}

function certificateText({ certificates: [own] }: ProbeHandshakeBody, now: number): string {
  return own === undefined ? 'no certificate was presented' : certificateSummary(own, now);
}

function recordLines({ records, dane }: ProbeHandshakeBody, style: Style, indent: number): string[] {
  return records.flatMap((record) => {
    const { sign, paint } = recordSign(record, dane === 'verified', style);
    const text = printable(`${shortened(record.text)}: ${reasonText(record)}`);
    return paragraph(text, style, { indent, head: sign, paintHead: paint });
  });
}

/** Where another record matches, one that does not is of a key to come, or of one that went. */
function recordSign({ result }: ProbeRecordResultBody, verified: boolean, style: Style): Sign {
  switch (result) {
    case 'match':
      return { sign: '✓', paint: style.good };
    case 'mismatch':
      return verified ? { sign: '·', paint: style.dim } : { sign: '✗', paint: style.bad };
    case 'unusable':
    case 'not-judged':
      return { sign: '–', paint: style.warning };
  }
}

function reasonText({ result, reason, rfc, depth }: ProbeRecordResultBody): string {
  if (result !== 'match') return `${reason ?? result}${rfc === null ? '' : ` (${rfc})`}`;
  return depth === null || depth === 0
    ? "matches the server's certificate"
    : `matches certificate ${depth} of the chain`;
}

/** `3 1 1 8d02ab12…ff00c1d2`: whole digests are printed once, with the records of the host. */
function shortened(record: string): string {
  return record.replace(/([0-9a-f]{8})[0-9a-f]{9,}([0-9a-f]{8})$/, '$1…$2');
}
