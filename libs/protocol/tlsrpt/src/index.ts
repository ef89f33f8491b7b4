export { beyondMimeBounds } from './mime-bounds.js';
export { readReport } from './read-report.js';
export type { ReadOptions, ReadReport } from './read-report.js';
export type { FailureDetail, ReportedPolicy, TlsReport } from './report.js';
export { reportingDomain, speaksFor } from './reporting-domain.js';
export { RESULT_TYPES, knownResultType } from './result-types.js';
export type { ResultType } from './result-types.js';
export { reportTotals } from './totals.js';
export type { ReportTotals } from './totals.js';
