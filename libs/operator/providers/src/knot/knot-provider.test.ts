import { beforeEach, describe, expect, it } from 'vitest';

import type { ZoneRecord } from '../zone-record.js';
import { addAll, deleteAll, listAll } from '../many-records.js';
import { KnotProvider, type ZoneOverrides } from './knot-provider.js';

const NAME = '_25._tcp.do.dane.example.';
const tlsa = (digest: string): ZoneRecord => ({
  ...{ name: NAME, type: 'TLSA', ttl: 60, data: `3 1 1 ${digest.repeat(32)}` },
});
const OLD = tlsa('aa');
const NEXT = tlsa('bb');

let generated: ZoneRecord[];
let overrides: ZoneOverrides;
let provider: KnotProvider;
let written: number;
const listed = () => provider.list(NAME, 'TLSA');

beforeEach(() => {
  generated = [OLD];
  overrides = { kept: [], leftOut: [] };
  written = 0;
  provider = new KnotProvider({
    domain: 'dane.example',
    ttl: 60,
    generated: async () => generated,
    readOverrides: async () => overrides,
    writeOverrides: async (changed) => {
      overrides = changed;
      written += 1;
    },
  });
});

describe('KnotProvider', () => {
  it('lists what is generated', async () => {
    expect(await listed()).toEqual([OLD]);
  });

  it('adds a record beside the generated one', async () => {
    expect(await provider.add({ ...NEXT, ttl: 3600 })).toBe('added');
    expect(await listed()).toEqual([OLD, NEXT]);
    expect(await provider.add(NEXT)).toBe('already-there');
    expect(await listed()).toEqual([OLD, NEXT]);
  });

  it('keeps through a change of certificates what was added, until it is deleted', async () => {
    await provider.add(NEXT);
    expect(await provider.add(OLD)).toBe('already-there');
    generated = [NEXT];
    expect(await listed()).toEqual(expect.arrayContaining([OLD, NEXT]));
    expect(await provider.delete(OLD)).toBe('deleted');
    expect(await listed()).toEqual([NEXT]);
    expect(await provider.delete(OLD)).toBe('already-gone');
  });

  it('leaves out what is generated and was deleted, until it is added again', async () => {
    expect(await provider.delete(OLD)).toBe('deleted');
    expect(await listed()).toEqual([]);
    expect(await provider.add(OLD)).toBe('added');
    expect(await listed()).toEqual([OLD]);
    expect(overrides.leftOut).toEqual([]);
  });

  it('forgets to leave out what is generated no more, so that the same key can come back', async () => {
    await provider.delete(OLD);
    generated = [NEXT];
    await provider.add(NEXT);
    generated = [OLD];
    expect(await listed()).toContainEqual(OLD);
  });

  it('refuses names outside of its zone', async () => {
    const outside = provider.add({ ...NEXT, name: '_25._tcp.notdane.example.' });
    await expect(outside).rejects.toMatchObject({ failure: 'unknown-zone', retryable: false });
    expect(overrides).toEqual({ kept: [], leftOut: [] });
  });

  it('changes many records with one writing of the zone', async () => {
    const elsewhere = { ...NEXT, name: '_25._tcp.wrong.dane.example.' };
    const added = await batches(addAll(provider, [OLD, NEXT, elsewhere, NEXT]));
    expect(added).toEqual([
      [
        { record: OLD, outcome: 'already-there' },
        { record: NEXT, outcome: 'added' },
        { record: elsewhere, outcome: 'added' },
        { record: NEXT, outcome: 'already-there' },
      ],
    ]);
    expect(await listAll(provider, [NAME, elsewhere.name], 'TLSA')).toEqual([OLD, NEXT, elsewhere]);
    expect(written).toBe(1);
    const deleted = await batches(deleteAll(provider, [NEXT, NEXT, OLD]));
    expect(deleted.flat().map(({ outcome }) => outcome)).toEqual(['deleted', 'already-gone', 'deleted']);
    expect(await listAll(provider, [NAME, elsewhere.name], 'TLSA')).toEqual([elsewhere]);
    expect(written).toBe(2);
  });

  it('changes none of many records of which one is outside of its zone', async () => {
    const outside = { ...NEXT, name: '_25._tcp.notdane.example.' };
    await expect(batches(addAll(provider, [NEXT, outside]))).rejects.toMatchObject({
      failure: 'unknown-zone',
    });
    expect(written).toBe(0);
    expect(await listed()).toEqual([OLD]);
  });

  it('has one TTL, which is that of the configuration', async () => {
    expect(await provider.setTtl(NAME, 'TLSA', 60)).toBe('unchanged');
    await expect(provider.setTtl(NAME, 'TLSA', 300)).rejects.toMatchObject({ failure: 'refused' });
  });
});

async function batches<Batch>(given: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of given) all.push(batch);
  return all;
}
