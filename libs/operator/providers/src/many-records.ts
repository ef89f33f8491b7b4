/** Many records at a provider: with one change where it can do that, otherwise one after the other, which is fair to it. */
import type { AddOutcome, Changed, DeleteOutcome, DnsProvider } from './provider.js';
import type { RecordType, ZoneRecord } from './zone-record.js';

/** @throws ProviderError */
export async function listAll(
  provider: DnsProvider,
  names: readonly string[],
  type: RecordType,
): Promise<readonly ZoneRecord[]> {
  if (provider.listAll !== undefined) return provider.listAll(names, type);
  const found: ZoneRecord[] = [];
  for (const name of names) found.push(...(await provider.list(name, type)));
  return found;
}

/**
 * In their order; what was added together is given together.
 *
 * @throws ProviderError
 */
export async function* addAll(
  provider: DnsProvider,
  records: readonly ZoneRecord[],
): AsyncGenerator<readonly Changed<AddOutcome>[]> {
  if (provider.addAll !== undefined) yield* provider.addAll(records);
  else for (const record of records) yield [{ record, outcome: await provider.add(record) }];
}

/**
 * In their order; what was deleted together is given together.
 *
 * @throws ProviderError
 */
export async function* deleteAll(
  provider: DnsProvider,
  records: readonly ZoneRecord[],
): AsyncGenerator<readonly Changed<DeleteOutcome>[]> {
  if (provider.deleteAll !== undefined) yield* provider.deleteAll(records);
  else for (const record of records) yield [{ record, outcome: await provider.delete(record) }];
}
