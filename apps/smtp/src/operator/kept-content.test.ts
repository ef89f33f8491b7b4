import { describe, expect, it } from 'vitest';

import { ContentBudget, KeptContent } from './kept-content.js';

const chunk = (size: number) => Buffer.alloc(size, 'x');

describe('KeptContent', () => {
  it('is what was added', () => {
    const kept = new KeptContent(new ContentBudget(100), 100);
    kept.add(Buffer.from('one '));
    kept.add(Buffer.from('two'));
    expect(kept.content?.toString()).toBe('one two');
  });

  it('is nothing when the message is too large, and holds none of the budget', () => {
    const budget = new ContentBudget(100);
    const kept = new KeptContent(budget, 10);
    kept.add(chunk(6));
    kept.add(chunk(6));
    kept.add(chunk(1));
    expect(kept.content).toBeNull();
    expect(budget.take(100)).toBe(true);
  });

  it('is nothing while others hold the budget, which they give back', () => {
    const budget = new ContentBudget(100);
    const first = new KeptContent(budget, 80);
    first.add(chunk(80));
    const second = new KeptContent(budget, 80);
    second.add(chunk(21));
    expect(second.content).toBeNull();
    second.release();
    first.release();
    first.release();
    const third = new KeptContent(budget, 100);
    third.add(chunk(100));
    expect(third.content).toHaveLength(100);
  });

  it('takes no more of the budget than twice its octets, in however many pieces they arrive', () => {
    const budget = new ContentBudget(1_000_000);
    const kept = new KeptContent(budget, 1_000_000);
    const octet = Buffer.of(65);
    for (let count = 0; count < 300_000; count += 1) kept.add(octet);
    expect(kept.content).toHaveLength(300_000);
    expect(budget.take(400_001)).toBe(true);
    kept.release();
    expect(budget.take(599_999)).toBe(true);
  });
});
