/**
 * Simulates senders at hosts whose policies change by the clock: each with a cache or without, and with what it makes of a record that
 * is another or not there. Everything follows from one seed.
 */
import { type Observation, policyAt, policyEndsAt, SAME_CLIENT_WINDOW_MS } from '#checks';
import {
  findCertificate,
  findScenario,
  forbidsDelivery,
  PHASE_MS,
  type ScenarioId,
  servesPolicy,
} from '#scenarios';

import { Random } from './random.js';

export const HABITS = [
  /** Looks for a new policy at each attempt, and keeps what it has while there is none. */
  'conforming',
  /** Looks for a new policy when the old one has ended: allowed, as long as it does not give up before. */
  'lazy',
  /** Applies a policy only while it is announced. */
  'forgetful',
  /** No MTA-STS. */
  'may',
  /** A trusted certificate or nothing. */
  'webpki',
  /** Likewise for the first minutes of a message. */
  'webpki-first',
] as const;
export type Habit = (typeof HABITS)[number];

export const MAILED = [
  'sts-good',
  'sts-none',
  'sts-cert',
  'sts-id',
  'sts-gone',
] as const satisfies readonly ScenarioId[];

interface Server {
  readonly habit: Habit;
  readonly address: string;
  readonly name: string;
  readonly cache: Map<string, { readonly id: string; readonly forbids: boolean; readonly endsAt: number }>;
}

export interface ChangingHistory {
  readonly seed: number;
  readonly habits: ReadonlyMap<string, readonly Habit[]>;
  readonly observations: readonly Observation[];
}

const MINUTE = 60_000;
const START = 1_790_000_000_000;

export function simulateChanges(seed: number, habits: readonly Habit[]): ChangingHistory {
  const random = new Random(seed);
  const servers = makeServers(random, habits);
  const begin = START + random.below(2 * PHASE_MS);
  // The receiver's clock may be another than that of the policy host, and DNS is late.
  const skew = (random.next() - 0.5) * 4 * MINUTE;
  const observations: Observation[] = [];
  const mailings = Array.from({ length: 1 + random.below(3) }, (_, mailing) => {
    const sentAt = begin + random.below(3 * PHASE_MS);
    const server = random.pick(servers);
    return MAILED.map((scenario) => ({
      ...{ server, scenario, sentAt, messageId: `<${mailing}@example.net>` },
      times: attempts(random, sentAt),
    }));
  });
  // In the order of time, since what was fetched for one message counts for the next.
  const jobs = mailings.flat().flatMap((job) => job.times.map((at) => ({ at, job })));
  const gone = new Set<unknown>();
  for (const { at, job } of jobs.sort((one, other) => one.at - other.at)) {
    if (gone.has(job)) continue;
    const { server, scenario, sentAt, messageId } = job;
    const isDelivered = deliver(server, scenario, at, { sentAt, late: random.below(2 * MINUTE) });
    observations.push(observed(server, scenario, at + skew, messageId, isDelivered));
    if (isDelivered) gone.add(job);
  }
  const byTime = observations.sort((one, other) => one.at - other.at);
  const deliveries = byTime.filter(({ kind }) => kind === 'delivered');
  const attributed = byTime.filter(
    (seen) =>
      seen.kind === 'delivered' ||
      deliveries.some(
        ({ clientAddress, at }) =>
          clientAddress === seen.clientAddress && Math.abs(at - seen.at) <= SAME_CLIENT_WINDOW_MS,
      ),
  );
  return {
    seed,
    habits: new Map(
      servers.map(({ address }) => [
        address,
        servers.flatMap((one) => (one.address === address ? [one.habit] : [])),
      ]),
    ),
    observations: attributed.map((seen, index) => ({ ...seen, id: index + 1 })),
  };
}

/** Some behind one address, even with one name: they have one configuration, and each a queue and a cache of its own. */
function makeServers(random: Random, habits: readonly Habit[]): Server[] {
  const isShared = random.chance(0.2);
  const isUniform = isShared || random.chance(0.5);
  const habit = random.pick(habits);
  return Array.from({ length: 1 + random.below(3) }, (_, index) => ({
    habit: isUniform ? habit : random.pick(habits),
    address: isShared ? '192.0.2.1' : `192.0.2.${index + 1}`,
    name: isShared && random.chance(0.5) ? 'mx1.example.net' : `mx${index + 1}.example.net`,
    cache: new Map(),
  }));
}

/** Retries come after minutes at first, then more and more seldom, for two days. */
function attempts(random: Random, sentAt: number): number[] {
  const times: number[] = [];
  let at = sentAt + random.below(3_000);
  const longest = random.pick([20, 67, 240]);
  for (let pause = 5; at < sentAt + 4 * PHASE_MS; pause = Math.min(longest, pause * 2)) {
    times.push(at);
    at += Math.round(pause * MINUTE * (0.7 + random.next() * 0.6));
  }
  return times;
}

/** Whether the server delivers at that time. @param late by how much its resolver's answers are old */
function deliver(
  { habit, cache }: Server,
  id: ScenarioId,
  at: number,
  { sentAt, late }: { readonly sentAt: number; readonly late: number },
): boolean {
  const scenario = findScenario(id)!;
  const { issuer } = findCertificate(scenario.certificate);
  const isTrusted = issuer === 'ca';
  switch (habit) {
    case 'may':
      return true;
    case 'webpki':
      return isTrusted;
    case 'webpki-first':
      return isTrusted || at - sentAt > 10 * MINUTE;
    case 'conforming':
    case 'lazy':
    case 'forgetful': {
      const cached = cache.get(id);
      const isValid = cached !== undefined && cached.endsAt > at;
      if (habit === 'lazy' && isValid) return !cached.forbids;
      const announced = policyAt(scenario.mtaSts, at - late)!;
      const isAnnounced = announced.records === 1;
      if (isAnnounced && !(isValid && cached.id === announced.id)) {
        const served = policyAt(scenario.mtaSts, at)!;
        const endsAt = policyEndsAt(id, at);
        if (servesPolicy({ ...served, records: 1 }) && endsAt !== null) {
          const forbids = forbidsDelivery(served, findCertificate(scenario.certificate));
          cache.set(id, { id: announced.id, forbids, endsAt });
          return !forbids;
        }
      }
      return habit === 'forgetful' && !isAnnounced ? true : !(isValid && cached.forbids);
    }
  }
}

function observed(
  { address, name }: Server,
  scenario: ScenarioId,
  at: number,
  messageId: string,
  isDelivered: boolean,
): Observation {
  const recipient = isDelivered ? `0123456789ab@${scenario}.test` : null;
  return {
    ...{ id: 0, at, scenario, clientAddress: address, clientName: name, detail: '', query: null },
    kind: isDelivered ? 'delivered' : 'refused',
    ...(isDelivered
      ? { attribution: 'exact' as const }
      : { attribution: 'same-client' as const, exclusive: true }),
    tls: { version: 'TLSv1.3', cipher: null, serverName: `mx1-${scenario}.test` },
    evidence: {
      ...{
        session: `${address} ${scenario} ${at}`,
        clientPort: 1,
        end: isDelivered ? 'open' : 'quit',
        alert: null,
      },
      ...{
        certificate: findScenario(scenario)!.certificate,
        sinceCertificateMs: 5,
        reply: null,
        timing: null,
      },
      ...{ reached: isDelivered ? 'data' : 'nothing', mailFrom: isDelivered ? 'admin@example.net' : null },
      ...{ recipient, messageId: isDelivered ? messageId : null, size: null },
    },
  };
}
