/** Real senders at every scenario whose host is an ordinary one: one message to all addresses. The others: mail-routing.test.ts. */
import { beforeAll, describe, expect, it } from 'vitest';

import type { CheckBody } from '#contracts';
import { conclusionAt, findScenario, SCENARIOS } from '#scenarios';

import { CheckWatch, createCheck } from '../lab/api-client.js';
import type { Lab } from '../lab/lab.js';
import type { SenderName } from '../lab/sender-profiles.js';
import { measuredOf } from '../support/measured-senders.js';
import { sharedLab } from '../support/shared-lab.js';

const HERE = SCENARIOS.filter(
  ({ group, mx }) => ['basics', 'records', 'certificates'].includes(group) && mx === undefined,
).map(({ id }) => id);
const here = ({ scenarios }: CheckBody) => scenarios.filter(({ id }) => HERE.includes(id));

let lab: Lab;

beforeAll(async () => {
  lab = await sharedLab(['dane', 'exim-dane', 'tls']);
});

/** The check, once every session of that sender was seen. */
async function mailEverywhere(name: SenderName): Promise<CheckBody> {
  const sender = await lab.sender(name);
  const watch = await CheckWatch.open(lab.product.url, (await createCheck(lab.product.url)).token);
  try {
    await sender.send({
      from: 'visitor@sender.test',
      recipients: here(watch.current).map(({ address }) => address),
      subject: watch.current.token,
    });
    return await watch.until(
      (check) =>
        here(check).every(({ state }) => state === 'delivered' || state === 'refused') &&
        !check.verdict.provisional,
      `what ${name} does at every scenario`,
    );
  } finally {
    watch.close();
    await sender.emptyQueue();
  }
}

const statesOf = (check: CheckBody) => Object.fromEntries(here(check).map(({ id, state }) => [id, state]));

/** What a sender does that verifies by usages 2 and 3, and takes TLS with anybody where no record can be used. */
function conforming(check: CheckBody): Record<string, string> {
  const refuses = (id: string) => conclusionAt(findScenario(id)!) === 'mismatch';
  return Object.fromEntries(here(check).map(({ id }) => [id, refuses(id) ? 'refused' : 'delivered']));
}

/** The same in the words of a sender's log, at the scenarios that were measured elsewhere. */
function expectAsMeasured(check: CheckBody, name: Parameters<typeof measuredOf>[0]): void {
  const measured = measuredOf(name, HERE);
  const found = here(check)
    .filter(({ id }) => id in measured)
    .map(({ id, state }) => [id, state === 'refused' ? 'deferred' : state]);
  expect(Object.fromEntries(found)).toEqual(measured);
}

const failedIn = ({ results }: CheckBody) =>
  results.flatMap(({ scenario, conclusion }) => (conclusion === 'fail' ? [scenario] : []));

describe.each([
  ['dane', []],
  // Takes a record with a weaker digest beside a stronger one that is wrong, which RFC 7671 §9 recommends against.
  ['exim-dane', ['agility']],
] as const)('the sender %s', (name, lax) => {
  it('does at every scenario what the table says, and enforces', async () => {
    const check = await mailEverywhere(name);
    expect(statesOf(check)).toEqual({
      ...conforming(check),
      ...Object.fromEntries(lax.map((id) => [id, 'delivered'])),
    });
    expectAsMeasured(check, name);
    expect(check.verdict.outcome).toBe('enforces');
    expect(failedIn(check)).toEqual(lax);
  });
});

describe('Postfix without DANE', () => {
  it('delivers everywhere, and fails wherever it must refuse', async () => {
    const check = await mailEverywhere('tls');
    expect(new Set(Object.values(statesOf(check)))).toEqual(new Set(['delivered']));
    expectAsMeasured(check, 'tls');
    expect(check.verdict.outcome).toBe('does-not-enforce');
    expect(failedIn(check)).toEqual(
      here(check).flatMap(({ id, expected }) => (expected === 'refused' ? [id] : [])),
    );
  });
});
