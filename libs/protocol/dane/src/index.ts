export {
  allAssociationData,
  associationData,
  tlsaRecord,
  type MatchingType,
  type Selector,
} from './tlsa/association-data.js';
export { corruptData } from './tlsa/corrupt-data.js';
export { CERTIFICATE_LIMITS, valuesWithin, type DerLimits } from './tlsa/der-bounds.js';
export { DerError } from './tlsa/der.js';
export { matchTlsa, type MatchResult, type UnusableReason } from './tlsa/match-record.js';
export { formatTlsa, parseTlsa, type ParsedTlsa } from './tlsa/presentation-format.js';
export { MATCHING_TYPE, sameBytes, SELECTOR, USAGE } from './tlsa/tlsa-record.js';
export {
  createCertificateAuthority,
  type CertificateAuthorityOptions,
} from './certificates/certificate-authority.js';
export type { IssuedCertificate, Validity } from './certificates/issued-certificate.js';
export type { KeyRequest } from './certificates/private-key.js';
export { createServerCertificate, type ServerCertificateOptions } from './certificates/server-certificate.js';
export { extensionFacts, type ExtensionFacts } from './verify/certificate-extensions.js';
export {
  describeCertificate,
  type CertificateDescription,
  type UnreadableCertificate,
} from './verify/describe-certificate.js';
export {
  findHost,
  type AddressFault,
  type HostAddress,
  type HostLookup,
  findMailHosts,
  type MailHost,
  type MailHosts,
  findServiceHosts,
  type ServiceHost,
  type ServiceHosts,
  referenceNamesOf,
  type NextHop,
  type ReferenceInput,
} from './verify/find-hosts.js';
export { findTlsa, type TlsaLookup, type TlsaSearch } from './verify/find-tlsa.js';
export { type OpenSslRun, runOpenSsl } from './verify/openssl-verify.js';
export { matchedNames } from './verify/server-names.js';
export {
  type Caveat,
  type RecordFault,
  type RecordResult,
  type Verification,
  type VerificationInput,
  verifyDane,
} from './verify/verify-dane.js';
