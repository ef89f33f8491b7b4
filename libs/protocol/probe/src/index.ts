export type { Dialer, DialResult } from './dialer.js';
export { AT_ONCE, ConnectionTurns } from './dial/connection-turns.js';
export { MOST_CONNECTIONS, type SharedConnections } from './dial/limited-dialer.js';
export { directDialer } from './dial/direct-dialer.js';
export { isPublicAddress } from './dial/public-address.js';
export { publicOnlyDialer, type PublicOnlyOptions } from './dial/public-only-dialer.js';
export { parseSocksUrl, socksDialer, type SocksProxy } from './dial/socks-dialer.js';
export type { Probe, ProbeMode, ProbeOptions, ProbePorts } from './probe.js';
export {
  presentedCertificates,
  type PresentedCertificate,
  type PresentingAddress,
} from './presented-certificates.js';
export type * from './result.js';
export { runProbe } from './run-probe.js';
export {
  policyFetcher,
  type FetchedPolicy,
  type FetchPolicy,
  type PolicyFetcherOptions,
} from './policies/policy-fetcher.js';
export type { FindingCode } from './findings/catalogue.js';
export type { AskNameServer, NameServerReply } from './name-servers/name-server-port.js';
export { withDeadline } from './run/deadline.js';
