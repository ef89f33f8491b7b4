export { formatEndpoint, type Endpoint } from './endpoint.js';
export { type InvalidRecord, readTextRecord, withoutBlanks } from './message/text-record.js';
export { receivedName } from './message/domain-name.js';
export { beyondMessageBounds } from './message/message-bounds.js';
export type {
  DsRecord,
  MxRecord,
  RecordData,
  RecordType,
  SoaRecord,
  SrvRecord,
  TlsaRecord,
} from './message/record-data.js';
export { reverseName } from './message/reverse-name.js';
export {
  askNameServer,
  type NameServerAnswer,
  type NameServerOptions,
} from './name-servers/ask-name-server.js';
export { askReferral, type Referral } from './name-servers/ask-referral.js';
export { findZoneServers, type ZoneServer, type ZoneServers } from './name-servers/find-zone.js';
export { type DnsAnswer, type Resolver, wrapResolver } from './resolver.js';
export {
  createResolver,
  type LookupOptions,
  type ResolverOptions,
  StubResolver,
} from './stub/stub-resolver.js';
export type { ValidationCheck } from './stub/validation-check.js';
export { NoServersError, resolverServers, systemServers } from './system-servers.js';
