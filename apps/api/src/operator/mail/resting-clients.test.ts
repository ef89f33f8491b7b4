import { beforeEach, describe, expect, it } from 'vitest';

import { RestingClients } from './resting-clients.js';

let now = 0;
let resting: RestingClients;
beforeEach(() => {
  now = 0;
  resting = new RestingClients(() => now);
});

const handle = (clientAddress: string, tookMs: number, purpose: 'tls-report' | 'mail' = 'tls-report') =>
  resting.watch({ purpose, clientAddress }, () => {
    now += tookMs;
    return Promise.resolve();
  });

describe('RestingClients', () => {
  it('lets a client whose report took long wait ten times as long, with its whole /64', async () => {
    await handle('2001:db8::1', 5_000);
    expect(resting.keys()).toEqual(['2001:db8::/64']);
    now += 49_999;
    expect(resting.keys()).toHaveLength(1);
    now += 1;
    expect(resting.keys()).toEqual([]);
  });

  it('lets nobody wait whose report was quick, or whose mail a slow relay took', async () => {
    await handle('192.0.2.1', 500);
    await handle('192.0.2.1', 60_000, 'mail');
    expect(resting.keys()).toEqual([]);
  });

  it('gives one client a tenth of the time at most, however much it sends', async () => {
    let spent = 0;
    for (; now < 1_000_000; now += 100) {
      if (resting.keys().includes('192.0.2.1')) continue;
      await handle('192.0.2.1', 5_000);
      spent += 5_000;
    }
    expect(spent).toBeLessThanOrEqual(now / 10);
  });

  it('remembers a bounded number of clients', async () => {
    for (let index = 0; index < 300; index += 1) await handle(`10.0.${index >> 8}.${index & 255}`, 1_000_000);
    expect(resting.keys().length).toBeLessThanOrEqual(100);
  });
});
