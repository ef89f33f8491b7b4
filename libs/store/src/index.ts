export type {
  AppendResult,
  ChecksRepository,
  ObservationFeed,
  ObservationsRepository,
  Store,
  StoredCheck,
} from './store.js';
