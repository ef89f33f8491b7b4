export { canonicalData, canonicalName, sameRecord, textOf } from './canonical-data.js';
export type { OwnZone, ZoneOverrides } from './knot/knot-provider.js';
export { lookUpWith } from './manual/look-up.js';
export { addAll, deleteAll, listAll } from './many-records.js';
export { openProvider, type ProviderOptions } from './open-provider.js';
export type {
  AddOutcome,
  Changed,
  DeleteOutcome,
  DnsProvider,
  ProviderName,
  TtlOutcome,
} from './provider.js';
export { ProviderError, type ProviderFailure } from './provider-error.js';
export { openConfiguredProvider, type ProviderPorts } from './provider-settings.js';
export {
  isCarriedOut,
  isEmptyPlan,
  type PublicationPlan,
  type TtlChange,
} from './publish/publication-plan.js';
export { carryOut, type Publication, type PublicationStep, readPlan } from './publish/publish.js';
export { type TsigKey } from './rfc2136/tsig-key.js';
export { readSecretFile } from './secret-file.js';
export type { RecordType, ZoneRecord } from './zone-record.js';
