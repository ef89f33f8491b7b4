import { beforeEach, describe, expect, it } from 'vitest';

import type { ZoneRecord } from '../zone-record.js';
import { ManualProvider } from './manual-provider.js';

const RECORD: ZoneRecord = {
  name: '_25._tcp.mail.example.',
  type: 'TLSA',
  ttl: 300,
  data: `3 1 1 ${'ab'.repeat(32)}`,
};

let seen: ZoneRecord[];
let asked: string[];
let provider: ManualProvider;

beforeEach(() => {
  seen = [];
  asked = [];
  provider = new ManualProvider({ lookUp: async () => seen, ask: (line) => asked.push(line) });
});

describe('ManualProvider', () => {
  it('asks for a record that is not seen', async () => {
    expect(await provider.add(RECORD)).toBe('requested');
    expect(asked).toEqual([`Please add:    _25._tcp.mail.example. 300 IN TLSA ${RECORD.data}`]);
  });

  it('asks for the same once, however often it is called', async () => {
    await provider.add(RECORD);
    expect(await provider.add(RECORD)).toBe('requested');
    expect(asked).toHaveLength(1);
  });

  it('asks to delete a record that is seen', async () => {
    seen = [{ ...RECORD, data: RECORD.data.toUpperCase() }];
    expect(await provider.delete(RECORD)).toBe('requested');
    expect(asked).toEqual([`Please delete: _25._tcp.mail.example. 300 IN TLSA ${RECORD.data}`]);
  });

  it('asks for nothing that is done already', async () => {
    expect(await provider.delete(RECORD)).toBe('already-gone');
    seen = [{ ...RECORD, ttl: 60 }];
    expect(await provider.add(RECORD)).toBe('already-there');
    expect(asked).toEqual([]);
  });

  it('lists what DNS answers with, in canonical form', async () => {
    seen = [{ ...RECORD, data: RECORD.data.toUpperCase() }];
    expect(await provider.list(RECORD.name, 'TLSA')).toEqual([RECORD]);
  });

  it('asks for another TTL', async () => {
    expect(await provider.setTtl(RECORD.name, 'TLSA', 60)).toBe('requested');
    expect(asked).toEqual(['Please set the TTL of all TLSA records at _25._tcp.mail.example. to 60']);
  });
});
