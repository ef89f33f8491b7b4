/** What stands in a certificate (`--show-cert-info`), and the certificate itself (`--showcerts`). */
import type { ProbeCertificateBody, ProbeHandshakeBody } from '#contracts';

import { labelled, paragraph } from './lines.js';
import type { ReportContext } from './report-context.js';
import type { Style } from './style.js';
import { printable } from '../../printable.js';

const DAY_MS = 86_400_000;

/** In one line: `RSA 2048 certificate of mx.example.org until 2026-12-30 (59 days)`. */
export function certificateSummary(certificate: ProbeCertificateBody, now: number): string {
  const name = certificate.names[0] ?? certificate.subject;
  const more = certificate.names.length > 1 ? ` and ${certificate.names.length - 1} more` : '';
  return printable(`${certificate.key} certificate of ${name}${more}, ${expiryText(certificate, now)}`);
}

/** What the options ask for besides; each certificate once for a target. */
export function certificateDetails(
  handshake: ProbeHandshakeBody,
  context: ReportContext,
  indent: number,
): string[] {
  const { certificateInfo, pem } = context.settings;
  return [
    ...(certificateInfo || pem
      ? handshake.certificates.flatMap((certificate, depth) =>
          certificateLines(certificate, depth, context, indent),
        )
      : []),
    ...(certificateInfo ? namesAndTrustLines(handshake, context.style, indent) : []),
  ];
}

function certificateLines(
  certificate: ProbeCertificateBody,
  depth: number,
  { style, now, settings, printed }: ReportContext,
  indent: number,
): string[] {
  const isNew = !printed.has(certificate.sha256);
  printed.add(certificate.sha256);
  const subject = `${certificate.subject}${certificate.isCa ? ', a CA' : ''}${isNew ? '' : ' (see above)'}`;
  return [
    ...paragraph(printable(subject), style, {
      ...{ indent, head: `certificate ${depth}:`, paintHead: style.dim },
    }),
    ...(settings.certificateInfo && isNew ? factLines(certificate, style, now, indent + 2) : []),
    ...(settings.pem && isNew ? pemLines(certificate) : []),
  ];
}

function factLines(certificate: ProbeCertificateBody, style: Style, now: number, indent: number): string[] {
  const { subject, issuer, serialNumber, names, key, signatureAlgorithm } = certificate;
  const facts: readonly (readonly [string, string])[] = [
    ['issuer', subject === issuer ? 'itself' : issuer],
    ['serial', serialNumber],
    ['names', names.length === 0 ? 'none' : names.join(', ')],
    ['dates', `from ${certificate.notBefore.slice(0, 10)}, ${expiryText(certificate, now)}`],
    ['key', `${key}, certificate signed with ${signatureAlgorithm}`],
  ];
  const digests = [`0 1 ${certificate.sha256}`, `1 1 ${certificate.publicKeySha256}`];
  return [
    ...facts.flatMap(([label, text]) => labelled(label, printable(text), style, indent)),
    // Selector and matching type first, as in a TLSA record; not folded, so that it can be copied.
    ...digests.map(
      (digest) => `${' '.repeat(indent)}${style.dim('SHA-256'.padEnd(10))} ${printable(digest)}`,
    ),
  ];
}

/** What DANE does not ask, and other clients do. */
function namesAndTrustLines(
  { names, webPki, ocsp }: ProbeHandshakeBody,
  style: Style,
  indent: number,
): string[] {
  return [
    ...(names === null ? [] : labelled('names', printable(namesText(names)), style, indent)),
    ...(webPki === null
      ? []
      : labelled(
          'public CAs',
          printable(webPki.trusted ? 'trusted' : `not trusted: ${webPki.error ?? ''}`),
          style,
          indent,
        )),
    ...(ocsp === null ? [] : labelled('OCSP', printable(`${ocsp.status}: ${ocsp.text}`), style, indent)),
  ];
}

function namesText({ accepted, matched }: NonNullable<ProbeHandshakeBody['names']>): string {
  const carried = matched.length === 0 ? 'none of them' : matched.join(', ');
  return `asked for ${accepted.join(', ')}; carries ${carried}`;
}

/** Not folded and not indented, so that it can be copied. */
function pemLines({ pem }: ProbeCertificateBody): string[] {
  return pem.trimEnd().split('\n').map(printable);
}

function expiryText({ notAfter }: ProbeCertificateBody, now: number): string {
  const days = Math.floor((Date.parse(notAfter) - now) / DAY_MS);
  const date = notAfter.slice(0, 10);
  if (days < 0) return `expired on ${date}`;
  return `until ${date} (${days === 1 ? '1 day' : `${days} days`})`;
}
