export { samePlannedRecord, type PlannedRecord } from './planned-record.js';
export type {
  CertificateFacts,
  Certificates,
  NameServerView,
  Place,
  PlaceView,
  Presented,
  RolloverPorts,
  ServerView,
} from './ports.js';
export { RolloverError } from './rollover-error.js';
