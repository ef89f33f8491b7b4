import { describe, expect, it } from 'vitest';

import { ManualProvider } from '../manual/manual-provider.js';
import type { ZoneRecord } from '../zone-record.js';
import { readPlan } from './publish.js';

const RECORD: ZoneRecord = { name: 'do.example.', type: 'A', ttl: 300, data: '192.0.2.1' };

describe('readPlan, of what is seen through a resolver', () => {
  it.each([
    [1, []],
    [300, []],
    [3600, [{ name: 'do.example.', type: 'A', from: 3600, ttl: 300 }]],
  ])('of a TTL of %i s, which a cache counts down', async (ttl, retimed) => {
    const lookUp = async (name: string, type: string) =>
      name === RECORD.name && type === RECORD.type ? [{ ...RECORD, ttl }] : [];
    const provider = new ManualProvider({ lookUp, ask: () => undefined });
    expect(await readPlan(provider, [RECORD])).toMatchObject({ added: [], retimed, unchanged: [RECORD] });
  });
});
