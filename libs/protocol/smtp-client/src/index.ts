export { withDeadline } from './deadline.js';
export {
  directDialer,
  ipv6Reach,
  isPublicAddress,
  publicOnlyDialer,
  type Dialer,
  type DialResult,
  type PublicOnlyOptions,
} from './dialer.js';
export type { CompletedHandshake, Offer } from './handshake.js';
export {
  presentedAgain,
  presentedCertificates,
  type PresentedCertificate,
  type PresentingAddress,
} from './presented-certificates.js';
export { isNotLookedAt, openSession, outcomeText, type SessionOutcome } from './session.js';
export type { SlowestReply } from './smtp-connection.js';
export { parseSocksUrl, socksDialer, type SocksProxy } from './socks-dialer.js';
