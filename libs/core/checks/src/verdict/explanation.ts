/** Each reading in plain words. They say what we saw, and no more: audit-only operation is legal (RFC 7672 §9.1). */
import { clientsOf, isLetThrough, isRefused, refusingOnly, type Facts, type Seen } from './facts.js';
import { listed } from './list-format.js';
import { OPEN_WORDS, REFUSAL_CAUSES, type Words } from './open-words.js';
import type { Reading } from './reading.js';
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
    'It delivered to the host whose TLSA records match, and broke off the connection to the host whose records do not match, after it had seen the certificate there. It sends to that host only if it can tell that it is the right one, as RFC 7672 §2.2 demands.',
    ...caveats(facts),
  ],
  'enforces-and-demands': (facts) => [
    'Your mail server enforces DANE, and seems to demand it',
    'It delivered to the host whose TLSA records match and broke off at the host whose records do not match, after it had seen the certificate there: it enforces DANE, as RFC 7672 §2.2 demands.',
    `${demandWords(facts.plain)} is set to demand DANE (RFC 7672 §6), not just to use it where it is offered. That is stricter than the standard asks and holds back mail to most domains; if it is meant, all is well.`,
    ...caveats(facts),
  ],
  'delivered-everywhere': ({ broken }) => [
    'Your mail server did not enforce DANE',
    `${listed(clientsOf(broken.overTls))} delivered to the host whose TLSA records do not match its certificate. The connection was encrypted, but to whom was not checked: an attacker between the servers could have read and changed the message.`,
  ],
  'some-servers-deliver': ({ broken }) => [
    'Your mail system does not enforce DANE everywhere',
    `At the host with broken DANE, ${listed(clientsOf(broken.refusals))} broke off the connection, but ${listed(clientsOf([...broken.overTls, ...broken.inClear]))} delivered. Mail takes whichever server is tried, so the weakest one decides.`,
  ],
  'did-both': ({ broken }) => didBoth(broken),
  'clear-at-broken': ({ broken }) => [
    'Your mail server fell back to sending in clear',
    `It can do TLS, but ${listed(clientsOf(broken.inClear))} delivered to the host with broken DANE without any encryption. Published TLSA records forbid that (RFC 7672 §2.2): anybody on the way could read the message.`,
  ],
  'clear-at-valid': ({ valid }) => [
    'Your mail server sent in clear where DANE demands TLS',
    `It can do TLS, but ${listed(clientsOf(valid.inClear))} delivered to the host with valid DANE without any encryption, although its TLSA records forbid that (RFC 7672 §2.2).`,
  ],
  'never-tls': ({ byScenario }) => [
    'Your mail server sends without TLS',
    [...byScenario.values()].some(({ troubles }) => troubles.some(({ kind }) => kind === 'tls-failed'))
      ? 'It tried TLS, the handshake failed (the timeline says why), and it sent in clear instead.'
      : '',
    'Every message arrived in clear, although our server offers encryption. Anybody on the way could read and change them; DANE, which needs TLS, is out of reach until that is mended.',
  ],
  'valid-refused': ({ valid }) => [
    'Your mail server refuses a host with valid DANE',
    `${listed(clientsOf(valid.refusals))} broke off the connection to the host whose TLSA records match its certificate, while mail to the host without DANE arrived. Mail to domains that use DANE is likely to be held back.`,
    REFUSAL_CAUSES,
  ],
  'refuses-everything': () => [
    'Your mail server refuses every host',
    'It broke off at every one, also where there is no DANE: it seems to demand a certificate of a public authority, or cannot use our TLS at all. Whether it enforces DANE cannot be seen that way.',
  ],
};

function didBoth({ refusals, overTls, inClear }: Seen): [string, string] {
  const deliveries = [...overTls, ...inClear];
  const refusers = listed(clientsOf(refusals));
  if (firstAt(deliveries) < firstAt(refusals)) {
    return [
      'Your mail server did not enforce DANE at first',
      `At the host with broken DANE, ${listed(clientsOf(deliveries))} delivered at ${clock(deliveries)}, and ${refusers} broke off the connection only later, at ${clock(refusals)}. If something was mended in between, a new check will show it.`,
    ];
  }
  return [
    'Your mail server did not enforce DANE in the end',
    `At the host with broken DANE, ${refusers} broke off the connection at ${clock(refusals)}, and the message was delivered there at ${clock(deliveries)} all the same. A conforming server keeps it queued until it expires.`,
  ];
}

/** What was seen at the host without DANE, up to the subject of the conclusion. */
function demandWords(plain: Seen): string {
  if (isRefused(plain)) return 'It also broke off at the host without DANE: it';
  return troubleOf(plain) === 'broke-off'
    ? `At the host without DANE nothing arrived: ${troubleSentence(plain)} If it was a refusal, your server`
    : 'Nothing was seen yet at the host without DANE. If you mailed it and that stays so, your server';
}

function caveats({ valid, broken, plain }: Facts): string[] {
  const refusers = clientsOf(broken.refusals);
  const deliverers = clientsOf([...valid.overTls, ...plain.overTls, ...plain.inClear]);
  const alsoRefusedValid = refusingOnly(valid);
  return [
    broken.refusals.every(({ attribution }) => attribution === 'same-client')
      ? 'The refused connection named the host only, not your check; it is taken as yours because it came from the address that delivered your other messages. The per-check addresses give exact proof, and only there can the queued message be let through afterwards.'
      : '',
    refusers.some((client) => deliverers.includes(client))
      ? ''
      : `The refusal came from ${listed(refusers)}, the deliveries from ${listed(deliverers)}: fine if all are servers of yours.`,
    alsoRefusedValid.length > 0
      ? `But ${listed(alsoRefusedValid)} also broke off at the host with valid DANE: look at that server.`
      : '',
  ];
}

/** What became of the refused message after the release: a fact beside every reading, which it never changes. */
function releaseSentences({ broken }: Facts): string[] {
  if (!isLetThrough(broken)) return [];
  const deliverers = clientsOf(broken.letThrough);
  const refusers = clientsOf(broken.refusals);
  return [
    `The refused message was deferred and retried correctly (RFC 7672 §2.1.2): ${listed(deliverers)} delivered it at ${clock(broken.letThrough)}, when the host presented a certificate that one of its TLSA records matches.`,
    deliverers.some((client) => refusers.includes(client))
      ? ''
      : `The refusal had come from ${listed(refusers)}: fine if all are servers of yours.`,
  ];
}

/** The time of the first of some observations, in UTC to the second. */
export function clock(observations: readonly { readonly at: number }[]): string {
  return `${new Date(firstAt(observations)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function firstAt(observations: readonly { readonly at: number }[]): number {
  return Math.min(...observations.map(({ at }) => at));
}
