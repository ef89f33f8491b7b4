import { describe, expect, it } from 'vitest';

import { contentBudget, KeptContent } from './kept-content.js';

const chunk = (size: number) => Buffer.alloc(size, 'x');

const ONE = '192.0.2.1';

describe('KeptContent', () => {
  it('is what was added', () => {
    const kept = new KeptContent(contentBudget(300), ONE, 100);
    kept.add(Buffer.from('one '));
    kept.add(Buffer.from('two'));
    expect(kept.content?.toString()).toBe('one two');
  });

  it('is nothing when the message is too large, and holds none of the budget', () => {
    const budget = contentBudget(300);
    const kept = new KeptContent(budget, ONE, 10);
    kept.add(chunk(6));
    kept.add(chunk(6));
    kept.add(chunk(1));
    expect(kept.content).toBeNull();
    expect(budget.size).toBe(0);
  });

  it('is nothing while others hold the budget, which they give back', () => {
    const budget = contentBudget(300);
    const messages = ['10.0.1.1', '10.0.2.1', '10.0.3.1', '10.0.4.1'].map(
      (client) => new KeptContent(budget, client, 100),
    );
    for (const message of messages) message.add(chunk(100));
    expect(messages.map(({ content }) => content?.length ?? null)).toEqual([100, 100, 100, null]);
    for (const message of messages) message.release();
    messages[0]?.release();
    expect(budget.size).toBe(0);
  });

  it('leaves room for others, whatever one client or one network sends', () => {
    const budget = contentBudget(300);
    const lengths = [ONE, ONE, '192.0.2.2', '192.0.2.3', '198.51.100.1'].map((client) => {
      const kept = new KeptContent(budget, client, 60);
      kept.add(chunk(60));
      return kept.content?.length ?? null;
    });
    expect(lengths).toEqual([60, null, 60, null, 60]);
  });

  it('takes no more of the budget than twice its octets, in however many pieces they arrive', () => {
    const budget = contentBudget(3_000_000);
    const kept = new KeptContent(budget, ONE, 1_000_000);
    const octet = Buffer.of(65);
    for (let count = 0; count < 300_000; count += 1) kept.add(octet);
    expect(kept.content).toHaveLength(300_000);
    expect(budget.size).toBeLessThanOrEqual(600_000);
    kept.release();
    expect(budget.size).toBe(0);
  });
});
