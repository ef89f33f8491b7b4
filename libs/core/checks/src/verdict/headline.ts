/** The facts behind the headline: which servers it names, and what it leaves open. */
import { failedAt } from './explanation.js';
import { type Facts, type Seen, firstAt } from './facts.js';
import type { HeadlineFacts, HostKind } from './message.js';
import { namesOf, type Reading, unprovenServers } from './policy.js';
import type { ServerResults } from './results.js';
import { labelOf } from './servers.js';
import { troubleOf } from './trouble.js';

export function headlineOf(reading: Reading, facts: Facts): HeadlineFacts {
  const { servers } = facts.results;
  const unproven = new Set(unprovenServers(facts));
  const hasFailed = ({ results }: ServerResults): boolean =>
    results.some(({ requirement, conclusion }) => requirement === 'required' && conclusion === 'fail');
  const shared = sharedNames([...servers, ...facts.results.members]);
  const nameOf = ({ server }: ServerResults): string =>
    server.name === null || shared.has(server.name) ? labelOf(server) : server.name;
  const isPool = (each: ServerResults): boolean =>
    each.controls.accepted.length === 0 && namesOf(each, facts).proven.length > 0;
  const provenOf = (each: ServerResults): readonly string[] => {
    if (!unproven.has(each)) return [nameOf(each)];
    return isPool(each) ? namesOf(each, facts).proven : [];
  };
  const openOf = (each: ServerResults): readonly string[] => {
    if (!unproven.has(each)) return [];
    return isPool(each) ? namesOf(each, facts).untested : [nameOf(each)];
  };
  const { refusals, overTls, inClear } = failedAt(facts);
  return {
    reading,
    servers: unique(servers.flatMap((each) => [...provenOf(each), ...openOf(each)])),
    proven: unique(servers.filter((each) => !hasFailed(each)).flatMap(provenOf)),
    failed: unique([...servers, ...facts.results.members].filter(hasFailed).map(nameOf)),
    seen: seenAt(HOST_OF_READING[reading] === 'valid' ? facts.valid : facts.broken),
    deliveredFirst: firstAt([...overTls, ...inClear]) < firstAt(refusals),
  };
}

/** Both addresses of a machine have one name, and need not do the same. */
function sharedNames(all: readonly ServerResults[]): ReadonlySet<string> {
  const met = new Set<string>();
  const shared = all.flatMap(({ server: { name } }) => {
    if (name === null) return [];
    const isKnown = met.has(name);
    met.add(name);
    return isKnown ? [name] : [];
  });
  return new Set(shared);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
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
