export {
  canonicalData,
  canonicalName,
  canonicalRecord,
  quoteText,
  sameRecord,
  textOf,
} from './canonical-data.js';
export type { AddOutcome, DeleteOutcome, DnsProvider, ProviderName, TtlOutcome } from './provider.js';
export { ProviderError, type ProviderFailure } from './provider-error.js';
export type { RecordType, ZoneRecord } from './zone-record.js';
