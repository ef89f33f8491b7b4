/**
 * What is to be published beside or instead of the generated records, while a key is rolled over: the next certificate's
 * TLSA records before the generator makes them, the last one's after it does so no more.
 *
 * They are in a file of their own beside the zone of the own name server, so that every run of the generator takes them in
 * and `havedane dns push` does not take them away from a provider.
 */
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';

import { z } from 'zod';

import { parseTlsa } from '#dane';
import { readTextFile } from '#files';
import { errnoCode, errnoText } from '#text';

import type { DnsRecord } from './dns-record.js';
import { writeIfChanged } from './write-files.js';

/** Labels of 1 to 63 octets, 255 octets on the wire in all (RFC 1035 §2.3.4). */
const NAME = /^(?=.{2,254}$)(?:[a-z0-9_*-]{1,63}\.)+$/;

/** Strings of one line; what is not in quotes ends at no comment, and opens no parenthesis (RFC 1035 §5.1). */
const STRINGS = /^(?:[^"\\;()\r\n]|\\[^\r\n]|"(?:[^"\\\r\n]|\\[^\r\n])*")+$/;

/** What a name server makes of the text: one record that it cannot read keeps the whole zone from being served. */
const READABLE = {
  A: isIPv4,
  AAAA: isIPv6,
  CAA: (data) => STRINGS.test(data),
  CNAME: (data) => NAME.test(data),
  MX: (data) => /^\d{1,5} /.test(data) && NAME.test(data.slice(data.indexOf(' ') + 1)),
  TLSA: (data) => parseTlsa(data).ok,
  TXT: (data) => STRINGS.test(data),
} satisfies Record<string, (data: string) => boolean>;

/** All records of the zone have one TTL, so theirs is that as well. */
const overrideRecord = z
  .object({
    name: z.string().regex(NAME),
    type: z.enum(['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'TLSA', 'TXT']),
    ttl: z.int(),
    data: z.string(),
  })
  .refine(({ type, data }) => READABLE[type](data));

type OverrideRecord = Readonly<z.infer<typeof overrideRecord>>;

const zoneOverrides = z.object({
  /** Published, whether they are generated or not. */
  kept: z.array(overrideRecord).readonly(),
  /** Not published, although they are generated. */
  leftOut: z.array(overrideRecord).readonly(),
});

export type ZoneOverrides = Readonly<z.infer<typeof zoneOverrides>>;

/** A record as the zone needs it. */
export type ZoneRow = Pick<DnsRecord, 'name' | 'data'> & { readonly type: string };

const FILE = 'overrides.json';
const NONE: ZoneOverrides = { kept: [], leftOut: [] };

/** The file cannot be used. The zone that was made before stays. */
export class ZoneOverridesError extends Error {
  override readonly name = 'ZoneOverridesError';

  constructor(path: string, reason: string) {
    super(`${path} cannot be used (${reason}); put it right, or remove it when no rollover is under way`);
  }
}

/** @throws ZoneOverridesError */
export async function readZoneOverrides(dir: string): Promise<ZoneOverrides> {
  const path = join(dir, FILE);
  const text = await readTextFile(path).catch((error: unknown) => {
    if (errnoCode(error) === 'ENOENT') return undefined;
    throw new ZoneOverridesError(path, errnoText(error));
  });
  if (text === undefined) return NONE;
  const parsed = zoneOverrides.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new ZoneOverridesError(path, 'it is not what `havedane rollover` wrote');
}

export async function writeZoneOverrides(dir: string, overrides: ZoneOverrides): Promise<void> {
  await writeIfChanged(dir, FILE, `${JSON.stringify(zoneOverrides.parse(overrides), null, 2)}\n`);
}

/** The records to publish: what is generated, less what is left out, and what is kept besides. */
export function overridden<Generated extends ZoneRow>(
  generated: readonly Generated[],
  { kept, leftOut }: ZoneOverrides,
): (Generated | OverrideRecord)[] {
  const stays = generated.filter((record) => !leftOut.some((other) => sameRow(other, record)));
  return [...stays, ...kept.filter((record) => !stays.some((other) => sameRow(other, record)))];
}

/** As `overridden`, with what is kept in front of the generated records of its name and type. */
export function publishedRecords(
  generated: readonly DnsRecord[],
  { kept, leftOut }: ZoneOverrides,
): DnsRecord[] {
  const stays = generated.filter((record) => !leftOut.some((other) => sameRow(other, record)));
  const besides = kept.flatMap((record): DnsRecord[] => {
    const { type } = record;
    const isThere = type === 'CAA' || stays.some((other) => sameRow(other, record));
    return isThere ? [] : [{ ...record, type, scenario: scenarioOf(record, generated) }];
  });
  const sets = [...stays, ...besides].map(setOf);
  return [...new Set(sets)].flatMap((set) =>
    [...besides, ...stays].filter((record) => setOf(record) === set),
  );
}

function setOf({ name, type }: DnsRecord): string {
  return `${name} ${type}`;
}

function scenarioOf({ name }: ZoneRow, generated: readonly DnsRecord[]): DnsRecord['scenario'] {
  return generated.find((record) => record.name === name)?.scenario ?? null;
}

function sameRow(first: ZoneRow, second: ZoneRow): boolean {
  return first.name === second.name && first.type === second.type && first.data === second.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
