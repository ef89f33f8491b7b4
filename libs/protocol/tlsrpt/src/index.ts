export { looksLikeReport } from './decompress.js';
export { beyondMimeBounds } from './mime-bounds.js';
export { readReport } from './read-report.js';
export type { ReadOptions, ReadReport } from './read-report.js';
export type { FailureDetail, ReportedPolicy, TlsReport } from './report.js';
export { reportingDomain, speaksFor } from './reporting-domain.js';
export { reportTotals } from './totals.js';
export type { ReportTotals } from './totals.js';
export { readTlsRptRecord } from './tls-rpt-record.js';
