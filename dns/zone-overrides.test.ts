import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { readZoneOverrides, ZoneOverridesError } from './zone-overrides.js';

async function reading(record: Readonly<Record<string, unknown>>): Promise<unknown> {
  const dir = await mkdtemp(join(tmpdir(), 'havedane-overrides-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const whole = { name: '_25._tcp.do.havedane.test.', ttl: 300, type: 'TXT', data: '"a"', ...record };
  await writeFile(join(dir, 'overrides.json'), JSON.stringify({ kept: [whole], leftOut: [] }));
  return readZoneOverrides(dir);
}

describe('a record that a rollover keeps', () => {
  it.each([
    { type: 'TLSA', data: `3 1 1 ${'0a'.repeat(32)}` },
    { type: 'A', data: '192.0.2.1' },
    { type: 'AAAA', data: '2001:db8::1' },
    { type: 'CAA', data: '0 issue "ca.example; account=1"' },
    { type: 'TXT', data: '"v=TLSRPTv1; rua=mailto:a@b.example" "\\"quoted\\""' },
    { name: '*.do.havedane.test.' },
  ])('is read: %j', async (record) => {
    expect(await reading(record)).toMatchObject({ kept: [record] });
  });

  it.each([
    { type: 'TLSA', data: '3 1 1 0g' },
    { type: 'TLSA', data: '3 1 256 00' },
    { type: 'A', data: '2001:db8::1' },
    { type: 'AAAA', data: '192.0.2.1' },
    { type: 'TXT', data: '"a' },
    { type: 'TXT', data: '"a"\nevil.test. A 192.0.2.1' },
    { type: 'TXT', data: 'a ; a comment' },
    { type: 'CAA', data: '0 issue ( "a"' },
    { type: 'TXT', data: 'a\\' },
    { name: `${'a'.repeat(64)}.test.` },
    { name: 'a..test.' },
    { name: 'a.'.repeat(130) },
    { type: 'NS', data: 'a.test.' },
    { type: 'MX', data: 'a.test.' },
    { type: 'CNAME', data: 'a b.test.' },
  ])('that no name server reads spoils the file before a zone is made of it: %j', async (record) => {
    await expect(reading(record)).rejects.toThrow(ZoneOverridesError);
  });
});
