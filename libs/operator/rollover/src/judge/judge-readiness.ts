/**
 * Whether a rollover can begin: what is published and what is served must fit together, now and at every moment until the
 * switch. Nothing is changed as long as it cannot.
 */
import { futureFault } from '../interlock/judge-interlock.js';
import { dataAt, hasRecord, type PlannedRecord, sameRecords, unionOf } from '../planned-record.js';
import type { CertificateFacts, Endpoint, Presented, ServerView } from '../ports.js';
import { shortData, shortList } from '../short-data.js';
import { judgeServed } from './judge-served.js';
import { sameChain } from './known-certificate.js';
import { asked, firstOf, type NameLook, type PlaceLook, unreachable } from './looks.js';
import { demandsDane, verifyAt } from './published-set.js';

export interface ReadinessInput {
  readonly current: CertificateFacts;
  /** Null when it is not made yet. */
  readonly next: CertificateFacts | null;
  /** What the provider holds at these names. Null when it answers from a cache and not for itself. */
  readonly listed: { readonly title: string; readonly records: readonly PlannedRecord[] } | null;
  readonly looks: readonly NameLook[];
  readonly placeLooks: readonly PlaceLook[];
  readonly now: number;
}

export type Readiness =
  /** `isInUse`: the next certificate is what everybody presents already. */
  { readonly kind: 'ready'; readonly keepsRecords: boolean; readonly isInUse: boolean } | NotReady;

export interface NotReady {
  readonly kind: 'not-ready';
  /** One line. */
  readonly reason: string;
  /** It may be otherwise in a while, without anybody changing what was asked for. */
  readonly isPassing: boolean;
}

export function judgeReadiness(input: ReadinessInput): Readiness {
  const unknown = input.looks.find(({ view }) => view.kind === 'unknown')?.view;
  if (unknown?.kind === 'unknown') return notReady(unknown.detail, unknown.isPassing);
  const passing = nameServerFault(input) ?? listFault(input) ?? firstFault(unreachable(input.placeLooks));
  if (passing !== null) return notReady(passing, true);
  const lasting = certificateFault(input);
  if (lasting !== null) return notReady(lasting, false);
  const keepsRecords = keepsTheRecords(input);
  return { kind: 'ready', keepsRecords, isInUse: keepsRecords && isNextInUse(input) };
}

function notReady(reason: string, isPassing: boolean): NotReady {
  return { kind: 'not-ready', reason, isPassing };
}

/** What the first server shows at the name; by then all are known to agree. */
function publishedAt({ looks }: Pick<ReadinessInput, 'looks'>, name: string): readonly string[] {
  const view = looks.find(({ tlsaName }) => tlsaName === name)?.view;
  const answer = view?.kind === 'asked' ? view.servers[0].answer : undefined;
  return answer?.kind === 'answered' ? answer.records : [];
}

function nameServerFault({ looks }: ReadinessInput): string | null {
  for (const { tlsaName, view } of looks) {
    if (view.kind === 'unknown') continue;
    const [first, ...others] = view.servers;
    const failed = view.servers.find(({ answer }) => answer.kind === 'failed');
    if (failed?.answer.kind === 'failed') return `${failed.server} ${failed.answer.detail}`;
    const other = others.find((server) => !sameSets(recordsOf(server), recordsOf(first)));
    if (other !== undefined) {
      return `${first.server} shows ${shortList(recordsOf(first))} at ${tlsaName}, but ${other.server} shows ${shortList(recordsOf(other))}: wait until they agree, or fix the one that is wrong`;
    }
  }
  return null;
}

/** A provider that holds something else is not where these name servers have the zone from. */
function listFault(input: ReadinessInput): string | null {
  const { listed, looks } = input;
  if (listed === null) return null;
  for (const { tlsaName } of looks) {
    const held = dataAt(listed.records, tlsaName);
    const shown = publishedAt(input, tlsaName);
    if (sameSets(held, shown)) continue;
    return `${listed.title} holds ${shortList(held)} at ${tlsaName}, but the name servers show ${shortList(shown)}: wait until they agree, or see whether the zone is served from there`;
  }
  return null;
}

function recordsOf({ answer }: ServerView): readonly string[] {
  return answer.kind === 'answered' ? answer.records : [];
}

function sameSets(one: readonly string[], other: readonly string[]): boolean {
  return one.every((data) => other.includes(data)) && other.every((data) => one.includes(data));
}

function firstFault(lines: readonly string[]): string | null {
  return lines.length === 0 ? null : firstOf(lines);
}

