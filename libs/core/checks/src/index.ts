export { TOKEN_ALPHABET, TOKEN_LENGTH, createToken, isToken } from './token.js';
export {
  TLS_REPORTS_MAILBOX,
  checkHost,
  checkUrl,
  formatAddress,
  isLabel,
  parseHostName,
  parseQueryName,
  parseRecipient,
  scenarioHost,
  tokenIn,
} from './address.js';
export type { AddressStyle, HostName, OperatorMailbox, Recipient } from './address.js';
export {
  SAME_CLIENT_WINDOW_MS,
  NAMELESS_SCENARIOS,
  SHARED_HOST_SCENARIOS,
  attribute,
  claimingDeliveries,
  isSameClient,
} from './attribution.js';
export type { Claimant, Delivered } from './attribution.js';
export type { Check } from './check.js';
export { clientKey, normalizeAddress } from './client-key.js';
export {
  ATTRIBUTIONS,
  MAX_QUERIES_PER_CHECK,
  OBSERVATION_KINDS,
  QUERY_TRANSPORTS,
  SESSION_ENDS,
  SESSION_STAGES,
} from './observation.js';
export type {
  Attribution,
  NameQuery,
  NewObservation,
  Observation,
  ObservationKind,
  QueryTransport,
  SessionEnd,
  SessionEvidence,
  SessionStage,
  SessionTiming,
  StoredObservation,
  TlsFacts,
} from './observation.js';
export {
  NO_RELEASES,
  RELEASABLE,
  RELEASE_LASTS_MS,
  RELEASE_STATES,
  endsRelease,
  foremostRelease,
  releaseChangesAt,
  releasesOf,
  isControlDelivery,
  isDaneControl,
  isReleased,
  mayOpenRelease,
  refusedBySystem,
  releaseTime,
} from './release.js';
export type { Release, ReleaseFacts, Releases, ReleaseState, ScenarioRelease } from './release.js';
export {
  certificateHosts,
  mailHosts,
  POLICY_SCENARIOS,
  policyHost,
  publicMailServers,
  publicNames,
  tlsaNameOf,
} from './mail-hosts.js';
export { REPORT_FINDINGS, REPORT_MATCHES, compareReported } from './reported.js';
export type {
  CheckReport,
  ReportComparison,
  ReportedSessions,
  ReportFinding,
  ReportMatch,
} from './reported.js';
export type { MailHost } from './mail-hosts.js';
export {
  LONGEST_POLICY_MS,
  policyAt,
  policyEndsAt,
  policyFile,
  policyRecords,
  scenarioOfPolicyHost,
} from './policies.js';
export {
  fetchesOfSystem,
  joinFetches,
  fetchDetail,
  fetchStatus,
  policyCache,
  possibleFetchers,
  type CachedPolicy,
  type Fetches,
  type PolicyCache,
} from './policy-fetches.js';
export {
  joinSessions,
  nearbySessions,
  POOLED_SCENARIOS,
  possibleMembers,
  type PooledSessions,
  type PossibleMember,
} from './system-sessions.js';
export { senderDomains } from './system-ties.js';
export { isOtherHost } from './other-host.js';
export {
  CERTIFICATE_ALERTS,
  JUDGED_WITHIN_MS,
  isRefusal,
  isSilentRefusal,
  outcomeOf,
} from './session-outcome.js';
export type { SessionFacts, SessionOutcome, TlsPhase } from './session-outcome.js';
export {
  ADVICE,
  CONCLUSIONS,
  FINDINGS,
  MEMBERSHIPS,
  OUTCOMES,
  PHASE_MAILINGS,
  RESULT_STATES,
  SCENARIO_STATES,
} from './verdict/verdict.js';
export { domainOf } from './verdict/session-host.js';
export { PROVISIONAL_AFTER_MS, READINGS } from './verdict/policy.js';
export { judge } from './verdict/judge.js';
export type { Outage } from './verdict/not-given.js';
export { PROTECTIONS, type MtaStsVerdict, type Protection } from './verdict/mta-sts-verdict.js';
export { HEADLINE_KINDS, type HeadlineKind } from './verdict/overall.js';
export { PATTERNS } from './verdict/patterns.js';
export type { PatternCode } from './verdict/patterns.js';
export type {
  FindingFacts,
  HeadlineFacts,
  HostKind,
  Message,
  MessageFacts,
  OverallFacts,
  PlainMessage,
  TroubleKind,
} from './verdict/message.js';
export type { Reading } from './verdict/policy.js';
export type { AddressKnowledge, SystemKnowledge, SystemLink } from './verdict/servers.js';
export type {
  Advice,
  Conclusion,
  Finding,
  Membership,
  Outcome,
  Result,
  ResultState,
  ScenarioState,
  ScenarioVerdict,
  ServerVerdict,
  Stranger,
  StrangerDeed,
  Verdict,
} from './verdict/verdict.js';
