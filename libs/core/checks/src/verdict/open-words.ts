/**
 * The words for the readings that leave something open. A host where nothing arrived is not one where nothing was seen:
 * sessions that ended without proof are shown, with what they prove.
 */
import { type Facts, type Seen, isDelivered, isRefused, whoOf } from './facts.js';
import { listed } from './list-format.js';
import type { Reading } from './policy.js';
import { troubleOf, troubleSentence } from './trouble.js';

/** An empty sentence is left out. */
export type Words = (facts: Facts) => readonly [title: string, ...sentences: string[]];

export type OpenReading = Extract<
  Reading,
  | 'nothing-yet'
  | 'more-to-come'
  | 'broken-silent'
  | 'only-valid-delivered'
  | 'valid-missing'
  | 'valid-likely-refused'
  | 'refusals-not-judged'
  | 'only-refusals'
  | 'only-broken-delivered'
  | 'only-left'
  | 'only-trouble'
>;

const ALL_MAILED = 'Did the message go to all the addresses?';

export const OPEN_WORDS: Readonly<Record<OpenReading, Words>> = {
  'nothing-yet': () => [
    'Waiting for your messages',
    'Send one message to all the addresses from the mail system that you want to test. Connections show up here as they happen.',
  ],
  'more-to-come': (facts) => [
    'We have seen your server and wait for the rest',
    `So far: ${progress(facts)}. Waiting for the other addresses.`,
  ],
  'broken-silent': (facts) => [
    titleFor(facts.broken, 'the host with broken DANE'),
    ...brokenSilentSentences(facts),
  ],
  'only-valid-delivered': (facts) => [
    isSilent(facts.broken) && isSilent(facts.plain)
      ? 'Only the host with valid DANE was seen'
      : 'Only the host with valid DANE got its message',
    'That message arrived. Whether your server checks what it trusts shows only at the host with broken DANE:',
    isSilent(facts.broken) ? 'nothing was seen there yet.' : openAtBroken(facts),
    isRefused(facts.plain) ? 'At the host without DANE it hung up after seeing our certificate.' : '',
    troubleOf(facts.plain) === 'none'
      ? ''
      : `At the host without DANE: ${troubleSentence(facts.plain, facts)}`,
    isSilent(facts.broken) || isSilent(facts.plain) ? ALL_MAILED : '',
  ],
  'valid-missing': (facts) => validMissing(facts),
  'valid-likely-refused': (facts) => validMissing(facts),
  'refusals-not-judged': (facts) => [
    'It refused, but the reason is open',
    ...facts.results.servers.flatMap(({ results }) =>
      results
        .filter(({ finding }) => finding === 'refused-control-too' || finding === 'accepts-after-refusing')
        .map(({ text }) => text),
    ),
    'That may be DANE, or a server that tries to verify every certificate first and delivers all the same in the end. A delivery or further refusals will settle it.',
  ],
  'only-refusals': (facts) => [
    'Only refused connections were seen',
    `So far: ${progress(facts)}. No message arrived yet where one may, so this may be DANE, or your server rejects our certificate for another reason. ${ALL_MAILED}`,
  ],
  'only-broken-delivered': (facts) => [
    'Only the host with broken DANE got a message',
    `${listed(whoOf(facts, [...facts.broken.overTls, ...facts.broken.inClear]))} delivered there, which a server that enforces DANE doesn't do. Anyone who knows the address could have done that, so we can't tell yet whether it is one of your servers: that shows when it delivers to the other addresses as well.`,
    ALL_MAILED,
  ],
  'only-left': (facts) => [
    'No message was sent',
    `${listed(
      whoOf(
        facts,
        [facts.valid, facts.plain, facts.broken].flatMap(({ troubles }) => troubles),
      ),
    )} connected and left before sending a message. Servers do that when a message is larger than this service takes. Try a short one.`,
  ],
  'only-trouble': (facts) => [
    'No session got far enough',
    `Your server connected, but no session reached the point where DANE shows. So far: ${progress(facts)}. The timeline says where each one ended.`,
  ],
};

function validMissing(facts: Facts): [string, ...string[]] {
  const { valid, plain } = facts;
  return [
    titleFor(valid, 'the host with valid DANE'),
    isDelivered(plain)
      ? `Mail to the host without DANE arrived${plain.inClear.length > 0 ? ' (in clear)' : ''}, mail to the host with valid DANE did not.`
      : '',
    ...validMissingSentences(facts),
  ];
}

