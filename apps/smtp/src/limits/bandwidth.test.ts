import { describe, expect, it } from 'vitest';

import { Bandwidth } from './bandwidth.js';

const ONE = '192.0.2.1';

describe('Bandwidth', () => {
  it('lets a burst pass, and then no more than its rate, over all connections of a client', () => {
    let now = 0;
    const bandwidth = new Bandwidth(1000, 5000, () => now);
    expect(bandwidth.take(ONE, 5000)).toBe(0);
    expect(bandwidth.take(ONE, 500)).toBe(500);
    expect(bandwidth.take(ONE, 500)).toBe(1000);
    now += 1000;
    expect(bandwidth.take(ONE, 250)).toBe(250);
    now += 250;
    expect(bandwidth.take(ONE, 0)).toBe(0);
  });

  it('reads no more in a minute than rate and burst allow, however it comes', () => {
    let now = 0;
    let bytes = 0;
    const bandwidth = new Bandwidth(1000, 5000, () => now);
    while (now < 60_000) {
      bytes += 700;
      now += bandwidth.take(ONE, 700);
    }
    expect(bytes).toBeLessThanOrEqual(60 * 1000 + 5000 + 700);
  });

  it('counts a client by its address or its /64, and others apart', () => {
    const bandwidth = new Bandwidth(1000, 1000, () => 0);
    expect(bandwidth.take('2001:db8::1', 1000)).toBe(0);
    expect(bandwidth.take('2001:db8::2', 1000)).toBe(1000);
    expect(bandwidth.take('2001:db8:0:1::1', 1000)).toBe(0);
  });

  it('does not save up more than the burst, and keeps a bounded number of clients', () => {
    let now = 0;
    const bandwidth = new Bandwidth(1000, 1000, () => now);
    bandwidth.take(ONE, 0);
    now += 3_600_000;
    expect(bandwidth.take(ONE, 2000)).toBe(1000);
    for (let index = 0; index < 20_000; index += 1)
      bandwidth.take(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, 1);
    expect(bandwidth.clients).toBe(10_000);
  });
});
