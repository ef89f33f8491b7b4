export { handOver, type HandedOver, type RelayMessage } from './hand-over.js';
export { RelayFileError, resolveRelay } from './relay-transport.js';
