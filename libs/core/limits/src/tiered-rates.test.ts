import { describe, expect, it } from 'vitest';

import { TieredRates } from './tiered-rates.js';

const MINUTE_MS = 60_000;

function ratesAt(start = 0, maxCounters = 1_000) {
  const clock = { now: start };
  return { clock, rates: new TieredRates(() => clock.now, MINUTE_MS, maxCounters) };
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('TieredRates', () => {
  it('refuses beyond the limit and says for how long, until the window ends', () => {
    const { clock, rates } = ratesAt(1_000);
    expect(many(2, () => rates.countClient('a', '192.0.2.1', 2))).toEqual([null, null]);
    clock.now += 20_500;
    expect(rates.countClient('a', '192.0.2.1', 2)).toEqual({ level: 0, limit: 2, secondsLeft: 40 });
    clock.now += 39_500;
    expect(rates.countClient('a', '192.0.2.1', 2)).toBeNull();
  });

  it.each([
    ['one client', 2, many(500, () => '192.0.2.1')],
    ['one /64', 2, many(500, (index) => `2001:db8::${index.toString(16)}`)],
    ['one /24', 8, many(500, (index) => `192.0.2.${index % 256}`)],
    ['one /56', 8, many(500, (index) => `2001:db8:0:${(index % 256).toString(16)}::1`)],
    ['one /48', 32, many(500, (index) => `2001:db8:0:${(index * 128).toString(16)}::1`)],
  ])('counts %s to its limit of %i', (_of, expected, addresses) => {
    const { rates } = ratesAt();
    const refusals = addresses.map((address) => rates.countClient('a', address, 2));
    expect(refusals.filter((refusal) => refusal === null)).toHaveLength(expected);
  });

  it('spends nothing of a network when it refuses a client', () => {
    const { rates } = ratesAt();
    for (let count = 0; count < 100; count += 1) rates.countClient('a', '192.0.2.1', 2);
    expect(many(3, (index) => rates.countClient('a', `192.0.2.${10 + index}`, 2))).toEqual([
      null,
      null,
      null,
    ]);
    expect(rates.countClient('a', '192.0.2.1', 2)).toMatchObject({ level: 0 });
  });

  it('counts budgets and networks apart', () => {
    const { rates } = ratesAt();
    const counted = [rates.countClient('a', '192.0.2.1', 1), rates.countClient('b', '192.0.2.1', 1)];
    expect([...counted, rates.countClient('a', '198.51.100.1', 1)]).toEqual([null, null, null]);
  });

  it('holds a bounded number of counters, dropping those that came first', () => {
    const { rates } = ratesAt(0, 4);
    for (let index = 0; index < 100; index += 1) rates.countClient('a', `10.0.${index}.1`, 1);
    expect(rates.size).toBe(4);
    expect(rates.countClient('a', '10.0.99.1', 1)).toMatchObject({ level: 0 });
    expect(rates.countClient('a', '10.0.0.1', 1)).toBeNull();
  });

  it('forgets clients whose window has ended', () => {
    const { clock, rates } = ratesAt();
    rates.countClient('a', '192.0.2.1', 1);
    clock.now = MINUTE_MS;
    rates.countClient('a', '198.51.100.1', 1);
    expect(rates.size).toBe(2);
  });
});
