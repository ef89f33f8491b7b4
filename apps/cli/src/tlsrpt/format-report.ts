import { alignColumns } from '#zones';
import type { FailureDetail, ReportedPolicy } from '#tlsrpt';

import { printable, printableLines } from '../printable.js';
import type { ReadableReport, ReportView } from './report-view.js';

export function formatReports(reports: readonly ReportView[]): string {
  if (reports.length === 0) return 'No TLS reports.';
  const rows = reports.flatMap((report) =>
    report.problem === null
      ? report.policies.map((policy) => policyRow(report, policy))
      : [[...firstCells(report), `cannot be read: ${printable(report.problem)}`]],
  );
  const head = [
    'ID',
    'RECEIVED',
    'VERIFIED',
    'REPORTER',
    'PERIOD',
    'POLICY',
    'OK',
    'FAILED',
    'BY RESULT TYPE',
  ];
  return alignColumns([head, ...rows]).join('\n');
}

function policyRow(report: ReadableReport, policy: ReportedPolicy): string[] {
  return [
    ...firstCells(report),
    printable(report.organization),
    `${report.start.slice(0, 10)}–${report.end.slice(0, 10)}`,
    printable(`${policy.type} ${policy.domain}`),
    ...[String(policy.successes), String(policy.failures), byType(policy)],
  ];
}

function firstCells({ id, receivedAt, signedBy }: ReportView): string[] {
  return [String(id), receivedAt.slice(0, 16).replace('T', ' '), printable(signedBy ?? 'no')];
}

export function formatReport(report: ReportView): string {
  const { receivedAt, source, clientAddress, signedBy, dkimReason } = report;
  const origin = [
    ['Received', `${receivedAt} by ${source} from ${clientAddress}`],
    [
      'Verified',
      printable(signedBy === null ? `no: ${dkimReason ?? 'by HTTPS nobody is'}` : `signed by ${signedBy}`),
    ],
  ];
  if (report.problem !== null) {
    const raw = printableLines(Buffer.from(report.raw, 'base64').toString());
    return `${alignColumns([...origin, ['Problem', printable(report.problem)]]).join('\n')}\n\n${raw}`;
  }
  const facts = [
    ['Reporter', printable(`${report.organization} <${report.contact ?? 'no contact'}>`)],
    ['Report', printable(report.reportId)],
    ['Period', `${report.start} – ${report.end}`],
  ];
  const about = alignColumns([...facts, ...origin]).join('\n');
  return [about, ...report.policies.map(formatPolicy)].join('\n\n');
}

function formatPolicy(policy: ReportedPolicy): string {
  const { type, domain, successes, failures, details, detailsDropped, problems = [] } = policy;
  return [
    printable(`${type} ${domain}`),
    ...policy.policy.map((line) => `  ${printable(line)}`),
    `  ${successes} sessions succeeded, ${failures} failed${failures > 0 ? `: ${byType(policy)}` : ''}`,
    ...details.map((detail) => `  - ${formatDetail(detail)}`),
    ...(detailsDropped > 0 ? [`  - and ${detailsDropped} more, which were not kept`] : []),
    ...problems.map((problem) => `  ! ${printable(problem)}`),
  ].join('\n');
}

function formatDetail(detail: FailureDetail): string {
  const { sendingMtaIp, receivingMxHostname, receivingIp, failureReasonCode, additionalInformation } = detail;
  const parts = [
    `${detail.sessions} × ${detail.resultType}`,
    ...(sendingMtaIp === null ? [] : [`from ${sendingMtaIp}`]),
    ...(receivingMxHostname === null ? [] : [`to ${receivingMxHostname}`]),
    ...(receivingIp === null ? [] : [`at ${receivingIp}`]),
    ...[failureReasonCode, additionalInformation].filter((text) => text !== null),
  ];
  return printable(parts.join(', '));
}

function byType({ failuresByType }: ReportedPolicy): string {
  return printable(failuresByType.map(({ resultType, sessions }) => `${resultType} ${sessions}`).join(', '));
}
