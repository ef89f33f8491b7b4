/** What the TLS reports of a day come to: a short summary of failures, by policy. */
import type { RelayMessage } from '#relay';
import { harmless } from '#text';

import { printable } from '../printable.js';
import type { ReportView } from './report-view.js';

export interface Digest {
  /** Received since, as RFC 3339. */
  readonly since: string;
  readonly until: string;
  readonly reports: number;
  /** Of them, those whose signature proves who reports. */
  readonly verified: number;
  readonly unreadable: number;
  /** Sessions. */
  readonly successes: number;
  readonly failures: number;
  /** The most failures first. */
  readonly failing: readonly FailingPolicy[];
}

export interface FailingPolicy {
  readonly type: string;
  readonly domain: string;
  readonly successes: number;
  readonly failures: number;
  readonly byType: Readonly<Record<string, number>>;
  /** Organisations; unless their signature proves it, that is what they call themselves. */
  readonly reporters: readonly string[];
  /** Addresses of the senders that failed, as far as reported. */
  readonly senders: readonly string[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

/** @param reports those received in the period */
export function digestOf(reports: readonly ReportView[], since: number, until: number): Digest {
  const readable = reports.flatMap((report) => (report.problem === null ? [report] : []));
  const all = readable.flatMap((report) => report.policies.map((policy) => ({ report, policy })));
  const keys = distinct(all.flatMap(({ policy }) => (policy.failures > 0 ? [keyOf(policy)] : [])));
  const failing = keys.map((key): FailingPolicy => {
    const own = all.filter(({ policy }) => keyOf(policy) === key);
    const failed = own.filter(({ policy }) => policy.failures > 0);
    const reasons = failed.flatMap(({ policy }) => policy.failuresByType);
    const [type = '', domain = ''] = key.split(' ');
    return {
      ...{ type, domain },
      successes: sum(own.map(({ policy }) => policy.successes)),
      failures: sum(own.map(({ policy }) => policy.failures)),
      byType: Object.fromEntries(
        distinct(reasons.map(({ resultType }) => resultType)).map((name) => [
          name,
          sum(reasons.flatMap(({ resultType, sessions }) => (resultType === name ? [sessions] : []))),
        ]),
      ),
      reporters: distinct(
        failed.map(({ report }) =>
          report.signedBy === null ? `${report.organization} (not verified)` : report.organization,
        ),
      ),
      senders: distinct(
        failed.flatMap(({ policy }) => policy.details.flatMap((one) => one.sendingMtaIp ?? [])),
      ),
    };
  });
  return {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    reports: readable.length,
    verified: readable.filter(({ signedBy }) => signedBy !== null).length,
    unreadable: reports.length - readable.length,
    successes: sum(readable.map(({ successes }) => successes)),
    failures: sum(readable.map(({ failures }) => failures)),
    failing: failing.toSorted((a, b) => b.failures - a.failures),
  };
}

function keyOf({ type, domain }: { readonly type: string; readonly domain: string }): string {
  return `${type.replaceAll(' ', '-')} ${domain}`;
}

/** Of senders and reporters; anybody can report any number of them. */
const MOST_NAMED = 10;

export function formatDigest(digest: Digest): string {
  const { since, until, reports, verified, unreadable, successes, failures, failing } = digest;
  const head = [
    `TLS reports received from ${since.slice(0, 16)} to ${until.slice(0, 16)} UTC: ${reports}, ${verified} of them verified`,
    ...(unreadable > 0 ? [`${unreadable} could not be read: see \`havedane tlsrpt list\``] : []),
    `${successes} sessions succeeded, ${failures} failed`,
  ];
  return [head.join('\n'), ...failing.map(formatFailing)].join('\n\n');
}

function formatFailing({
  type,
  domain,
  successes,
  failures,
  byType,
  reporters,
  senders,
}: FailingPolicy): string {
  const reasons = Object.entries(byType).map(([name, sessions]) => `${name} ${sessions}`);
  return [
    printable(`${type} ${domain}: ${failures} of ${successes + failures} sessions failed`),
    ...(reasons.length > 0 ? [`  ${printable(named(reasons))}`] : []),
    `  reported by ${printable(named(reporters))}`,
    ...(senders.length > 0 ? [`  senders ${printable(named(senders))}`] : []),
  ].join('\n');
}

function named(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMED;
  return texts.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Null where there is nothing that the operator has to know. */
export function digestMail(
  digest: Digest,
  { to, from, domain }: { readonly to: string; readonly from: string | undefined; readonly domain: string },
): RelayMessage | null {
  const { failures, unreadable } = digest;
  if (failures === 0 && unreadable === 0) return null;
  const count = failures === 1 ? '1 session' : `${failures} sessions`;
  return {
    // Nobody gets a bounce of it.
    envelope: { from: from ?? '', to },
    from: { name: `HaveDane ${domain}`, address: from ?? `postmaster@${domain}` },
    to,
    date: new Date(digest.until),
    subject: `[HaveDane] TLS reports: ${count} failed`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: harmless(`${formatDigest(digest)}\n`, { as: 'escaped', keep: '\n' }),
  };
}
