/**
 * The readings that leave something open. A host where nothing arrived is not one where nothing was seen: sessions that ended
 * without proof are shown, with what they prove.
 */
import { type Facts, type Seen, isDelivered, isRefused, whoOf } from './facts.js';
import { type HostKind, type Message, type MessageFacts, plainly } from './message.js';
import type { Reading } from './policy.js';
import { troubleMessage, troubleOf } from './trouble.js';

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

export function openMessages(reading: OpenReading, facts: Facts): readonly Message[] {
  const { valid, plain, broken } = facts;
  switch (reading) {
    case 'nothing-yet':
      return [plainly('send-one-message')];
    case 'more-to-come':
      return [progress(facts), plainly('waiting-for-the-rest')];
    case 'broken-silent':
      return brokenSilent(facts);
    case 'only-valid-delivered':
      return onlyValid(facts);
    case 'valid-missing':
    case 'valid-likely-refused':
      return validMissing(facts);
    case 'refusals-not-judged':
      return [
        ...facts.results.servers.flatMap(({ results }) =>
          results
            .filter(
              ({ finding }) =>
                finding === 'refused-control-too' ||
                finding === 'accepts-after-refusing' ||
                finding === 'refused-after-failed-lookup',
            )
            .map((result): Message => ({
              code: 'result',
              facts: { finding: result.finding, ...result.facts },
            })),
        ),
        plainly('reason-is-open'),
      ];
    case 'only-refusals':
      return [progress(facts), plainly('no-control-delivery'), plainly('did-all-get-it')];
    case 'only-broken-delivered':
      return [
        {
          code: 'only-broken-delivered',
          facts: { who: whoOf(facts, [...broken.overTls, ...broken.inClear]) },
        },
        plainly('did-all-get-it'),
      ];
    case 'only-left': {
      const left = [valid, plain, broken].flatMap(({ troubles }) => troubles);
      return [{ code: 'left-unsent', facts: { who: whoOf(facts, left) } }];
    }
    case 'only-trouble':
      return [plainly('no-session-got-far'), progress(facts)];
  }
}

function onlyValid(facts: Facts): Message[] {
  const { broken, plain } = facts;
  return [
    plainly('valid-arrived'),
    ...(isSilent(broken) ? [plainly('nothing-at-broken-yet')] : openAtBroken(facts)),
    ...(isRefused(plain) ? [plainly('refused-at-plain')] : []),
    ...present(troubleMessage(plain, 'plain', facts)),
    ...(isSilent(broken) || isSilent(plain) ? [plainly('did-all-get-it')] : []),
  ];
}

function validMissing(facts: Facts): Message[] {
  const { valid, plain } = facts;
  const arrived: Message[] = isDelivered(plain)
    ? [{ code: 'plain-arrived-valid-not', facts: { inClear: plain.inClear.length > 0 } }]
    : [];
  const trouble = troubleMessage(valid, 'valid', facts);
  if (trouble === null) {
    return [...arrived, plainly('fails-before-connecting'), plainly('rests-on-silence')];
  }
  const causes = troubleOf(valid) === 'broke-off' ? [plainly('refusal-causes')] : [];
  return [...arrived, trouble, ...causes, plainly('retry-may-succeed')];
}

function brokenSilent(facts: Facts): Message[] {
  const { broken } = facts;
  if (broken.notJudged.length > 0) return openAtBroken(facts);
  const trouble = troubleMessage(broken, 'broken', facts);
  if (trouble === null) {
    return [plainly('others-arrived'), plainly('may-be-holding-back'), plainly('will-be-settled')];
  }
  return [
    plainly('others-arrived'),
    trouble,
    plainly(troubleOf(broken) === 'broke-off' ? 'another-failure-looks-the-same' : 'says-nothing-about-dane'),
    plainly('will-be-settled'),
  ];
}

/** A delivery that only our release allowed, or that came over another host's connection, or a session without proof. */
function openAtBroken(facts: Facts): Message[] {
  const { broken } = facts;
  return broken.notJudged.length > 0
    ? [{ code: 'shows-nothing', facts: { who: whoOf(facts, broken.notJudged) } }]
    : present(troubleMessage(broken, 'broken', facts));
}

function present(message: Message | null): Message[] {
  return message === null ? [] : [message];
}

function isSilent(seen: Seen): boolean {
  return !isDelivered(seen) && !isRefused(seen) && seen.notJudged.length === 0 && troubleOf(seen) === 'none';
}

type Deeds = MessageFacts['seen-so-far']['deeds'];

/** What was done, and at which hosts. */
function progress({ valid, plain, broken }: Facts): Message {
  const seen: readonly (readonly [HostKind, Deeds[number]['deed'] | null])[] = [
    ['valid', deedAt(valid)],
    ['plain', deedAt(plain)],
    ['broken', deedAt(broken)],
  ];
  const deeds = [...new Set(seen.flatMap(([, deed]) => deed ?? []))].map((deed) => ({
    deed,
    hosts: seen.filter((each) => each[1] === deed).map(([host]) => host),
  }));
  return { code: 'seen-so-far', facts: { deeds } };
}

function deedAt(seen: Seen): Deeds[number]['deed'] | null {
  if (isDelivered(seen)) return 'delivered';
  if (isRefused(seen)) return 'refused';
  const trouble = troubleOf(seen);
  return trouble === 'none' ? null : trouble;
}
