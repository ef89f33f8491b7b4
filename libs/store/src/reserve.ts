/**
 * The last places of a check. Whoever knows a check can fill it, and the verdict must not hang on who came
 * first: a delivery at `wrong` after hundreds of refusals turns it round. So when the ordinary places are taken the first observation of
 * each sort (kind, scenario, in clear or over TLS) by each client is stored still; and because a client may have as
 * many addresses as it likes (IPv6), the last places are for the first observation of a sort by anybody.
 */
import type { EntityManager } from 'typeorm';

import type { NewObservation, ObservationKind } from '#checks';
import { SCENARIOS } from '#scenarios';

/** The kinds that tell how a session ended: the verdict rests on these. */
const DECISIVE_KINDS = [
  'delivered',
  'refused',
  'rejected',
  'tls-failed',
] as const satisfies readonly ObservationKind[];
const SORTS = DECISIVE_KINDS.length * SCENARIOS.length * 2;

/** How many of the places of a check they are. */
export const RESERVE = 100;
const FOR_EACH_CLIENT = RESERVE - SORTS;

type Sorted = Pick<NewObservation, 'token' | 'kind' | 'scenario' | 'clientAddress'> & {
  readonly inClear: boolean;
};

export class Reserve {
  private readonly seen = new Set<string>();

  /** Reads what is stored of the checks that are at the end of their ordinary places, or may be once a group is written. */
  static async read(manager: EntityManager, tokens: readonly string[]): Promise<Reserve> {
    const reserve = new Reserve();
    if (tokens.length === 0) return reserve;
    const rows: Sorted[] = await manager.query(
      `SELECT DISTINCT "token", "kind", "scenario", "client_address" AS "clientAddress",
         "tls_version" IS NULL AS "inClear" FROM "observations"
       WHERE "token" IN (${tokens.map(() => '?').join(', ')})
         AND "kind" IN (${DECISIVE_KINDS.map((kind) => `'${kind}'`).join(', ')})`,
      [...tokens],
    );
    rows.forEach((row) => {
      reserve.note(row);
    });
    return reserve;
  }

  /** Whether an observation is stored that comes when `beyond` of the last places are taken. */
  admits(observation: NewObservation, beyond: number): boolean {
    if (!DECISIVE_KINDS.some((kind) => kind === observation.kind)) return false;
    const [sort, sortOfClient] = namesOf({ ...observation, inClear: observation.tls === null });
    return beyond < RESERVE && !this.seen.has(beyond < FOR_EACH_CLIENT ? sortOfClient : sort);
  }

  noteStored(observation: NewObservation): void {
    this.note({ ...observation, inClear: observation.tls === null });
  }

  private note(stored: Sorted): void {
    for (const name of namesOf(stored)) this.seen.add(name);
  }
}

function namesOf({ token, kind, scenario, clientAddress, inClear }: Sorted): readonly [string, string] {
  const sort = `${token} ${kind} ${scenario} ${inClear ? 'clear' : 'tls'}`;
  return [sort, `${sort} ${clientAddress}`];
}
