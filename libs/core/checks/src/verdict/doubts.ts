/** What decides nothing, and beside which no pass is final. */
import { provesEnforcement } from '#scenarios';

import { type Facts, whoOf } from './facts.js';
import type { Message } from './message.js';
import { unprovenServers } from './policy.js';
import { isAt, labelOf } from './servers.js';
import type { Result, SeenObservation } from './verdict.js';

/** A failure hides them from the verdict, and may be forgiven (`havedane test --allow`). */
export function doubtsOf(facts: Facts): readonly Message[] {
  return [
    ...atEach(facts, facts.byUnknown, 'unknown-delivered-at'),
    ...atEach(facts, facts.notMeasured, 'failed-unmeasured'),
    ...beganMessages(facts),
  ];
}

/** A few of them: the results have all. */
export const MAX_FAILURES = 3;

export function atEach(
  facts: Facts,
  seen: readonly SeenObservation[],
  code: 'unknown-delivered-at' | 'failed-unmeasured',
): Message[] {
  const ids = [...new Set(seen.map(({ scenario }) => scenario))];
  return ids.slice(0, MAX_FAILURES).map((id) => {
    const here = seen.filter(({ scenario }) => scenario === id);
    return { code, facts: { scenario: id, who: whoOf(facts, here) } };
  });
}

/** Servers of which nothing is known where it decides, with what they did there. */
export function openServers(facts: Facts): { readonly who: string; readonly decisive: readonly Result[] }[] {
  const open = unprovenServers(facts).map(({ server, results }) => ({
    who: labelOf(server),
    decisive: results.filter((result) => isAt(provesEnforcement, result, facts.catalogue)),
  }));
  return open.filter(({ decisive }) => !decisive.some(({ state }) => state === 'likely-refused'));
}

/** Those that refused there, and yet began a message at such a host. */
export function beganMessages(facts: Facts): Message[] {
  const refused = openServers(facts).flatMap(
    ({ decisive }) => decisive.find(({ state }) => state === 'refused') ?? [],
  );
  return refused.map((result) => resultMessage(result, 'accepted-in-another-session'));
}

export function resultMessage({ finding, facts }: Result, said = finding): Message {
  return { code: 'result', facts: { finding: said, ...facts } };
}
