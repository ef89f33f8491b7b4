/**
 * The last places of a check. Whoever knows a check can fill it, and the verdict must not hang on who came
 * first: a delivery at `wrong` after hundreds of refusals turns it round. So when the ordinary places are taken the first observation of
 * each sort (kind, scenario, how it was encrypted) by each client is stored still; and because a client may have as
 * many addresses as it likes (IPv6), the last places are for the first observation of a sort by anybody. What could prove a refusal
 * gets none of those: the attempt at another host that speaks against it may have found no place.
 */
import type { EntityManager } from 'typeorm';

import { isRefusal, type NewObservation, type ObservationKind } from '#checks';
import { findScenario, isReleaseCertificate, mustRefuse, RELEASE_CERTIFICATES, SCENARIOS } from '#scenarios';

import { statement } from '../sql/statement.js';

/** The kinds that tell how a session ended: the verdict rests on these. */
const DECISIVE_KINDS = [
  'delivered',
  'refused',
  'rejected',
  'left',
  'lost',
  'tls-failed',
] as const satisfies readonly ObservationKind[];
/** In clear, over TLS with the usual certificate, or with that of a release: each means something else. */
type Encryption = 'clear' | 'tls' | 'release';
const RELEASE_LIST = RELEASE_CERTIFICATES.map((id) => `'${id}'`).join(', ');
const SORTS = SCENARIOS.map(({ release }) => DECISIVE_KINDS.length * (release === null ? 2 : 3)).reduce(
  (sum, sorts) => sum + sorts,
  0,
);
/** For each scenario: what a pool of mail servers does there, each first in one way and then in another. */
const FOR_EACH_CLIENT = SCENARIOS.length * 16;

/** How many places of a check there are besides the ordinary ones. */
export const RESERVE = FOR_EACH_CLIENT + SORTS;

type Sorted = Pick<NewObservation, 'token' | 'kind' | 'scenario' | 'clientAddress'> & {
  readonly encryption: Encryption;
};

const selectSorts = statement<Sorted>(
  (sql) => `SELECT DISTINCT "token", "kind", "scenario", "client_address" AS "clientAddress",
    CASE WHEN "tls_version" IS NULL THEN 'clear' WHEN "certificate" IN (${RELEASE_LIST}) THEN 'release' ELSE 'tls' END
      AS "encryption" FROM "observations"
  WHERE "token" ${sql.inList} AND "kind" IN (${DECISIVE_KINDS.map((kind) => `'${kind}'`).join(', ')})`,
);

export class Reserve {
  private readonly seen = new Set<string>();

  /** Reads what is stored of the checks that are at the end of their ordinary places, or may be once a group is written. */
  static async read(manager: EntityManager, tokens: readonly string[]): Promise<Reserve> {
    const reserve = new Reserve();
    if (tokens.length === 0) return reserve;
    for (const row of await selectSorts(manager, [JSON.stringify(tokens)])) reserve.note(row);
    return reserve;
  }

  /** Whether an observation is stored that comes when `beyond` of the last places are taken. */
  admits(observation: NewObservation, beyond: number): boolean {
    if (!DECISIVE_KINDS.some((kind) => kind === observation.kind)) return false;
    const [sort, sortOfClient] = namesOf(sorted(observation));
    if (beyond < FOR_EACH_CLIENT) return !this.seen.has(sortOfClient);
    return beyond < RESERVE && !this.seen.has(sort) && !mayProve(observation);
  }

  noteStored(observation: NewObservation): void {
    this.note(sorted(observation));
  }

  private note(stored: Sorted): void {
    for (const name of namesOf(stored)) this.seen.add(name);
  }
}

function mayProve(observation: NewObservation): boolean {
  const scenario = findScenario(observation.scenario);
  return isRefusal(observation) && scenario !== undefined && mustRefuse(scenario);
}

function sorted(observation: NewObservation): Sorted {
  const { tls, evidence } = observation;
  if (tls === null) return { ...observation, encryption: 'clear' };
  return { ...observation, encryption: isReleaseCertificate(evidence?.certificate) ? 'release' : 'tls' };
}

function namesOf({ token, kind, scenario, clientAddress, encryption }: Sorted): readonly [string, string] {
  const sort = `${token} ${kind} ${scenario} ${encryption}`;
  return [sort, `${sort} ${clientAddress}`];
}
