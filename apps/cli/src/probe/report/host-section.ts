/** One mail host: what DNS says, then each of its addresses. */
import type { ProbeAddressBody, ProbeHostBody, ProbeNameServerBody, ProbeSenderBody } from '#contracts';

import { findingLines } from './finding-section.js';
import { handshakesLines } from './handshake-section.js';
import { afterLabel, labelled, paragraph } from './lines.js';
import type { ReportContext } from './report-context.js';
import { signOf } from './signs.js';
import type { Style } from './style.js';
import { printable } from '../../printable.js';

export function hostLines(host: ProbeHostBody, context: ReportContext, indent: number): string[] {
  const { style } = context;
  const { sign, paint } = signOf(host.result, style);
  const preference = host.preference === null ? '' : `, preference ${host.preference}`;
  const head = `${sign} ${withPort(printable(host.name), host.port)}`;
  const below = indent + 2;
  return [
    `${' '.repeat(indent)}${paint(head)}${style.dim(preference)}  ${paint(host.dane)}`,
    ...dnsLines(host, context, below),
    ...host.addresses.flatMap((address) => addressLines(address, context, below)),
    ...senderLines(host.senders, style, below),
    ...rolloverLines(host, style, below),
    ...suggestionLines(host.suggestions, style, below),
    ...host.findings.flatMap((finding) => findingLines(finding, style, below)),
  ];
}

/** A line for all of whom the same is true. */
function senderLines(senders: readonly ProbeSenderBody[], style: Style, indent: number): string[] {
  return [...new Set(senders.map(({ text }) => text))].flatMap((text, index) => {
    const names = senders.filter((one) => one.text === text).map(({ sender }) => sender);
    return labelled(index === 0 ? 'senders' : '', printable(`${names.join(', ')}: ${text}`), style, indent);
  });
}

/** Nothing where a finding says it. */
function rolloverLines({ rollover, findings }: ProbeHostBody, style: Style, indent: number): string[] {
  if (rollover === null || findings.some(({ text }) => text === rollover.text)) return [];
  return labelled('rollover', printable(rollover.text), style, indent);
}

function dnsLines(host: ProbeHostBody, { style, certificateNames }: ReportContext, indent: number): string[] {
  const { tlsa, canonicalName, name, addressesSecure } = host;
  const alias = canonicalName === name ? '' : `an alias of ${canonicalName}; `;
  const records = tlsa.records.flatMap((record) => {
    const caName = certificateNames(record);
    return `${record.text}${caName === null ? '' : ` (${caName})`}`;
  });
  return [
    ...labelled('addresses', printable(alias + (addressesSecure ? 'secure' : 'not secure')), style, indent),
    ...labelled('TLSA', printable(tlsaText(tlsa)), style, indent),
    ...records.map((text) => ' '.repeat(afterLabel(indent)) + printable(text)),
    ...(tlsa.nameServers ?? []).flatMap((server) => nameServerLines(server, style, indent)),
  ];
}

function tlsaText({ name, status, secure, ttl, records }: ProbeHostBody['tlsa']): string {
  switch (status) {
    case 'found': {
      const count = records.length === 1 ? '1 record' : `${records.length} records`;
      return `${name}: ${count}, ${secure ? 'secure' : 'not secure'}${ttl === null ? '' : `, TTL ${ttl} s`}`;
    }
    case 'none':
      return `${name}: none, ${secure ? 'securely denied' : 'not secure'}`;
    case 'bogus':
      return `${name}: fails DNSSEC validation`;
    case 'failed':
      return `${name}: no answer`;
    case 'not-asked':
      return 'not asked for: DANE does not apply';
  }
}

function nameServerLines(server: ProbeNameServerBody, style: Style, indent: number): string[] {
  const { sign, paint } = signOf(server.agrees ? 'ok' : 'error', style);
  const records = server.records ?? [];
  const answer = server.error ?? (records.length === 0 ? 'no records' : records.join('; '));
  const text = printable(`${server.name} [${server.address}]: ${server.agrees ? 'the same' : answer}`);
  return paragraph(text, style, { indent: afterLabel(indent), head: sign, paintHead: paint });
}

function addressLines(address: ProbeAddressBody, context: ReportContext, indent: number): string[] {
  const { style } = context;
  const { sign, paint } = signOf(address.result, style);
  const head = `${sign} ${withPort(printable(address.address), address.port)}`;
  const below = indent + 2;
  return [
    `${' '.repeat(indent)}${paint(head)}  ${paint(address.dane)}${style.dim(`, in ${elapsed(address.durationMs)}`)}`,
    ...(context.settings.certificateInfo && address.banner !== null
      ? labelled('banner', printable(address.banner), style, below)
      : []),
    ...handshakesLines(address.handshakes, context, below),
    ...address.findings.flatMap((finding) => findingLines(finding, style, below)),
  ];
}

function elapsed(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Each on a line of its own and not folded, so that it can be copied into a zone. */
function suggestionLines(suggestions: readonly string[], style: Style, indent: number): string[] {
  if (suggestions.length === 0) return [];
  return [
    ...labelled('to publish', 'records for what is served:', style, indent),
    ...suggestions.map((record) => ' '.repeat(afterLabel(indent)) + printable(record)),
  ];
}

export function withPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
