/** Real senders at every scenario that the instance offers: one message to all addresses. */
import { beforeAll, describe, expect, it } from 'vitest';

import type { CheckBody } from '#contracts';
import { conclusionAt, findScenario } from '#scenarios';

import { CheckWatch, createCheck } from '../lab/api-client.js';
import type { Lab } from '../lab/lab.js';
import type { SenderName } from '../lab/sender-profiles.js';
import { sharedLab } from '../support/shared-lab.js';

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
      recipients: watch.current.scenarios.map(({ address }) => address),
      subject: watch.current.token,
    });
    return await watch.until(
      ({ scenarios, verdict }) =>
        scenarios.every(({ state }) => state === 'delivered' || state === 'refused') && !verdict.provisional,
      `what ${name} does at every scenario`,
    );
  } finally {
    watch.close();
    await sender.emptyQueue();
  }
}

const statesOf = ({ scenarios }: CheckBody) =>
  Object.fromEntries(scenarios.map(({ id, state }) => [id, state]));

/** What a sender does that verifies by usages 2 and 3, and takes TLS with anybody where no record can be used. */
function conforming({ scenarios }: CheckBody): Record<string, string> {
  const refuses = (id: string) => conclusionAt(findScenario(id)!) === 'mismatch';
  return Object.fromEntries(scenarios.map(({ id }) => [id, refuses(id) ? 'refused' : 'delivered']));
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
    expect(check.verdict.outcome).toBe('enforces');
    expect(failedIn(check)).toEqual(lax);
  });
});

describe('Postfix without DANE', () => {
  it('delivers everywhere, and fails wherever it must refuse', async () => {
    const check = await mailEverywhere('tls');
    expect(new Set(Object.values(statesOf(check)))).toEqual(new Set(['delivered']));
    expect(check.verdict.outcome).toBe('does-not-enforce');
    expect(failedIn(check)).toEqual(
      check.scenarios.flatMap(({ id, expected }) => (expected === 'refused' ? [id] : [])),
    );
  });
});
