/**
 * The words for the readings that leave something open. A host where nothing arrived is not one where nothing was seen:
 * sessions that ended without proof are told, with what they prove.
 */
import { isDelivered, isRefused, type Facts, type Seen } from './facts.js';
import { listed } from './list-format.js';
import type { Reading } from './reading.js';
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
  | 'only-refusals'
  | 'only-trouble'
>;

const ALL_MAILED = 'Did the message go to all the addresses?';

export const OPEN_WORDS: Readonly<Record<OpenReading, Words>> = {
  'nothing-yet': () => [
    'Waiting for your messages',
    'Send one message to all the addresses from the mail system that you want to test. What its server does appears here while it happens.',
  ],
  'more-to-come': (facts) => [
    'Your server was seen, waiting for the rest',
    `So far: ${progress(facts)}. The other hosts decide.`,
  ],
  'broken-silent': ({ broken }) => [
    titleFor(broken, 'the host with broken DANE'),
    ...brokenSilentSentences(broken),
  ],
  'only-valid-delivered': ({ broken, plain }) => [
    isSilent(broken) && isSilent(plain)
      ? 'Only the host with valid DANE was seen'
      : 'Only the host with valid DANE got its message',
    'That message arrived, as it should. Whether your server checks what it trusts shows only at the host with broken DANE:',
    isSilent(broken) ? 'nothing was seen there yet.' : troubleSentence(broken),
    isRefused(plain) ? 'At the host without DANE it broke off after it had seen our certificate.' : '',
    troubleOf(plain) === 'none' ? '' : `At the host without DANE: ${troubleSentence(plain)}`,
    isSilent(broken) || isSilent(plain) ? ALL_MAILED : '',
  ],
  'valid-missing': ({ valid, plain }) => [
    titleFor(valid, 'the host with valid DANE'),
    `Mail to the host without DANE arrived${plain.inClear.length > 0 ? ' (in clear)' : ''}, mail to the host with valid DANE did not.`,
    ...validMissingSentences(valid),
  ],
  'only-refusals': (facts) => [
    'Only broken-off connections were seen',
    `So far: ${progress(facts)}. No message arrived yet, so this may be DANE or a general dislike of our certificate. ${ALL_MAILED}`,
  ],
  'only-trouble': (facts) => [
    'No session got far enough',
    `Your server connected, but no session reached the point where DANE shows. So far: ${progress(facts)}. The timeline says where each one ended.`,
  ],
};

/** Nothing arrived there, and no refusal was seen. */
function titleFor(seen: Seen, host: string): string {
  switch (troubleOf(seen)) {
    case 'none':
      return `Nothing seen yet at ${host}`;
    case 'broke-off':
      return `Broke off in TLS at ${host}`;
    case 'tls-failed':
    case 'rejected':
      return `Nothing arrived yet at ${host}`;
  }
}

function brokenSilentSentences(broken: Seen): string[] {
  switch (troubleOf(broken)) {
    case 'none':
      return [
        'The other messages arrived, this one did not. Your server may be holding it back because DANE demands it, but we have not seen a connection that was broken off, and silence proves nothing: a slow queue looks the same.',
        'The reading so far is “probably enforces”; a refusal or a delivery will settle it, even hours from now.',
      ];
    case 'broke-off':
      return [
        `The other messages arrived, this one did not: ${troubleSentence(broken)} A connection that fails for another reason looks the same.`,
        'The reading so far is “probably enforces”; a delivery or a refusal that can be proven will settle it, even hours from now.',
      ];
    case 'tls-failed':
    case 'rejected':
      return [
        `The other messages arrived, this one did not: ${troubleSentence(broken)} That says nothing about DANE; a refusal or a delivery will, even hours from now.`,
      ];
  }
}

function validMissingSentences(valid: Seen): string[] {
  switch (troubleOf(valid)) {
    case 'none':
      return [
        'If you mailed both, your server probably fails before it connects: most often because its resolver cannot validate DNSSEC and answers with an error, or because a TLSA look-up fails.',
        'This rests on silence: the message may still be on its way.',
      ];
    case 'broke-off':
      return [troubleSentence(valid), REFUSAL_CAUSES, 'A later try may still get through.'];
    case 'tls-failed':
    case 'rejected':
      return [troubleSentence(valid), 'A later try may still get through.'];
  }
}

/** Why valid DANE is refused. */
export const REFUSAL_CAUSES =
  'Likely causes: it demands a certificate of a public authority, it still remembers older TLSA records, or its TLS software cannot verify ours.';

function isSilent(seen: Seen): boolean {
  return !isDelivered(seen) && !isRefused(seen) && troubleOf(seen) === 'none';
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
    case 'rejected':
      return 'connected to HOST without a message that was accepted';
  }
}
