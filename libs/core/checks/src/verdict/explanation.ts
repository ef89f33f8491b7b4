/** What each reading rests on, as messages. They hold what we saw, and no more: audit-only operation is legal (RFC 7672 §9.1). */
import { mustRefuse } from '#scenarios';

import {
  type Facts,
  type Seen,
  clientsOf,
  firstAt,
  isLetThrough,
  isRefused,
  refusingOnly,
  whoOf,
} from './facts.js';
import { type Message, type MessageFacts, plainly } from './message.js';
import { openMessages } from './open-readings.js';
import { type Reading, failuresAtBroken, unprovenServers } from './policy.js';
import { labelOf } from './results.js';
import { isAt } from './servers.js';
import { failedTls, troubleMessage, troubleOf } from './trouble.js';

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
    ...caveats(facts),
  ],
  'delivered-everywhere': (facts) => [
    { code: 'accepted-wrong-certificate', facts: { who: whoOf(facts, facts.broken.overTls) } },
  ],
  'delivered-at-some': (facts) => [
    plainly('refused-only-some'),
    ...failureMessages(facts),
    plainly('one-gap-is-enough'),
  ],
  'some-servers-deliver': (facts) => {
    const { refusals, overTls, inClear } = failedAt(facts);
    const delivered = whoOf(facts, [...overTls, ...inClear]);
    return [{ code: 'some-refused-others-delivered', facts: { refused: whoOf(facts, refusals), delivered } }];
  },
  'did-both': (facts) => didBoth(facts, failedAt(facts)),
  'clear-at-broken': (facts) => [
    { code: 'clear-at-broken', facts: { who: whoOf(facts, facts.broken.inClear) } },
  ],
  'clear-at-valid': (facts) => [
    { code: 'clear-at-valid', facts: { who: whoOf(facts, facts.valid.inClear) } },
  ],
  'never-tls': (facts) => {
    const failed = failedTls(facts);
    return [
      ...(failed === undefined
        ? []
        : [{ code: 'tls-tried-first', facts: { detail: failed.detail } } as const]),
      plainly('all-in-the-clear'),
    ];
  },
  'valid-refused': (facts) => [
    { code: 'refused-valid', facts: { who: refusedValidBy(facts) } },
    plainly('refusal-causes'),
  ],
  'refuses-everything': (facts) => [
    {
      code: 'refused-everywhere',
      facts: {
        who: whoOf(facts, [...facts.valid.refusals, ...facts.plain.refusals, ...facts.broken.refusals]),
      },
    },
  ],
};

function enforced({ catalogue }: Facts, servers: Facts['results']['servers']): Message {
  const hosts = [...catalogue.values()].filter(mustRefuse).length;
  return { code: 'enforced', facts: { who: servers.map(({ server }) => labelOf(server)), hosts } };
}

function provenMessages(facts: Facts): Message[] {
  const unproven = new Set(unprovenServers(facts));
  const proven = facts.results.servers.filter((each) => !unproven.has(each));
  return proven.length === 0 ? [] : [enforced(facts, proven)];
}

function likelyMessages({ results }: Facts): Message[] {
  return [...results.servers, ...results.members].flatMap(({ results: each }) =>
    each
      .filter(
        ({ state, requirement, conclusion }) =>
          state === 'likely-refused' && requirement === 'required' && conclusion === 'waiting',
      )
      .map(({ finding, facts }): Message => ({ code: 'result', facts: { finding, ...facts } })),
  );
}

/** Servers of which nothing was seen where it decides. */
function untestedMessages(facts: Facts): Message[] {
  const untested = unprovenServers(facts).filter(({ results }) =>
    results.every(
      (result) => !isAt(mustRefuse, result, facts.catalogue) || result.state !== 'likely-refused',
    ),
  );
  return untested.length === 0
    ? []
    : [{ code: 'not-tested-yet', facts: { who: untested.map(({ server }) => labelOf(server)) } }];
}

/** A few of them: the results have all. */
const MAX_FAILURES = 3;

function failureMessages(facts: Facts): Message[] {
  return failuresAtBroken(facts)
    .slice(0, MAX_FAILURES)
    .map(({ scenario, state, facts: { who } }) => ({
      code: 'delivered-at',
      facts: {
        scenario: facts.catalogue.get(scenario)?.title ?? scenario,
        who: [who],
        how: state === 'delivered-in-clear' ? 'clear' : 'tls',
      },
    }));
}

export function failedAt(facts: Facts): Seen {
  return facts.at(new Set(failuresAtBroken(facts).map(({ scenario }) => scenario)));
}

function refusedValidBy({ results }: Facts): string[] {
  return results.servers
    .filter((each) =>
      each.results.some(
        ({ finding, conclusion }) => finding === 'refused-matching-certificate' && conclusion === 'fail',
      ),
    )
    .map(({ server }) => labelOf(server));
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

/** What was seen at the host without DANE, and what that suggests. */
function demandMessages(facts: Facts): Message[] {
  const { plain } = facts;
  if (isRefused(plain)) {
    return [plainly('also-refused-plain'), { code: 'seems-to-require-dane', facts: { isSure: true } }];
  }
  const trouble = troubleOf(plain) === 'broke-off' ? troubleMessage(plain, 'plain', facts) : null;
  return [trouble ?? plainly('plain-missing'), { code: 'seems-to-require-dane', facts: { isSure: false } }];
}

function caveats(facts: Facts): Message[] {
  const { valid, broken } = facts;
  const alsoRefusedValid = refusingOnly(valid).map(facts.label);
  return [
    ...(isRefused(broken) && broken.refusals.every(({ attribution }) => attribution === 'same-client')
      ? [plainly('shared-host-refusal')]
      : []),
    ...(alsoRefusedValid.length > 0
      ? [{ code: 'also-refused-valid', facts: { who: alsoRefusedValid } } as const]
      : []),
  ];
}

/** What became of the refused message after the release: a fact beside every reading, which it never changes. */
function retryMessages(facts: Facts): Message[] {
  const { broken } = facts;
  if (!isLetThrough(broken)) return [];
  const refusers = clientsOf(broken.refusals);
  const isSame =
    refusers.length === 0 || clientsOf(broken.letThrough).some((client) => refusers.includes(client));
  return [
    {
      code: 'retried',
      facts: {
        who: whoOf(facts, broken.letThrough),
        at: firstAt(broken.letThrough),
        refused: isSame ? null : whoOf(facts, broken.refusals),
      },
    },
  ];
}
