export { withDeadline } from './deadline.js';
export {
  directDialer,
  isPublicAddress,
  publicOnlyDialer,
  type Dialer,
  type DialResult,
  type PublicOnlyOptions,
} from './dialer.js';
export type { CompletedHandshake, Offer } from './handshake.js';
export {
  openSession,
  outcomeText,
  presentedCertificates,
  type PresentedCertificate,
  type PresentingAddress,
  type SessionOutcome,
} from './session.js';
export { parseSocksUrl, socksDialer, type SocksProxy } from './socks-dialer.js';
