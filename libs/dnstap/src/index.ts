export { DNSTAP_CONTENT_TYPE } from './dnstap-schema.js';
export { FrameStreamError } from './frame-stream/frame-stream-error.js';
export { FrameStreamReceiver, type FrameStreamEvent } from './frame-stream/frame-stream-receiver.js';
export { readDnstap, type DnstapQuery, type DnstapReading } from './read-dnstap.js';
