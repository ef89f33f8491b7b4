/** The TLS reports as one table. Every text in it was written by strangers: all of them are escaped, and no script runs. */
import { createHash } from 'node:crypto';

import type { AnyTlsReport, StoredMalformedTlsReport, StoredTlsReport } from '#store';
import type { ReportedPolicy } from '#tlsrpt';

import { escaped } from '../page/html.js';

const STYLE = `body{font:14px/1.4 system-ui,sans-serif;margin:2rem}
table{border-collapse:collapse}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}
td.number{text-align:right}.bad{color:#a00}`;

export const REPORTS_STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

const COLUMNS = [
  'Received',
  'Reporter',
  'Verified',
  'Period',
  'Policy',
  'Successes',
  'Failures',
  'By result type',
];

export function reportsPage(reports: readonly AnyTlsReport[]): string {
  const rows = reports.flatMap((report) =>
    report.kind === 'report' ? reportRows(report) : [malformedRow(report)],
  );
  const head = COLUMNS.map((name) => `<th scope="col">${name}</th>`).join('');
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>TLS reports</title><style>${STYLE}</style>
<h1>TLS reports</h1>
<p>What mail systems report on their sessions with this server (RFC 8460), the newest first. Without a signature by the
domain that reports, a report is somebody's claim.</p>
${rows.length === 0 ? '<p>There are none yet.</p>' : `<table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`}
</html>
`;
}

/** One row for each policy. */
function reportRows(report: StoredTlsReport): string[] {
  const policies = JSON.parse(report.policies) as ReportedPolicy[];
  const period = `${day(report.startAt)} – ${day(report.endAt)}`;
  return policies.map(({ type, domain, successes, failures, failuresByType }) => {
    const byType = failuresByType.map(({ resultType, sessions }) => `${resultType}: ${sessions}`);
    return row([
      ...[cell(time(report.receivedAt)), cell(report.organization), verified(report), cell(period)],
      ...[cell(`${type} ${domain}`), number(successes), number(failures), cell(byType.join(', '))],
    ]);
  });
}

function malformedRow(report: StoredMalformedTlsReport): string {
  const reason = `<td colspan="5" class="bad">cannot be read: ${escaped(report.problem)}</td>`;
  return row([cell(time(report.receivedAt)), cell(report.clientAddress), verified(report), reason]);
}

function verified({ source, signedBy, dkimReason }: AnyTlsReport): string {
  if (signedBy !== null) return cell(`signed by ${signedBy}`);
  return `<td class="bad">${escaped(source === 'https' ? 'no: by HTTPS' : `no: ${dkimReason ?? 'unknown'}`)}</td>`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.join('')}</tr>`;
}

function cell(text: string): string {
  return `<td>${escaped(text)}</td>`;
}

function number(value: number): string {
  return `<td class="number">${value}</td>`;
}

function time(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