/** Whether what is presented stays acceptable while the records are published one by one, and what comes next will be. */
export function certificateFault(input: ReadinessInput): string | null {
  if (keepsTheRecords(input)) return null;
  const presented = input.placeLooks.flatMap(({ place, view }) =>
    view.kind === 'connected' ? view.presented.map((one) => presentedFault(place, one, input)) : [],
  );
  const served = firstFault(presented.filter((one) => one !== null));
  if (served !== null) return served;
  const unknown = unknownFileFault(input);
  if (unknown !== null) return unknown;
  return input.next === null ? null : firstFault(futureFaults(input.next, input));
}

/** A file that the server does not load: its key would be published, and the next one never be presented. */
function unknownFileFault({ current, placeLooks, now }: ReadinessInput): string | null {
  const presented = placeLooks.flatMap(({ place, view }) =>
    view.kind === 'connected' && place.expected === 'verified'
      ? view.presented.flatMap(({ where, result }) =>
          result.kind === 'presented' ? [{ place, where, chain: result.chain }] : [],
        )
      : [],
  );
  const [first] = presented;
  if (first === undefined) return null;
  const keysOf = ({ tlsaName }: Endpoint) =>
    dataAt(current.records, tlsaName).filter((data) => data.startsWith('3 '));
  const isKnown = presented.some(
    ({ place, chain }) => verifyAt(place, keysOf(place), chain, now) === 'verified',
  );
  if (isKnown) return null;
  const keys = keysOf(first.place).map(shortData).join(' and ');
  return `${first.where} presents another key than that of the current certificate (${keys}): is the file that was given the one that the server loads?`;
}

/** Records are added one by one, so each set on the way is one that senders may come to see. */
function presentedFault(
  place: Endpoint,
  { where, offer, result }: Presented,
  input: ReadinessInput,
): string | null {
  if (result.kind !== 'presented') return null;
  const outcomes = setsOnTheWay(place, input).map((records) =>
    demandsDane(records) ? verifyAt(place, records, result.chain, input.now) : 'no-dane',
  );
  const [before, ...after] = outcomes;
  if (place.expected === 'mismatch') {
    return outcomes.includes('verified')
      ? `the certificate of ${where}${asked(offer)} matches a record at ${place.tlsaName} that must not match, or would after publishing`
      : null;
  }
  // What is refused already can become no worse on the way, only at its end it must be accepted.
  const isWellOnTheWay = before === 'mismatch' || after.every((outcome) => outcome === 'verified');
  if (isWellOnTheWay && after.at(-1) === 'verified') return null;
  return `the certificate of ${where}${asked(offer)} matches neither what is published at ${place.tlsaName} nor the current certificate: see that the server presents what is in the file, and publish records for whatever else it presents`;
}

/** The first is what is there, the last what is there after publishing. */
function setsOnTheWay(place: Endpoint, input: ReadinessInput): string[][] {
  const before = publishedAt(input, place.tlsaName);
  const wanted = dataAt(wantedRecords(input), place.tlsaName);
  return [[], ...wanted.map((_, index) => wanted.slice(0, index + 1))].map((added) => [...before, ...added]);
}

function futureFaults(next: CertificateFacts, input: ReadinessInput): string[] {
  return input.placeLooks.flatMap(({ place }) => {
    const published = setsOnTheWay(place, input).at(-1) ?? [];
    const fault = futureFault(place, published, { next, mayBeUnpublished: false, now: input.now });
    return fault === null ? [] : [fault];
  });
}

/** In the order of publishing: a name that has none must not show the next one alone. */
export function wantedRecords({
  current,
  next,
}: {
  readonly current: Pick<CertificateFacts, 'records'>;
  readonly next: Pick<CertificateFacts, 'records'> | null;
}): PlannedRecord[] {
  return unionOf(current.records, next?.records ?? []);
}

/** Also where nothing is published at all: a renewed certificate is no reason to begin with it. */
function keepsTheRecords(input: ReadinessInput): boolean {
  const { current, next } = input;
  if (next === null || !sameRecords(current.records, next.records)) return false;
  return input.looks.every(({ tlsaName }) => {
    const published = publishedAt(input, tlsaName).map((data) => ({ name: tlsaName, data }));
    const own = next.records.filter(({ name }) => name === tlsaName);
    return (
      !demandsDane(published.map(({ data }) => data)) || own.every((record) => hasRecord(published, record))
    );
  });
}

function isNextInUse({ current, next, placeLooks, now }: ReadinessInput): boolean {
  if (next === null || !sameChain(current.chain, next.chain)) return false;
  const faults = judgeServed({ placeLooks, sets: new Map(), next, mayBeUnpublished: true, now });
  return faults.length === 0;
}
