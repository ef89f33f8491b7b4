/** What is said beside a reading, and never changes it. */
import { type Facts, clientsOf, firstAt, hasCreditedRetry, isRefused, refusingOnly, whoOf } from './facts.js';
import { type Message, plainly } from './message.js';
import { labelOf } from './servers.js';
import { troubleMessage, troubleOf } from './trouble.js';

/** What was seen at the host without DANE, and what that suggests. */
export function demandMessages(facts: Facts): Message[] {
  const { plain } = facts;
  if (isRefused(plain)) {
    return [plainly('also-refused-plain'), { code: 'seems-to-require-dane', facts: { isSure: true } }];
  }
  const trouble = troubleOf(plain) === 'broke-off' ? troubleMessage(plain, 'plain', facts) : null;
  return [trouble ?? plainly('plain-missing'), { code: 'seems-to-require-dane', facts: { isSure: false } }];
}

export function caveats(facts: Facts): Message[] {
  const { valid, broken } = facts;
  const alsoRefusedValid = refusingOnly(valid).map(facts.label);
  return [
    ...(isRefused(broken) && broken.refusals.every(({ attribution }) => attribution === 'same-client')
      ? [plainly('shared-host-refusal')]
      : []),
    ...(alsoRefusedValid.length > 0
      ? [{ code: 'also-refused-valid', facts: { who: alsoRefusedValid } } as const]
      : []),
    ...gapMessages(facts),
  ];
}

/** What no standard requires, and yet leaves mail unprotected or undelivered. */
function gapMessages({ results, catalogue }: Facts): Message[] {
  const all = [...results.servers, ...results.members];
  return [...catalogue.values()].flatMap(({ id }): Message[] => {
    const failed = all.filter((each) =>
      each.results.some(
        ({ scenario, requirement, conclusion }) =>
          scenario === id && requirement !== 'required' && conclusion === 'fail',
      ),
    );
    const who = failed.map(({ server }) => labelOf(server));
    return who.length === 0 ? [] : [{ code: 'not-required-failed', facts: { scenario: id, who } }];
  });
}

/** What became of the refused message after the release: a fact beside every reading, which it never changes. */
export function retryMessages(facts: Facts): Message[] {
  const { broken } = facts;
  if (!hasCreditedRetry(broken)) return [];
  const refusers = clientsOf(broken.refusals);
  const isSame =
    refusers.length === 0 || clientsOf(broken.creditedRetries).some((client) => refusers.includes(client));
  return [
    {
      code: 'retried',
      facts: {
        who: whoOf(facts, broken.creditedRetries),
        at: firstAt(broken.creditedRetries),
        refused: isSame ? null : whoOf(facts, broken.refusals),
      },
    },
  ];
}
