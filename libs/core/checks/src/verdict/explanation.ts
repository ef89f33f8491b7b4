/** What each reading rests on, as messages. They hold what we saw, and no more: audit-only operation is legal (RFC 7672 §9.1). */
import { mustDeliver, mustRefuse, provesEnforcement } from '#scenarios';

import { caveats, demandMessages, retryMessages } from './caveats.js';
import { atEach, beganMessages, MAX_FAILURES, resultMessage, untestedOf } from './doubts.js';
import { type Facts, type Seen, firstAt, whoOf } from './facts.js';
import { type Message, type MessageFacts, plainly } from './message.js';
import { openMessages } from './open-readings.js';
import { type Reading, failuresAtBroken, unprovenServers } from './policy.js';
import { isAt, labelOf } from './servers.js';
import { failedTls } from './trouble.js';
import type { Result } from './verdict.js';

export function explain(reading: Reading, facts: Facts): readonly Message[] {
  const messages = isOpen(reading) ? openMessages(reading, facts) : MESSAGES[reading](facts);
  return [...messages, ...retryMessages(facts)];
}

type Explain = (facts: Facts) => readonly Message[];
type ClosedReading = Exclude<Reading, Parameters<typeof openMessages>[0]>;

function isOpen(reading: Reading): reading is Parameters<typeof openMessages>[0] {
  return !(reading in MESSAGES);
}

const MESSAGES: Readonly<Record<ClosedReading, Explain>> = {
  enforces: (facts) => [enforced(facts, facts.results.servers), ...caveats(facts)],
  'enforces-and-demands': (facts) => [
    enforced(facts, facts.results.servers),
    ...demandMessages(facts),
    ...caveats(facts),
  ],
  'enforces-so-far': (facts) => [
    ...provenMessages(facts),
    ...likelyMessages(facts),
    ...untestedMessages(facts),
    ...(facts.byUnknown.length === 0
      ? []
      : [{ code: 'unknown-delivered', facts: { who: whoOf(facts, facts.byUnknown) } } as const]),
    ...atEach(facts, facts.notMeasured, 'failed-unmeasured'),
    ...caveats(facts),
  ],
  'delivered-everywhere': (facts) => {
    const { overTls } = failedAt(facts, rulesOutCertificate);
    return overTls.length === 0
      ? failureMessages(facts)
      : [{ code: 'accepted-wrong-certificate', facts: { who: whoOf(facts, overTls) } }];
  },
  'delivered-at-some': (facts) => [
    plainly('refused-only-some'),
    ...failureMessages(facts),
    plainly('one-gap-is-enough'),
  ],
  'some-servers-deliver': (facts) => {
    const { refusals, overTls, inClear } = failedAt(facts);
    const delivered = whoOf(facts, [...overTls, ...inClear]);
    const refused = whoOf(facts, refusals).filter((each) => !delivered.includes(each));
    return [{ code: 'some-refused-others-delivered', facts: { refused, delivered } }];
  },
  'did-both': (facts) => didBoth(facts, failedAt(facts)),
  'clear-at-broken': (facts) => [
    { code: 'clear-at-broken', facts: { who: whoOf(facts, failedAt(facts).inClear) } },
  ],
  'clear-at-valid': clearAtControl,
  'never-tls': (facts) => {
    const failed = failedTls(facts);
    return [
      ...(failed === undefined
        ? []
        : [{ code: 'tls-tried-first', facts: { detail: failed.detail } } as const]),
      plainly('all-in-the-clear'),
    ];
  },
  'valid-refused': refusedValid,
  'refuses-everything': (facts) => [
    {
      code: 'refused-everywhere',
      facts: {
        who: whoOf(facts, [...facts.valid.refusals, ...facts.plain.refusals, ...facts.broken.refusals]),
      },
    },
  ],
};

/** `hosts`: at how many of them one of the servers was proven to refuse. */
function enforced(facts: Facts, servers: Facts['results']['servers']): Message {
  const refused = servers.flatMap(({ results }) =>
    results.filter((each) => each.state === 'refused' && isAt(provesEnforcement, each, facts.catalogue)),
  );
  const hosts = new Set(refused.map(({ scenario }) => scenario)).size;
  return { code: 'enforced', facts: { who: servers.map(({ server }) => labelOf(server)), hosts } };
}

