/** A TLS report as it is listed and shown. */
import type { AnyTlsReport } from '#store';
import type { ReportedPolicy } from '#tlsrpt';

interface Origin {
  readonly id: number;
  readonly receivedAt: string;
  readonly source: 'mail' | 'https';
  readonly clientAddress: string;
  readonly dkim: 'pass' | 'fail' | 'none';
  /** The domain whose signature proves who reports; null: nothing does. */
  readonly signedBy: string | null;
  readonly dkimReason: string | null;
}

export interface ReadableReport extends Origin {
  readonly problem: null;
  readonly organization: string;
  readonly reportId: string;
  readonly contact: string | null;
  readonly start: string;
  readonly end: string;
  readonly successes: number;
  readonly failures: number;
  readonly policies: readonly ReportedPolicy[];
}

export interface MalformedReport extends Origin {
  readonly problem: string;
  /** As it came, or its beginning; base64. */
  readonly raw: string;
}

export type ReportView = ReadableReport | MalformedReport;

export function reportView(report: AnyTlsReport): ReportView {
  const { id, source, clientAddress, dkim, signedBy, dkimReason } = report;
  const receivedAt = new Date(report.receivedAt).toISOString();
  const origin = { id, receivedAt, source, clientAddress, dkim, signedBy, dkimReason };
  if (report.kind === 'malformed') {
    return { ...origin, problem: report.problem, raw: Buffer.from(report.raw).toString('base64') };
  }
  const { organization, reportId, contact, startAt, endAt, successes, failures } = report;
  return {
    ...origin,
    ...{ problem: null, organization, reportId, contact, successes, failures },
    start: new Date(startAt).toISOString(),
    end: new Date(endAt).toISOString(),
    policies: JSON.parse(report.policies) as ReportedPolicy[],
  };
}
