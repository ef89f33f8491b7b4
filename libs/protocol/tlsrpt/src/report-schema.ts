/**
 * The JSON of a report (RFC 8460 §4.4), as lenient as real reporters need it: lists that are single values, details or
 * contact left out, numbers in quotation marks, times without a zone. What nobody needs is not looked at.
 */
import { z } from 'zod';

import { withoutRootDot } from '#text';

import { beginningOf, count, list, optionalText, text, time } from './lenient-values.js';
import type { FailureDetail, ReportedPolicy, TlsReport } from './report.js';

const MAX_POLICIES = 100;
const MAX_DETAILS = 1_000;
const MAX_STRINGS = 20;
/** There are eleven; the rest is made up. */
const MAX_TYPES = 30;
/** What the kept details of one report may have together, as JSON. */
const DETAIL_BUDGET = 65_536;

const failureDetail = z
  .object({
    'result-type': text,
    'sending-mta-ip': optionalText,
    'receiving-mx-hostname': optionalText,
    'receiving-mx-helo': optionalText,
    'receiving-ip': optionalText,
    'failed-session-count': count,
    'additional-information': optionalText,
    'failure-reason-code': optionalText,
  })
  .transform((detail): FailureDetail => ({
    resultType: detail['result-type'].toLowerCase(),
    sessions: detail['failed-session-count'],
    sendingMtaIp: detail['sending-mta-ip'],
    receivingMxHostname: detail['receiving-mx-hostname'],
    receivingMxHelo: detail['receiving-mx-helo'],
    receivingIp: detail['receiving-ip'],
    additionalInformation: detail['additional-information'],
    failureReasonCode: detail['failure-reason-code'],
  }));

const reportedPolicy = z
  .object({
    policy: z.object({
      'policy-type': text,
      'policy-string': beginningOf(text, MAX_STRINGS),
      'policy-domain': text,
      'mx-host': beginningOf(text, MAX_STRINGS),
    }),
    summary: z.object({
      'total-successful-session-count': count,
      'total-failure-session-count': count,
    }),
    'failure-details': beginningOf(failureDetail, MAX_DETAILS),
  })
  .transform(({ policy, summary, 'failure-details': details }): ReportedPolicy => ({
    type: policy['policy-type'].toLowerCase(),
    domain: withoutRootDot(policy['policy-domain']),
    mxHosts: policy['mx-host'].items,
    policy: policy['policy-string'].items,
    successes: summary['total-successful-session-count'],
    failures: summary['total-failure-session-count'],
    failuresByType: sumByType(details.items),
    details: details.items,
    detailsDropped: details.beyond,
  }));

export const reportSchema = z
  .object({
    'organization-name': text,
    'contact-info': optionalText,
    'report-id': text,
    'date-range': z.object({ 'start-datetime': time, 'end-datetime': time }),
    policies: list(reportedPolicy, MAX_POLICIES),
  })
  .transform((report): TlsReport => ({
    organization: report['organization-name'],
    contact: report['contact-info'],
    reportId: report['report-id'],
    startAt: report['date-range']['start-datetime'],
    endAt: report['date-range']['end-datetime'],
    policies: withinBudget(report.policies),
  }));

function sumByType(details: readonly FailureDetail[]): ReportedPolicy['failuresByType'] {
  const sums = new Map<string, number>();
  for (const { resultType, sessions } of details) {
    const key = sums.size < MAX_TYPES || sums.has(resultType) ? resultType : 'other';
    sums.set(key, (sums.get(key) ?? 0) + sessions);
  }
  return [...sums].map(([resultType, sessions]) => ({ resultType, sessions }));
}

/** A report is for reading: what nobody would read to the end is counted instead. */
function withinBudget(policies: readonly ReportedPolicy[]): ReportedPolicy[] {
  let left = DETAIL_BUDGET;
  return policies.map((policy) => {
    const details = policy.details.filter((detail) => (left -= JSON.stringify(detail).length) >= 0);
    const dropped = policy.details.length - details.length;
    return { ...policy, details, detailsDropped: policy.detailsDropped + dropped };
  });
}