function provenMessages(facts: Facts): Message[] {
  const unproven = new Set(unprovenServers(facts));
  const proven = facts.results.servers.filter((each) => !unproven.has(each));
  return proven.length === 0 ? [] : [enforced(facts, proven)];
}

function likelyMessages({ results, catalogue }: Facts): Message[] {
  return [...results.servers, ...results.members].flatMap(({ results: each }) =>
    each
      .filter(
        (result) =>
          result.state === 'likely-refused' &&
          isAt(provesEnforcement, result, catalogue) &&
          result.conclusion === 'waiting',
      )
      .map((result) => resultMessage(result)),
  );
}

function untestedMessages(facts: Facts): Message[] {
  const who = untestedOf(facts);
  return [
    ...beganMessages(facts),
    ...(who.length === 0 ? [] : [{ code: 'not-tested-yet', facts: { who } } as const]),
  ];
}

function failureMessages(facts: Facts, failures = failuresAtBroken(facts)): Message[] {
  return failures.slice(0, MAX_FAILURES).map(({ scenario, state, facts: { who } }) => ({
    code: 'delivered-at',
    facts: {
      scenario,
      who: [who],
      how: state === 'delivered-in-clear' ? 'clear' : 'tls',
    },
  }));
}

export function failedAt(facts: Facts, wanted: (failure: Result) => boolean = () => true): Seen {
  return facts.at(
    new Set(
      failuresAtBroken(facts)
        .filter(wanted)
        .map(({ scenario }) => scenario),
    ),
  );
}

function rulesOutCertificate({ finding }: Result): boolean {
  return finding === 'accepted-unmatched-certificate';
}

function clearAtControl(facts: Facts): readonly Message[] {
  const { results, catalogue } = facts;
  const failures = results.servers
    .flatMap((each) => each.results)
    .filter(
      (result) =>
        result.state === 'delivered-in-clear' &&
        result.conclusion === 'fail' &&
        result.requirement === 'required' &&
        !isAt(mustRefuse, result, catalogue),
    );
  const atValid = failures.filter((result) => isAt(mustDeliver, result, catalogue));
  const who = [...new Set(atValid.map((result) => result.facts.who))];
  return who.length === 0 ? failureMessages(facts, failures) : [{ code: 'clear-at-valid', facts: { who } }];
}

/** Who refuses the plain case has reasons of its own; what a special case shows is in its scenario. */
function refusedValid({ results, catalogue }: Facts): Message[] {
  const refusals = results.servers.flatMap(({ server, results: each }) =>
    each
      .filter(({ requirement, conclusion }) => requirement === 'required' && conclusion === 'fail')
      .flatMap(({ scenario }) => {
        const found = catalogue.get(scenario);
        return found === undefined ? [] : [{ scenario: found, who: labelOf(server) }];
      }),
  );
  const plain = refusals.filter(({ scenario }) => scenario.level === 'quick');
  if (plain.length === 0) {
    return refusals.slice(0, MAX_FAILURES).map(({ scenario, who }) => ({
      code: 'refused-at',
      facts: { scenario: scenario.id, who: [who] },
    }));
  }
  const who = [...new Set(plain.map((each) => each.who))];
  return [{ code: 'refused-valid', facts: { who } }, plainly('refusal-causes')];
}

function didBoth(facts: Facts, { refusals, overTls, inClear }: Seen): Message[] {
  const deliveries = [...overTls, ...inClear];
  const both: MessageFacts['delivered-then-refused'] = {
    delivered: whoOf(facts, deliveries),
    deliveredAt: firstAt(deliveries),
    refused: whoOf(facts, refusals),
    refusedAt: firstAt(refusals),
  };
  const code = both.deliveredAt < both.refusedAt ? 'delivered-then-refused' : 'refused-then-delivered';
  return [{ code, facts: both }];
}