/** Nothing arrived there, and no refusal was proven. */
function titleFor(seen: Seen, host: string): string {
  if (seen.notJudged.length > 0) return `Nothing that can be judged yet at ${host}`;
  switch (troubleOf(seen)) {
    case 'none':
      return `Nothing seen yet at ${host}`;
    case 'broke-off':
      return `Hung up during TLS at ${host}`;
    case 'tls-failed':
    case 'lost':
    case 'left':
    case 'rejected':
      return `Nothing arrived yet at ${host}`;
  }
}

function brokenSilentSentences(facts: Facts): string[] {
  const { broken } = facts;
  if (broken.notJudged.length > 0) return [openAtBroken(facts)];
  switch (troubleOf(broken)) {
    case 'none':
      return [
        'The other messages arrived, this one did not. Your server may be holding it back because DANE demands it, but we have not seen a connection that was refused, and silence proves nothing: a slow queue looks the same.',
        'A refusal or a delivery will settle it, even hours from now.',
      ];
    case 'broke-off':
      return [
        `The other messages arrived, this one did not: ${troubleSentence(broken, facts)} A connection that fails for another reason looks the same.`,
        'A delivery or a refusal that can be proven will settle it, even hours from now.',
      ];
    case 'tls-failed':
    case 'lost':
    case 'left':
    case 'rejected':
      return [
        `The other messages arrived, this one did not: ${troubleSentence(broken, facts)} That says nothing about DANE; a refusal or a delivery will, even hours from now.`,
      ];
  }
}

/** A delivery that only our release allowed, or that came over another host's connection, or a session without proof. */
function openAtBroken(facts: Facts): string {
  const { broken } = facts;
  return broken.notJudged.length > 0
    ? `${listed(whoOf(facts, broken.notJudged))} delivered there in a way that shows nothing: while the host presented a matching certificate, or over a connection to another host. Run a new check.`
    : troubleSentence(broken, facts);
}

function validMissingSentences(facts: Facts): string[] {
  const { valid } = facts;
  switch (troubleOf(valid)) {
    case 'none':
      return [
        'If you mailed both, your server probably fails before it connects: most often because its resolver cannot validate DNSSEC and answers with an error, or because a TLSA lookup fails.',
        'This rests on silence: the message may still be on its way.',
      ];
    case 'broke-off':
      return [troubleSentence(valid, facts), REFUSAL_CAUSES, 'A later try may still get through.'];
    case 'tls-failed':
    case 'lost':
    case 'left':
    case 'rejected':
      return [troubleSentence(valid, facts), 'A later try may still get through.'];
  }
}

/** Why valid DANE is refused. */
export const REFUSAL_CAUSES =
  'Likely causes: it demands a certificate of a public authority, it still remembers older TLSA records, or its TLS software cannot verify ours.';

function isSilent(seen: Seen): boolean {
  return !isDelivered(seen) && !isRefused(seen) && seen.notJudged.length === 0 && troubleOf(seen) === 'none';
}

/** What was done, and the hosts where that was: `delivered to the hosts with valid DANE and no DANE; refused the host …`. */
function progress({ valid, plain, broken }: Facts): string {
  const states = [
    { dane: 'valid DANE', words: progressAt(valid) },
    { dane: 'no DANE', words: progressAt(plain) },
    { dane: 'broken DANE', words: progressAt(broken) },
  ];
  const parts = [...new Set(states.flatMap(({ words }) => words ?? []))].map((words) => {
    const hosts = states.filter((state) => state.words === words).map(({ dane }) => dane);
    return words.replace('HOST', `the host${hosts.length > 1 ? 's' : ''} with ${listed(hosts)}`);
  });
  return parts.length === 0 ? 'a session that ended early' : parts.join('; ');
}

function progressAt(seen: Seen): string | null {
  if (isDelivered(seen)) return 'delivered to HOST';
  if (isRefused(seen)) return 'refused HOST';
  switch (troubleOf(seen)) {
    case 'none':
      return null;
    case 'broke-off':
      return 'closed the connection to HOST during TLS, without an alert (probably a refusal, but not proof)';
    case 'tls-failed':
      return 'failed in TLS at HOST';
    case 'lost':
      return 'lost the connection to HOST';
    case 'left':
      return 'connected to HOST and left before sending a message';
    case 'rejected':
      return 'connected to HOST without a message that was accepted';
  }
}
