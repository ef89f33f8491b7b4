export { nameServersBy } from './ask-name-servers.js';
export { certificateFiles, type CertificateFilesOptions } from './certificate-files/certificate-files.js';
export { type TlsaScheme } from './certificate-files/tlsa-scheme.js';
export { connectBy } from './connect.js';
export { planRollover } from './engine/plan-rollover.js';
export type {
  RolloverEvent,
  RolloverPlanStep,
  RolloverReport,
  RolloverState,
} from './engine/rollover-report.js';
export { bareReport } from './engine/make-report.js';
export { rolloverStatus, storedRollovers, type StoredRollover } from './engine/rollover-status.js';
export { runRollover } from './engine/run-rollover.js';
export { connectToPlaces } from './engine/survey.js';
export { type RolloverStep, STEPS as ROLLOVER_STEPS } from './engine/step.js';
export { utc } from './engine/utc.js';
export { samePlannedRecord, type PlannedRecord } from './planned-record.js';
export type {
  CertificateFacts,
  Certificates,
  NameServerView,
  OpenRolloverPorts,
  Endpoint,
  EndpointView,
  Presented,
  RolloverPorts,
  ServerView,
} from './ports.js';
export { RolloverError } from './rollover-error.js';
export { type RolloverOptions } from './state/rollover-options.js';
export { lockedSince } from './state/rollover-lock.js';
export { nextDirectory } from './state/state-paths.js';
export { replaceDurably } from './state/durable-file.js';
export { recordsUnderWay, type RecordUnderWay } from './records-under-way.js';
