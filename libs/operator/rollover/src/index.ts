export { nameServersBy, type NameServerSettings } from './ask-name-servers.js';
export { certificateFiles, type CertificateFilesOptions } from './certificate-files/certificate-files.js';
export { atNames, schemeRecords, type TlsaScheme } from './certificate-files/tlsa-scheme.js';
export { connectBy, type ConnectSettings } from './connect.js';
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
export { type RolloverStep, STEPS as ROLLOVER_STEPS } from './engine/step.js';
export { utc } from './engine/utc.js';
export { samePlannedRecord, type PlannedRecord } from './planned-record.js';
export type {
  CertificateFacts,
  Certificates,
  NameServerView,
  OpenRolloverPorts,
  Place,
  PlaceView,
  Presented,
  RolloverPorts,
  ServerView,
} from './ports.js';
export { RolloverError } from './rollover-error.js';
export { type RolloverOptions, rolloverOptionsSchema } from './state/rollover-options.js';
export { lockedSince } from './state/rollover-lock.js';
export { nextDirectory } from './state/state-paths.js';
export { judgeTarget, type TargetLook } from './watch/judge-target.js';
export { type Look, noteLook, type SeenTarget } from './watch/note-look.js';
export { explainRecords, recordsUnderWay, type RecordUnderWay } from './watch/records-under-way.js';
export { headline, notificationText, troubleText } from './watch/notification-text.js';
export { fingerprint, pendingOf, queueNews, settle } from './watch/news.js';
export { type Trouble, trouble } from './watch/trouble.js';
export {
  EMPTY_WATCH_STATE,
  type PendingNotification,
  WATCH_ITSELF,
  type WatchState,
  watchState,
} from './watch/watch-state.js';
export { isTlsOnConnect, watchedDomain, watchedHost, type WatchedTarget } from './watch/watched-target.js';
export { type WatchBook, WatchFile, WatchFileError } from './watch/watch-file.js';
