/**
 * Whether every authoritative name server shows what the switch needs. A cache may have been filled by any of them, so one
 * that lags, or cannot be asked, keeps the interlock closed for all (RFC 7671 §8.1).
 */
import { chainAt } from '../judge/known-certificate.js';
import type { NameLook } from '../judge/looks.js';
import { demandsDane, verifyAt } from '../judge/published-set.js';
import { dataAt, type PlannedRecord } from '../planned-record.js';
import type { CertificateFacts, Endpoint, ServerView } from '../ports.js';
import { shortData, shortList } from '../short-data.js';

export interface InterlockInput {
  readonly looks: readonly NameLook[];
  /** What every server must show, besides whatever else. */
  readonly wanted: readonly PlannedRecord[];
  readonly places: readonly Endpoint[];
  readonly next: CertificateFacts;
  /** A name without any record that can be used is well as it is: nothing is to be published. */
  readonly mayBeUnpublished: boolean;
  readonly now: number;
}

export type Interlock =
  /** Every server shows all records, and with what it shows the next certificate will be judged as it should be. */
  | { readonly kind: 'shown' }
  /** `details` are lines, one for each server and name that is in the way. */
  | {
      readonly kind: 'closed';
      /** A server answered with something else, rather than not at all. */
      readonly isContradicted: boolean;
      readonly details: readonly [string, ...string[]];
      readonly missing: readonly PlannedRecord[];
    }
  /** The zone cannot be found, so that there is nobody to ask. */
  | { readonly kind: 'unknown'; readonly detail: string; readonly isPassing: boolean };

export function judgeInterlock(input: InterlockInput): Interlock {
  const unknown = input.looks.find(({ view }) => view.kind === 'unknown');
  if (unknown?.view.kind === 'unknown') return unknown.view;

  const findings = input.looks.flatMap(({ tlsaName, view }) =>
    view.kind === 'asked' ? view.servers.map((server) => judgeServer(server, tlsaName, input)) : [],
  );
  const [first, ...others] = findings.flatMap(({ detail }) => (detail === null ? [] : [detail]));
  if (first === undefined) return { kind: 'shown' };
  return {
    kind: 'closed',
    isContradicted: findings.some(({ detail, isSilent }) => detail !== null && !isSilent),
    details: [first, ...others],
    missing: findings.flatMap(({ missing }) => missing),
  };
}

interface Finding {
  readonly detail: string | null;
  readonly isSilent: boolean;
  readonly missing: readonly PlannedRecord[];
}

function judgeServer({ server, answer }: ServerView, name: string, input: InterlockInput): Finding {
  if (answer.kind === 'failed') return { detail: `${server} ${answer.detail}`, isSilent: true, missing: [] };
  const missing = input.wanted.filter(
    (record) => record.name === name && !answer.records.includes(record.data),
  );
  if (missing.length > 0) {
    const lacking = missing.map(({ data }) => shortData(data)).join(' and ');
    return {
      detail: `${server} does not show ${lacking} at ${name}: it shows ${shortList(answer.records)}`,
      isSilent: false,
      missing,
    };
  }
  const fault = input.places
    .filter(({ tlsaName }) => tlsaName === name)
    .map((place) => futureFault(place, answer.records, input))
    .find((one) => one !== null);
  return { detail: fault === undefined ? null : `${server}: ${fault}`, isSilent: false, missing: [] };
}

/** What senders would say once the next certificate is presented with this set published; null when that is right. */
export function futureFault(
  place: Endpoint,
  published: readonly string[],
  { next, mayBeUnpublished, now }: Pick<InterlockInput, 'next' | 'mayBeUnpublished' | 'now'>,
): string | null {
  if (mayBeUnpublished && !demandsDane(published)) return null;
  const outcome = verifyAt(place, published, chainAt(next, place), now);
  switch (place.expected) {
    case 'verified':
      return outcome === 'verified'
        ? null
        : `senders would not accept the next certificate at ${place.host} by the records at ${place.tlsaName}, although ${reasonOf(place, published, next, now)}`;
    case 'mismatch':
      return outcome === 'verified'
        ? `the records at ${place.tlsaName} must not match the next certificate, and one does`
        : null;
  }
}

function reasonOf(
  place: Endpoint,
  published: readonly string[],
  next: CertificateFacts,
  now: number,
): string {
  const own = dataAt(next.records, place.tlsaName);
  if (own.length === 0) return 'nothing should be published there';
  if (verifyAt(place, own, chainAt(next, place), now) === 'verified') {
    // RFC 7671 §9: of one usage and selector only the strongest digest counts.
    return `${own.map(shortData).join(' and ')} is for it: another record there has a stronger digest, which makes senders ignore it; delete ${stronger(published, own)} first`;
  }
  return `${own.map(shortData).join(' and ')} is for it: its names, its dates or its issuers are wrong`;
}

function stronger(published: readonly string[], own: readonly string[]): string {
  return published
    .filter((data) => !own.includes(data) && own.some((one) => isStronger(data, one)))
    .map(shortData)
    .join(' and ');
}

function isStronger(data: string, than: string): boolean {
  const [usage, selector, matchingType] = data.split(' ');
  const [otherUsage, otherSelector, otherMatchingType] = than.split(' ');
  return (
    usage === otherUsage && selector === otherSelector && Number(matchingType) > Number(otherMatchingType)
  );
}
