/** Each reading in plain words. They say what we saw, and no more: audit-only operation is legal (RFC 7672 §9.1). */
import { mustRefuse } from '#scenarios';

import { type Facts, type Seen, clientsOf, isLetThrough, isRefused, refusingOnly, whoOf } from './facts.js';
import { listed } from './list-format.js';
import { OPEN_WORDS, REFUSAL_CAUSES, type Words } from './open-words.js';
import { type Reading, failuresAtBroken, unprovenServers } from './policy.js';
import { labelOf } from './results.js';
import { isAt } from './servers.js';
import { troubleOf, troubleSentence } from './trouble.js';

export interface Explanation {
  readonly title: string;
  readonly explanation: string;
}

export function explain(reading: Reading, facts: Facts): Explanation {
  const [title, ...words] = WORDS[reading](facts);
  const sentences = [...words, ...releaseSentences(facts)];
  return { title, explanation: sentences.filter((sentence) => sentence !== '').join(' ') };
}

const WORDS: Readonly<Record<Reading, Words>> = {
  ...OPEN_WORDS,
  enforces: (facts) => [
    'Your mail server enforces DANE',
    `${whoProved(facts)} delivered to the host whose TLSA records match, and hung up at ${brokenHosts(facts)} after seeing the certificate there. That is what RFC 7672 §2.2 requires.`,
    ...caveats(facts),
  ],
  'enforces-and-demands': (facts) => [
    'Your mail server enforces DANE, and seems to require it',
    `${whoProved(facts)} delivered to the host whose TLSA records match, and hung up at ${brokenHosts(facts)} after seeing the certificate there. That is what RFC 7672 §2.2 requires.`,
    `${demandWords(facts)} is set to demand DANE (RFC 7672 §6), not just to use it where it is offered. That is stricter than the standard asks and holds back mail to most domains. If that is intended, nothing to do.`,
    ...caveats(facts),
  ],
  'enforces-so-far': (facts) => [
    'Your mail server enforces DANE, as far as seen',
    ...provenSentences(facts),
    ...likelySentences(facts),
    ...untestedSentences(facts),
    ...unknownSentences(facts),
    ...caveats(facts),
  ],
  'delivered-everywhere': (facts) => [
    'Your mail server did not enforce DANE',
    `${listed(whoOf(facts, facts.broken.overTls))} delivered to the host whose TLSA records do not match its certificate. The connection was encrypted, but your server didn't check who was on the other end: an attacker between the servers could have read and changed the message.`,
  ],
  'delivered-at-some': (facts) => [
    'Your mail server does not enforce DANE everywhere',
    `It refused some of the hosts with broken DANE, but not all: ${failureWords(facts)} An attacker needs only one way that your server does not check.`,
  ],
  'some-servers-deliver': (facts) => {
    const { refusals, overTls, inClear } = failedAt(facts);
    return [
      'Your mail system does not enforce DANE everywhere',
      `At the host with broken DANE, ${listed(whoOf(facts, refusals))} hung up after seeing the certificate, but ${listed(whoOf(facts, [...overTls, ...inClear]))} delivered. Mail may leave through any of them, so you're only as safe as the weakest.`,
    ];
  },
  'did-both': (facts) => didBoth(facts, failedAt(facts)),
  'clear-at-broken': (facts) => [
    'Your mail server fell back to sending in clear',
    `It can do TLS, but ${listed(whoOf(facts, facts.broken.inClear))} delivered to the host with broken DANE without any encryption. Published TLSA records forbid that (RFC 7672 §2.2): anyone on the path could read the message.`,
  ],
  'clear-at-valid': (facts) => [
    'Your mail server sent in clear where DANE demands TLS',
    `It can do TLS, but ${listed(whoOf(facts, facts.valid.inClear))} delivered to the host with valid DANE without any encryption, although its TLSA records forbid that (RFC 7672 §2.2).`,
  ],
  'never-tls': ({ byScenario }) => [
    'Your mail server sends without TLS',
    [...byScenario.values()].some(({ troubles }) => troubles.some(({ kind }) => kind === 'tls-failed'))
      ? 'It tried TLS, the handshake failed (the timeline says why), and it sent in clear instead.'
      : '',
    'All messages arrived unencrypted although our server offers TLS. Anyone on the path could read or change them. Turn on TLS first; DANE needs it.',
  ],
  'valid-refused': (facts) => [
    'Your mail server refuses a host with valid DANE',
    `${refusedValidBy(facts)} hung up at the host whose TLSA records match its certificate, while its other mail arrived. Mail to domains that use DANE is likely to be held back.`,
    REFUSAL_CAUSES,
  ],
  'refuses-everything': (facts) => [
    'Your mail server refuses every host',
    `${listed(whoOf(facts, [...facts.valid.refusals, ...facts.plain.refusals, ...facts.broken.refusals]))} hung up at every one, also where there is no DANE: it seems to demand a certificate of a public authority, or cannot use our TLS at all. Whether it enforces DANE cannot be seen that way.`,
  ],
};

/** The host, or the hosts where the catalogue has several. */
function brokenHosts({ catalogue }: Facts): string {
  const count = [...catalogue.values()].filter(mustRefuse).length;
  return count > 1 ? 'hosts whose records do not match' : 'the host whose records do not match';
}

function whoProved({ results }: Facts): string {
  return listed(results.servers.map(({ server }) => labelOf(server)));
}

