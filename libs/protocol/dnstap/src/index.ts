export { DNSTAP_CONTENT_TYPE, DnstapType } from './dnstap-schema.js';
export { CONTROL, formatControlFrame } from './frame-stream/control-frame.js';
export { FrameStreamError } from './frame-stream/frame-stream-error.js';
export { FrameStreamReceiver, type FrameStreamEvent } from './frame-stream/frame-stream-receiver.js';
export { readDnstap, type DnstapQuery, type DnstapReading } from './read-dnstap.js';
