/** Whether a delivery was a first attempt, by what bounds the age of its message. */
import { describe, expect, it } from 'vitest';

import { history, START } from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';

const LATE = START + 86_400_000;

/** Of a message that says nothing of its age, or nothing that can be believed. */
describe.each(['undated', 'queued 5m', 'queued -5m'])('judge, of a message that is %s', (when) => {
  const isFinal = (createdAt: number | undefined, ...story: readonly string[]): boolean => {
    const options = createdAt === undefined ? {} : { createdAt };
    const { outcome, provisional } = judge(history(...story), LATE, 'not-yet', options);
    expect(outcome).toBe('enforces');
    return !provisional;
  };
  const story = (more = ''): string[] => [`1m mx1 delivers do ${when}${more}`, 'mx1 refuses wrong'];
  const soon = START + 40_000;

  it('knows that it is no older than its check', () => {
    expect(isFinal(undefined, ...story())).toBe(false);
    expect(isFinal(START, ...story())).toBe(false);
    expect(isFinal(soon, ...story())).toBe(true);
  });

  it('does not know that where something of the check came before it, so that our clocks are apart', () => {
    expect(isFinal(soon, '30s mx1 refuses wrong', ...story())).toBe(false);
    expect(isFinal(soon, '50s mx1 refuses wrong', ...story())).toBe(true);
  });

  it('does not know that of a connection that was opened before, nor to a host that other checks share', () => {
    expect(isFinal(START + 60_000, ...story())).toBe(false);
    expect(isFinal(soon, ...story(' nameless'))).toBe(false);
    expect(isFinal(soon, ...story(' over do of 0123456789ac'))).toBe(false);
    const [delivery = '', ...refusal] = story();
    const classic = history(delivery, ...refusal).map((seen) => ({
      ...seen,
      ...(seen.kind === 'delivered' && seen.tls !== null && seen.evidence !== null
        ? {
            tls: { ...seen.tls, serverName: 'do.havedane.test' },
            evidence: { ...seen.evidence, recipient: '0123456789ab@do.havedane.test' },
          }
        : {}),
    }));
    expect(judge(classic, LATE, 'not-yet', { createdAt: soon }).provisional).toBe(true);
  });
});
