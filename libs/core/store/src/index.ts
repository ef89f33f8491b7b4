export { copyDatabase, verifyDatabaseCopy } from './sqlite/backup-database.js';
export { databaseName, migrateStore, schemaDifference } from './database.js';
export {
  DatabaseError,
  isStoreUnavailable,
  SchemaNotReadyError,
  SchemaTooNewError,
  StoreBusyError,
} from './errors.js';
export { moveStore, type TableCount } from './move/move-store.js';
export { openStore, type StoreOptions } from './open-store.js';
export type {
  MailboxRoom,
  NewOperatorMessage,
  OperatorMailLimits,
  OperatorMailRepository,
  OperatorMessage,
  OperatorMessageSummary,
} from './operator-mail/operator-mail-store.js';
export type { ProbesRepository, StoredProbe } from './probes/probe-store.js';
export { RESERVE } from './observations/reserve.js';
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
  ReportMention,
  SharedDelivery,
  StoredMalformedTlsReport,
  StoredTlsReport,
  TlsReportOrigin,
  TlsReportsRepository,
} from './tls-reports/tls-report-store.js';
