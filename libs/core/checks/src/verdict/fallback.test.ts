/** Refused mail that can go elsewhere: to a further MX host, or to another address of the same host. */
import { measures, SCENARIOS } from '#scenarios';
import { describe, expect, it } from 'vitest';

import { history, resultsOf, START } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

const LATE = START + 86_400_000;
const CONTROLS = ['mx1 delivers do', 'mx1 delivers dont'];

const verdictOf = (...story: readonly string[]) => judge(history(...story), LATE);
const scenarioOf = (id: string, ...story: readonly string[]) => {
  const found = verdictOf(...story).scenarios.find((each) => each.id === id);
  return { ...found, messages: found?.messages.map(({ code }) => code) };
};

const FALLING_BACK = SCENARIOS.filter((each) => each.fallback !== undefined && measures('dane')(each));

describe.each(FALLING_BACK)('$id', ({ id, mx }) => {
  // The host is shared where an MX record names it.
  const refusal = `mx1 refuses ${id}${mx === undefined ? '' : ' same-client'}`;
  const elsewhere = `mx1 delivers ${id} fallback`;

  it('proves that a server enforces DANE, and leaves no message in its queue', () => {
    const story = [...CONTROLS, refusal, elsewhere];
    const verdict = verdictOf(...story);
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(verdict.advice).toEqual(['nothing-to-fix', 'queue-is-clean']);
    expect(verdict.messages.map(({ code }) => code)).not.toContain('retried');
    expect(resultsOf(verdict)).toContain(`mx1 ${id}: refused (refused-unmatched-certificate)`);
    expect(scenarioOf(id, ...story)).toMatchObject({
      state: 'refused',
      conclusion: 'pass',
      messages: ['hung-up', 'delivered-at-fallback'],
    });
  });

  it('says nothing of another address that has one family with the other host', () => {
    const verdict = verdictOf(...CONTROLS, refusal, `mx6 delivers ${id} fallback`);
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false });
  });

  it('is not enforced by a server that delivers where nothing matches, whatever it refused before', () => {
    for (const before of [[], [refusal], [refusal, elsewhere]]) {
      const verdict = verdictOf(...CONTROLS, ...before, `mx1 delivers ${id}`);
      expect(verdict).toMatchObject({ outcome: 'does-not-enforce', provisional: false });
      expect(resultsOf(verdict)).toContain(`mx1 ${id}: delivered (accepted-unmatched-certificate)`);
    }
  });

  it('shows nothing where a server came to the other one first', () => {
    const verdict = verdictOf(...CONTROLS, elsewhere);
    expect(verdict.outcome).toBe('waiting');
    expect(resultsOf(verdict)).toContain(`mx1 ${id}: not-judged (delivered-at-fallback)`);
    expect(scenarioOf(id, ...CONTROLS, elsewhere)).toMatchObject({
      state: 'delivered',
      conclusion: 'info',
      messages: ['result'],
    });
  });

  it('proves nothing without a delivery where one must deliver, nor beside a refusal there', () => {
    expect(verdictOf('mx1 delivers dont', refusal, elsewhere)).toMatchObject({ provisional: true });
    const hesitant = ['mx1 refuses do', refusal, elsewhere, '2m mx1 delivers do', 'mx1 delivers dont'];
    expect(verdictOf(...hesitant).outcome).not.toBe('enforces');
  });

  it('proves nothing when the certificate that matches is refused', () => {
    const verdict = verdictOf(...CONTROLS, `${refusal} fallback`);
    expect(verdict.outcome).toBe('waiting');
    expect(resultsOf(verdict)).toContain(`mx1 ${id}: not-judged (refused-matching-certificate)`);
  });

  it('still waits for the message when it was refused and not seen elsewhere', () => {
    expect(verdictOf(...CONTROLS, refusal).advice).toEqual(['nothing-to-fix', 'message-stays-queued']);
  });
});

describe('mail in the clear', () => {
  it.each(['mx-next', 'addr-two'])('is a failure at %s, where both demand TLS', (id) => {
    const verdict = verdictOf(...CONTROLS, `mx1 delivers ${id} in clear`);
    expect(verdict).toMatchObject({ outcome: 'does-not-enforce', provisional: false });
  });

  it('is not judged at mx-none, where one of the hosts does not demand TLS', () => {
    const verdict = verdictOf(...CONTROLS, 'mx1 delivers mx-none in clear');
    expect(verdict.outcome).toBe('waiting');
    expect(resultsOf(verdict)).toContain('mx1 mx-none: not-judged (delivered-at-fallback)');
  });
});
