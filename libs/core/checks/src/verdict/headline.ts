/** The facts behind the headline: which servers it names, and what it leaves open. */
import { failedAt } from './explanation.js';
import { type Facts, type Seen, firstAt } from './facts.js';
import type { HeadlineFacts, HostKind } from './message.js';
import { type Reading, unprovenServers } from './policy.js';
import type { ServerResults } from './results.js';
import { troubleOf } from './trouble.js';

export function headlineOf(reading: Reading, facts: Facts): HeadlineFacts {
  const { servers } = facts.results;
  const unproven = new Set(unprovenServers(facts));
  const hasFailed = ({ results }: ServerResults): boolean =>
    results.some(({ requirement, conclusion }) => requirement === 'required' && conclusion === 'fail');
  const named = (wanted: readonly ServerResults[]): string[] => [
    ...new Set(wanted.map(({ server }) => server.name ?? server.address)),
  ];
  const { refusals, overTls, inClear } = failedAt(facts);
  return {
    reading,
    servers: named(servers),
    proven: named(servers.filter((each) => !unproven.has(each) && !hasFailed(each))),
    failed: named([...servers, ...facts.results.members].filter(hasFailed)),
    seen: seenAt(HOST_OF_READING[reading] === 'valid' ? facts.valid : facts.broken),
    deliveredFirst: firstAt([...overTls, ...inClear]) < firstAt(refusals),
  };
}

/** The host that a reading leaves open: the one with broken DANE, unless named here. */
const HOST_OF_READING: Readonly<Partial<Record<Reading, HostKind>>> = {
  'valid-missing': 'valid',
  'valid-likely-refused': 'valid',
};

function seenAt(seen: Seen): HeadlineFacts['seen'] {
  if (seen.notJudged.length > 0) return 'not-judged';
  const trouble = troubleOf(seen);
  return trouble === 'none' ? 'nothing' : trouble;
}
