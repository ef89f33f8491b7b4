/** What a TLS report (RFC 8460) can rightly say of a scenario: the policies that a sender finds there, and why sessions fail. */
import {
  changesByPhase,
  completesHandshakes,
  conclusionAt,
  coversMx,
  failsLookup,
  findCertificate,
  isDowngrade,
  isTrusted,
  isUsable,
  type KnownScenario,
  listenerOf,
  measures,
  type MtaStsPlan,
  mustRefuse,
} from '#scenarios';

import { mailHosts } from './mail-hosts.js';

/** The types of policies that reports name (§4.4), but for `no-policy-found`. */
export type ReportedPolicyType = 'tlsa' | 'sts';

export function isPolicyType(type: string): type is ReportedPolicyType {
  return type === 'tlsa' || type === 'sts';
}

/** `maybe`: which one a sender finds depends on the sender. */
type Published = 'yes' | 'no' | 'maybe';

export function publishedPolicies(scenario: KnownScenario): Readonly<Record<ReportedPolicyType, Published>> {
  return { tlsa: publishedTlsa(scenario), sts: publishedSts(scenario.mtaSts) };
}

function publishedTlsa(scenario: KnownScenario): Published {
  const hosts = mailHosts(scenario, '');
  if (hosts.every(({ tlsa }) => tlsa.length === 0)) return 'no';
  return hosts.every(({ tlsa, security }) => security === 'secure' && tlsa.some(isUsable)) ? 'yes' : 'maybe';
}

/**
 * A record that is malformed, or one of two, is none, and so is the policy of the parent domain (RFC 8461 §3.1, §3.4). A report covers a
 * day, and so both phases of a policy that changes.
 */
function publishedSts(plan: MtaStsPlan | undefined): Published {
  if (plan === undefined || plan.records !== 1 || plan.domain !== 'own') return 'no';
  return isServed(plan) && plan.mode !== 'none' && plan.later === 'same' ? 'yes' : 'maybe';
}

function isServed({ answer, host }: MtaStsPlan): boolean {
  return answer === 'policy' && host === 'trusted';
}

/**
 * Whether no session there complies with the policy, but for one at a fallback or after a release. The mode of an MTA-STS policy
 * makes no difference: under `testing` such a session is delivered, and reported as failed (RFC 8461 §5).
 */
export function rulesOut(policy: ReportedPolicyType, scenario: KnownScenario): boolean {
  if (policy === 'tlsa') return measures('dane')(scenario) && mustRefuse(scenario);
  return publishedSts(scenario.mtaSts) === 'yes' && failsPolicy(scenario);
}

/** Whether no session complies with the policy while that is to be enforced. */
function failsPolicy(scenario: KnownScenario): boolean {
  const { mtaSts: plan } = scenario;
  if (plan === undefined || plan.mode === 'none') return false;
  return !coversMx(plan) || isDowngrade(scenario) || !isTrusted(findCertificate(scenario.certificate));
}

/** Whether a sender may know without a connection that it must not deliver to its first host. */
export function mayStayAway(policy: ReportedPolicyType, scenario: KnownScenario): boolean {
  if (policy === 'tlsa') return failsLookup(scenario);
  return scenario.mtaSts !== undefined && !coversMx(scenario.mtaSts);
}

/** The result types (§4.3) that fit, beside `validation-failure`, which always does; none where nothing has to fail. */
export function fittingResultTypes(policy: ReportedPolicyType, scenario: KnownScenario): readonly string[] {
  const types = policy === 'tlsa' ? tlsaTypes(scenario) : stsTypes(scenario);
  return types.length === 0 ? [] : [...new Set([...types, 'validation-failure'])];
}

function tlsaTypes(scenario: KnownScenario): readonly string[] {
  if (failsLookup(scenario)) return ['dnssec-invalid'];
  if (!completesHandshakes(scenario)) return listenerTypes(scenario);
  const conclusions = mailHosts(scenario, '').map(({ tlsa, mx }) => conclusionAt(scenario, tlsa, mx));
  const mismatch = ['tlsa-invalid', 'certificate-not-trusted', 'certificate-host-mismatch'];
  if (conclusions.includes('mismatch')) return [...mismatch, ...dateTypes(scenario)];
  return conclusions.includes('unusable') ? ['tlsa-invalid'] : [];
}

function stsTypes(scenario: KnownScenario): readonly string[] {
  const { mtaSts: plan } = scenario;
  if (plan === undefined || publishedSts(plan) === 'no') return [];
  if (!isServed(plan)) return policyTypes(plan);
  if (!failsPolicy(scenario)) return [];
  // "did not adhere to the constraints specified in the MTA-STS or DANE policy"
  const unlisted = coversMx(plan) ? [] : ['certificate-host-mismatch', 'sts-policy-invalid'];
  const { issuer, names } = findCertificate(scenario.certificate);
  return [
    ...unlisted,
    ...listenerTypes(scenario),
    ...(issuer === 'self' ? ['certificate-not-trusted'] : []),
    ...(names === 'hosts' ? [] : ['certificate-host-mismatch']),
    ...dateTypes(scenario),
    // Where it is withdrawn, who looks for it to renew what it has.
    ...(changesByPhase(scenario) ? ['sts-policy-fetch-error'] : []),
  ];
}

/** Why a policy is not had. */
function policyTypes({ answer, host }: MtaStsPlan): readonly string[] {
  if (host === 'self-signed') return ['sts-webpki-invalid', 'sts-policy-fetch-error'];
  const isRead = answer === 'html' || answer === 'oversized';
  return ['sts-policy-fetch-error', ...(isRead ? ['sts-policy-invalid'] : [])];
}

/** Likewise where it is right, and we did not serve it, or another host answered in the place of ours. */
export const UNSERVED_TYPES: readonly string[] = ['sts-policy-fetch-error', 'sts-webpki-invalid'];

function listenerTypes(scenario: KnownScenario): readonly string[] {
  const { startTls } = listenerOf(scenario);
  if (startTls === 'offered' || startTls === 'reset')
    return startTls === 'reset' ? ['validation-failure'] : [];
  return ['starttls-not-supported'];
}

function dateTypes({ certificate }: KnownScenario): readonly string[] {
  const { validity } = findCertificate(certificate);
  if (validity === 'current') return [];
  return validity === 'expired'
    ? ['certificate-expired']
    : ['certificate-expired', 'certificate-not-trusted'];
}
