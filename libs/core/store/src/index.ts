export { copyDatabase, verifyDatabaseCopy } from './backup-database.js';
export { DatabaseFileError, SchemaNotReadyError, SchemaTooNewError, StoreBusyError } from './errors.js';
export { migrateStore } from './migrate-store.js';
export { openStore } from './open-store.js';
export type { StoreOptions } from './open-store.js';
export type {
  MailboxRoom,
  NewOperatorMessage,
  OperatorMailLimits,
  OperatorMailRepository,
  OperatorMailTotals,
  OperatorMessage,
  OperatorMessageSummary,
} from './operator-mail-store.js';
export type { FinishedProbe, ProbesRepository, StoredProbe, StoredProbeState } from './probe-store.js';
export { RESERVE } from './reserve.js';
export { schemaDifference } from './schema.js';
export { isStoreUnavailable } from './sqlite-errors.js';
export { STORE, StoreModule } from './store.module.js';
export { logStoreError } from './store-trouble.js';
export type {
  AppendResult,
  CheckAtOneMoment,
  ChecksRepository,
  ObservationFeed,
  ObservationNotice,
  ObservationsRepository,
  Store,
  StoredCheck,
} from './store.js';
export type {
  AnyTlsReport,
  NewMalformedTlsReport,
  NewTlsReport,
  StoredMalformedTlsReport,
  StoredTlsReport,
  TlsReportDkim,
  TlsReportOrigin,
  TlsReportSource,
  TlsReportsRepository,
} from './tls-report-store.js';
