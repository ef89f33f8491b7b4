/**
 * The JSON of a report (RFC 8460 §4.4), as lenient as real reporters need it: lists that are single values, details or
 * contact left out, numbers in quotation marks, times without a zone. What nobody needs is not looked at.
 */
import { createHash } from 'node:crypto';

import { z } from 'zod';

import { withoutRootDot } from '#text';

import { beginningOf, count, optionalText, text, time } from './lenient-values.js';
import type { FailureDetail, ReportedPolicy, TlsReport } from './report.js';

const MAX_POLICIES = 100;
const MAX_DETAILS = 1_000;
const MAX_STRINGS = 20;
/** There are eleven; the rest is made up. */
const MAX_TYPES = 30;
const MAX_PROBLEMS = 20;
/** What the kept details of one report may have together, as JSON. */
const DETAIL_BUDGET = 65_536;

/** Reads the fields of a report, a policy or a failure; what is missing or wrong in one of them costs that one alone. */
class Fields {
  constructor(
    private readonly json: Readonly<Record<string, unknown>>,
    private readonly path: string,
    /** What was missing, for the operator. */
    private readonly problems: string[],
  ) {}

  value<T, Fallback>(name: string, schema: z.ZodType<T>, fallback: Fallback): T | Fallback {
    const result = schema.safeParse(this.json[name]);
    if (result.success) return result.data;
    this.note(`${this.path}${name} ${problemOf(result.error)}`);
    return fallback;
  }

  /** Of one that is missing, that is said once. */
  of(name: string): Fields {
    const inner = objectOf(this.json[name]);
    if (inner === null) this.note(`${this.path}${name} is missing or of the wrong type`);
    return new Fields(inner ?? {}, `${this.path}${name}.`, inner === null ? [] : this.problems);
  }

  note(problem: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }
}

function readDetail(json: unknown, index: number, problems: string[]): FailureDetail {
  const fields = new Fields(objectOf(json) ?? {}, `failure-details.${index}.`, problems);
  const optional = (name: string): string | null => fields.value(name, optionalText, null);
  return {
    resultType: fields.value('result-type', text, 'unspecified').toLowerCase(),
    sessions: fields.value('failed-session-count', count, 0),
    sendingMtaIp: optional('sending-mta-ip'),
    receivingMxHostname: optional('receiving-mx-hostname'),
    receivingMxHelo: optional('receiving-mx-helo'),
    receivingIp: optional('receiving-ip'),
    additionalInformation: optional('additional-information'),
    failureReasonCode: optional('failure-reason-code'),
  };
}

/** Null where there is nothing to be read. */
function readPolicy(json: unknown): ReportedPolicy | null {
  const entry = objectOf(json);
  if (entry === null || !['policy', 'summary', 'failure-details'].some((name) => name in entry)) return null;
  const problems: string[] = [];
  const fields = new Fields(entry, '', problems);
  const policy = fields.of('policy');
  const summary = fields.of('summary');
  const failures = fields.value('failure-details', beginningOf(z.unknown(), MAX_DETAILS), NO_ITEMS);
  const details = failures.items.map((detail, index) => readDetail(detail, index, problems));
  const strings = (name: string): readonly string[] =>
    policy.value(name, beginningOf(text, MAX_STRINGS), NO_ITEMS).items;
  return {
    type: policy.value('policy-type', text, 'unspecified').toLowerCase(),
    domain: withoutRootDot(policy.value('policy-domain', text, '')),
    mxHosts: strings('mx-host'),
    policy: strings('policy-string'),
    successes: summary.value('total-successful-session-count', count, 0),
    // A total that is missing or cannot be read hides no failure.
    failures: summary.value('total-failure-session-count', count, 0) || sessionsOf(details),
    failuresByType: sumByType(details),
    details,
    detailsDropped: failures.beyond,
    problems,
  };
}

const NO_ITEMS = { items: [], beyond: 0 };

/**
 * What the report says, with all that is missing or wrong named in its first policy; or why there is nothing to be kept, as
 * `readReport` has it.
 *
 * @param now stands for a period that cannot be read; milliseconds since the epoch
 */
export function reportFrom(json: unknown, now: number): TlsReport | string {
  const entry = objectOf(json);
  if (entry === null) return 'it is missing or of the wrong type';
  const problems: string[] = [];
  const fields = new Fields(entry, '', problems);
  const organization = fields.value('organization-name', text, MISSING);
  const reportId = fields.value('report-id', text, `${MISSING} ${digestOf(entry)}`);
  const contact = fields.value('contact-info', optionalText, null);
  const period = periodOf(fields, now);
  const listed = fields.value('policies', beginningOf(z.unknown(), MAX_POLICIES), NO_ITEMS);
  if (listed.beyond > 0) fields.note(`policies has more than ${MAX_POLICIES} items`);
  const read = listed.items.map(readPolicy);
  for (const [index, policy] of read.entries())
    if (policy === null) fields.note(`policies.${index} is missing or of the wrong type`);
  const [first, ...others] = read.flatMap((policy) => policy ?? []);
  // Without a policy it must at least be a report.
  if (first === undefined && problems.length > 0)
    return read.length > 0 ? 'policies has no policy that can be read' : (problems[0] ?? '');
  const all = [...problems, ...(first?.problems ?? [])].slice(0, MAX_PROBLEMS);
  const policies = first === undefined ? [] : [{ ...first, problems: all }, ...others];
  return { organization, contact, reportId, ...period, policies: withinBudget(policies) };
}

const MISSING = '(missing)';

/** Tells reports without an identifier apart, and knows one that comes again. */
function digestOf(report: unknown): string {
  return createHash('sha256').update(JSON.stringify(report)).digest('hex').slice(0, 16);
}

/** Clocks differ, and some reporters end the day at the next midnight. */
const FUTURE_MS = 2 * 86_400_000;

function periodOf(fields: Fields, now: number): Pick<TlsReport, 'startAt' | 'endAt'> {
  const range = fields.of('date-range');
  const [start, end] = ['start-datetime', 'end-datetime'].map((name) => range.value(name, time, undefined));
  const [startAt, endAt] = [start ?? end ?? now, end ?? start ?? now];
  if (endAt > now + FUTURE_MS || startAt > now + FUTURE_MS) {
    fields.note('date-range lies in the future');
    return { startAt: now, endAt: now };
  }
  if (startAt <= endAt) return { startAt, endAt };
  fields.note('date-range ends before it begins');
  return { startAt: endAt, endAt: startAt };
}

function objectOf(json: unknown): Readonly<Record<string, unknown>> | null {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Readonly<Record<string, unknown>>)
    : null;
}

/** Our own words; zod's for a wrong type begin differently. */
function problemOf({ issues: [issue] }: z.ZodError): string {
  const message = issue?.message ?? '';
  return /^(must|has) /.test(message) ? message : 'is missing or of the wrong type';
}

function sessionsOf(details: readonly FailureDetail[]): number {
  const sum = details.reduce((total, { sessions }) => total + sessions, 0);
  return Math.min(sum, Number.MAX_SAFE_INTEGER);
}

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