function provenSentences(facts: Facts): string[] {
  const unproven = new Set(unprovenServers(facts));
  const proven = facts.results.servers.filter((each) => !unproven.has(each));
  return proven.length === 0
    ? []
    : [
        `${listed(proven.map(({ server }) => labelOf(server)))} delivered to the host whose TLSA records match, and hung up at ${brokenHosts(facts)} after seeing the certificate there, as RFC 7672 §2.2 requires.`,
      ];
}

function likelySentences({ results }: Facts): string[] {
  return [...results.servers, ...results.members].flatMap(({ results: each }) =>
    each
      .filter(
        ({ state, requirement, conclusion }) =>
          state === 'likely-refused' && requirement === 'required' && conclusion === 'waiting',
      )
      .map(({ text }) => text),
  );
}

/** Servers of which nothing was seen where it decides. */
function untestedSentences(facts: Facts): string[] {
  const untested = unprovenServers(facts).filter(({ results }) =>
    results.every(
      (result) => !isAt(mustRefuse, result, facts.catalogue) || result.state !== 'likely-refused',
    ),
  );
  return untested.length === 0
    ? []
    : [
        `Not tested yet where DANE is broken: ${listed(untested.map(({ server }) => labelOf(server)))}. Mail may leave through any of your servers, so send a few more messages.`,
      ];
}

function unknownSentences(facts: Facts): string[] {
  const { byUnknown } = facts;
  return byUnknown.length === 0
    ? []
    : [
        `But ${listed(whoOf(facts, byUnknown))} delivered to the host with broken DANE, and was seen nowhere else. If that is a server of yours, it does not enforce DANE.`,
      ];
}

function failureWords(facts: Facts): string {
  return failuresAtBroken(facts)
    .slice(0, 3)
    .map(({ scenario, text }) => `at “${facts.catalogue.get(scenario)?.title ?? scenario}”, ${text}`)
    .join(' ');
}

function failedAt(facts: Facts): Seen {
  return facts.at(new Set(failuresAtBroken(facts).map(({ scenario }) => scenario)));
}

function refusedValidBy({ results }: Facts): string {
  return listed(
    results.servers
      .filter((each) =>
        each.results.some(
          ({ finding, conclusion }) => finding === 'refused-matching-certificate' && conclusion === 'fail',
        ),
      )
      .map(({ server }) => labelOf(server)),
  );
}

function didBoth(facts: Facts, { refusals, overTls, inClear }: Seen): [string, string] {
  const deliveries = [...overTls, ...inClear];
  const refusers = listed(whoOf(facts, refusals));
  if (firstAt(deliveries) < firstAt(refusals)) {
    return [
      'Your mail server did not enforce DANE at first',
      `At the host with broken DANE, ${listed(whoOf(facts, deliveries))} delivered at ${clock(deliveries)}, and ${refusers} hung up only later, at ${clock(refusals)}. If you changed something in between, run a new check.`,
    ];
  }
  return [
    'Your mail server did not enforce DANE in the end',
    `At the host with broken DANE, ${refusers} hung up at ${clock(refusals)}, and ${listed(whoOf(facts, deliveries))} delivered the message there at ${clock(deliveries)} all the same. A conforming server keeps it queued until it expires.`,
  ];
}

/** What was seen at the host without DANE, up to the subject of the conclusion. */
function demandWords(facts: Facts): string {
  const { plain } = facts;
  if (isRefused(plain)) return 'It also hung up at the host without DANE: it';
  return troubleOf(plain) === 'broke-off'
    ? `At the host without DANE nothing arrived: ${troubleSentence(plain, facts)} If it was a refusal, your server`
    : 'Nothing was seen yet at the host without DANE. If you mailed it and that stays so, your server';
}

function caveats(facts: Facts): string[] {
  const { valid, broken } = facts;
  const alsoRefusedValid = refusingOnly(valid).map(facts.label);
  return [
    isRefused(broken) && broken.refusals.every(({ attribution }) => attribution === 'same-client')
      ? 'The refused connection named the host only, not your check; it is taken as yours because it came from the address that delivered your other messages. The per-check addresses give exact proof, and only there can the queued message be let through afterwards.'
      : '',
    alsoRefusedValid.length > 0
      ? `But ${listed(alsoRefusedValid)} also hung up at the host with valid DANE: look at that server.`
      : '',
  ];
}

/** What became of the refused message after the release: a fact beside every reading, which it never changes. */
function releaseSentences(facts: Facts): string[] {
  const { broken } = facts;
  if (!isLetThrough(broken)) return [];
  const refusers = clientsOf(broken.refusals);
  return [
    `The refused message was deferred and retried correctly (RFC 7672 §2.2): ${listed(whoOf(facts, broken.letThrough))} delivered it at ${clock(broken.letThrough)}, when the host presented a certificate that one of its TLSA records matches.`,
    clientsOf(broken.letThrough).some((client) => refusers.includes(client)) || refusers.length === 0
      ? ''
      : `The refusal had come from ${listed(whoOf(facts, broken.refusals))}, which belongs to the same system.`,
  ];
}

/** The time of the first of some observations, in UTC to the second. */
export function clock(observations: readonly { readonly at: number }[]): string {
  return `${new Date(firstAt(observations)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function firstAt(observations: readonly { readonly at: number }[]): number {
  return Math.min(...observations.map(({ at }) => at));
}
