/** Whether what every address presents is judged by senders as it should be, and whether it is the next certificate. */
import type { CertificateFacts, Endpoint, Presented } from '../ports.js';
import { chainAt, sameLeaf } from './known-certificate.js';
import { asked, type NameLook, type PlaceLook, unreachable } from './looks.js';
import { demandsDane, keyKindOf, verifyAt } from './published-set.js';

export interface ServedInput {
  readonly placeLooks: readonly PlaceLook[];
  /** By name, each set of records that a sender may have to do with, and who shows it. */
  readonly sets: ReadonlyMap<string, readonly PublishedSet[]>;
  /** What every address must present by now; null when that does not matter. */
  readonly next: CertificateFacts | null;
  readonly mayBeUnpublished: boolean;
  readonly now: number;
}

export interface PublishedSet {
  /** As in `matches nothing that ns1.example.org [192.0.2.53] shows`. */
  readonly source: string;
  readonly records: readonly string[];
}

export interface ServedFault {
  /**
   * - `unreachable`: it could not be found out.
   * - `mismatch`: senders refuse it, or accept what they must refuse.
   * - `not-next`: it is not the next certificate: the server did not load it.
   */
  readonly kind: 'unreachable' | 'mismatch' | 'not-next';
  readonly detail: string;
}

/** What is wrong, each a line; empty when all is well. */
export function judgeServed(input: ServedInput): ServedFault[] {
  const faults = unreachable(input.placeLooks).map((detail): ServedFault => ({
    kind: 'unreachable',
    detail,
  }));
  for (const { place, view } of input.placeLooks) {
    if (view.kind === 'unknown') continue;
    faults.push(...view.presented.flatMap((one) => mismatches(place, one, input)));
    if (input.next !== null) faults.push(...withoutNext(view.presented, chainAt(input.next, place)));
  }
  return faults;
}

function mismatches(place: Endpoint, { where, offer, result }: Presented, input: ServedInput): ServedFault[] {
  if (result.kind !== 'presented') return [];
  const sets = input.sets.get(place.tlsaName) ?? [];
  const bad = sets.find(({ records }) => !isAsExpected(place, records, result.chain, input));
  if (bad === undefined) return [];
  const what =
    place.expected === 'verified'
      ? `matches no record at ${place.tlsaName} that ${bad.source} shows`
      : `matches a record at ${place.tlsaName} that ${bad.source} shows, and must not`;
  return [{ kind: 'mismatch', detail: `the certificate of ${where}${asked(offer)} ${what}` }];
}

function isAsExpected(
  place: Endpoint,
  records: readonly string[],
  chain: readonly Uint8Array[],
  { mayBeUnpublished, now }: ServedInput,
): boolean {
  if (mayBeUnpublished && !demandsDane(records)) return true;
  const isVerified = verifyAt(place, records, chain, now) === 'verified';
  return isVerified === (place.expected === 'verified');
}

/** Every address has to present it to clients that take certificates of its kind alone. */
function withoutNext(presented: readonly Presented[], next: readonly Uint8Array[]): ServedFault[] {
  const kind = keyKindOf(next);
  const offer = kind === 'other' ? 'any' : kind;
  return presented
    .filter((one) => one.offer === offer && !presentsLeaf(one, next))
    .map(({ where, result }) => ({
      kind: 'not-next',
      detail: `${where} ${result.kind === 'presented' ? 'presents another certificate than the next one' : `has no certificate of the kind of the next one (${offer.toUpperCase()})`}`,
    }));
}

/** What could not be asked is told apart, as unreachable. */
function presentsLeaf({ result }: Presented, next: readonly Uint8Array[]): boolean {
  return result.kind === 'failed' || (result.kind === 'presented' && sameLeaf(result.chain, next));
}

/** The sets that name servers show. Those that do not answer are the interlock's business. */
export function setsShown(looks: readonly NameLook[]): Map<string, PublishedSet[]> {
  return new Map(
    looks.map(({ tlsaName, view }) => [
      tlsaName,
      view.kind === 'unknown'
        ? []
        : view.servers.flatMap(({ server, answer }) =>
            answer.kind === 'answered' ? [{ source: server, records: answer.records }] : [],
          ),
    ]),
  );
}
