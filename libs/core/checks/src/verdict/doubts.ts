/** What decides nothing, and beside which no pass is final. */
import { provesEnforcement } from '#scenarios';

import { type Facts, whoOf } from './facts.js';
import type { Message } from './message.js';
import { namesOf, unprovenServers } from './policy.js';
import type { ServerResults } from './results.js';
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

/** A message for each of their scenarios, which says who it was. */
export function atEach(
  facts: Facts,
  seen: readonly SeenObservation[],
  code: 'unknown-delivered-at' | 'failed-unmeasured' | 'policy-not-given',
): Message[] {
  const ids = [...new Set(seen.map(({ scenario }) => scenario))];
  return ids.slice(0, MAX_FAILURES).map((id) => {
    const here = seen.filter(({ scenario }) => scenario === id);
    return { code, facts: { scenario: id, who: whoOf(facts, here) } };
  });
}

interface OpenServer extends ServerResults {
  /** What it did where it decides. */
  readonly decisive: readonly Result[];
}

function openServers(facts: Facts): OpenServer[] {
  const open = unprovenServers(facts).map((each) => ({
    ...each,
    decisive: each.results.filter((result) => isAt(provesEnforcement, result, facts.catalogue)),
  }));
  return open.filter(({ decisive }) => !decisive.some(({ state }) => state === 'likely-refused'));
}

/** The machines of which nothing is known where it decides, as an admin finds them in the log. */
export function untestedOf(facts: Facts): readonly string[] {
  return openServers(facts).flatMap((each) => {
    const { address } = each.server;
    return each.decisive.some(({ state }) => state === 'refused')
      ? namesOf(each, facts).untested.map((name) => labelOf({ address, name }))
      : [labelOf(each.server)];
  });
}

/** Servers that refused there, and yet began a message at such a host. */
export function beganMessages(facts: Facts): Message[] {
  const began = openServers(facts).filter(({ controls }) => controls.accepted.length > 0);
  const refused = began.flatMap(({ decisive }) => decisive.find(({ state }) => state === 'refused') ?? []);
  return refused.map((result) => resultMessage(result, 'accepted-in-another-session'));
}

export function resultMessage({ finding, facts }: Result, said = finding): Message {
  return { code: 'result', facts: { finding: said, ...facts } };
}
