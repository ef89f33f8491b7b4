/**
 * Several mail systems at the hosts with a policy at once, each mailing a check of its own, as the store holds what they do: a refusal
 * names nobody. What a check gets of it is what the product joins to it.
 */
import {
  attribute,
  type Check,
  joinSessions,
  nearbySessions,
  type Observation,
  possibleMembers,
  type SessionTiming,
  type StoredObservation,
  type SystemKnowledge,
  type SystemLink,
} from '#checks';

import { Random } from './random.js';
import { type Policy, POLICY_HOSTS, simulate } from './sender-simulator.js';
import { START } from './simulated-system.js';

export interface Neighbour {
  readonly check: Check;
  readonly policies: readonly Policy[];
  /** The domain of its mail and of its servers' names. */
  readonly domain: string;
}

export interface Neighbourhood {
  readonly seed: number;
  readonly neighbours: readonly Neighbour[];
  readonly stored: readonly StoredObservation[];
  /** What DNS says of every address. */
  readonly known: SystemKnowledge;
}

/**
 * @param plans what the servers of each may be, @param isShared whether they have one network, which the SPF record of the first
 *   authorises as a whole: customers of one hoster
 */
export function simulateNeighbours(
  seed: number,
  plans: readonly (readonly Policy[])[],
  isShared: boolean,
): Neighbourhood {
  const random = new Random(seed);
  const known = new Map<string, { reverseName: string | null; links: SystemLink[] }>();
  const systems = plans.map((policies, index) => {
    const domain = `neighbour-${index}.example`;
    const delay = index === 0 ? 0 : random.below(40) * 60_000;
    const history = simulate(seed * 10 + index, {
      ...{ policies, maxServers: 4, strangersDeliver: [], hosts: POLICY_HOSTS },
    });
    const check = { token: `${index}`.repeat(12), createdAt: START, expiresAt: START + 7 * 86_400_000 };
    const address = (own: string): string => own.replace(/^192\.0\.2\./, `192.0.2.${index + 1}0`);
    const isNamed = random.chance(0.7);
    for (const server of history.servers) {
      const covering = isShared ? [domain, 'neighbour-0.example'] : [domain];
      known.set(address(server.address), {
        reverseName: null,
        links: [
          ...covering.map((each) => ({ evidence: 'spf', domain: each }) as const),
          ...(isNamed ? [{ evidence: 'forward-confirmed', domain } as const] : []),
        ],
      });
    }
    const stored = history.observations.map(({ attribution, exclusive: _exclusive, ...seen }) => ({
      ...seen,
      at: seen.at + delay,
      token: attribution === 'exact' && seen.kind === 'delivered' ? check.token : null,
      clientAddress: address(seen.clientAddress),
      clientName: seen.clientName?.replace('example.net', domain) ?? null,
      evidence:
        seen.evidence === null
          ? null
          : {
              ...seen.evidence,
              session: `${index} ${seen.evidence.session}`,
              timing: later(seen.evidence.timing, delay),
              mailFrom: seen.evidence.mailFrom?.replace('example.net', domain) ?? null,
            },
    }));
    const neighbour = { check, policies: history.servers.map(({ policy }) => policy), domain };
    return { neighbour, stored };
  });
  const byTime = systems.flatMap(({ stored }) => stored).sort((one, other) => one.at - other.at);
  return {
    seed,
    neighbours: systems.map(({ neighbour }) => neighbour),
    stored: byTime.map((seen, index) => ({ ...seen, id: index + 1 })),
    known,
  };
}

function later(timing: SessionTiming | null, ms: number): SessionTiming | null {
  if (timing === null) return null;
  const { connectedAt, queuedAt } = timing;
  return {
    ...timing,
    connectedAt: connectedAt + ms,
    queuedAt: typeof queuedAt === 'number' ? queuedAt + ms : queuedAt,
  };
}

/** What belongs to a check of all that was stored so far. */
export function seenFor(
  { check }: Neighbour,
  stored: readonly StoredObservation[],
  known: SystemKnowledge,
): readonly Observation[] {
  const own = stored.filter(({ token }) => token === check.token);
  const nameless = stored.filter(({ token }) => token === null);
  const elsewhere = stored.filter(
    ({ token, kind }) => token !== null && token !== check.token && kind === 'delivered',
  );
  const attributed = attribute(check, own, nameless, elsewhere);
  const nearby = nearbySessions(check, attributed, {
    nameless: () => nameless,
    deliveries: () => stored.filter(({ kind }) => kind === 'delivered'),
  });
  const asked = new Set(possibleMembers(nearby).map(({ address }) => address));
  const members = new Map([...known].filter(([address]) => asked.has(address)));
  return joinSessions(attributed, nearby, known, members);
}
