/** What a scenario publishes about MTA-STS (RFC 8461), and what a sender that applies it concludes. */
import type { CertificatePlan } from './certificate-plan.js';
import type { PhaseName } from './phases.js';

export interface MtaStsPlan {
  /** TXT records at `_mta-sts`: of more than one, or of one that is `malformed`, a sender takes none (RFC 8461 §3.1). */
  readonly records: 0 | 1 | 2 | 'malformed';
  /** In the record: another id, another policy. */
  readonly id: 'a' | 'b';
  readonly mode: 'enforce' | 'testing' | 'none';
  /**
   * What the policy lists: the MX host, another one, `*.` and the domain that the host is directly below, or `*.` and the domain above
   * that, which a star does not reach (RFC 8461 §4.1). `second`: the next MX host alone.
   */
  readonly lists: 'host' | 'other' | 'wildcard' | 'wide' | 'second';
  /**
   * What the policy host answers (RFC 8461 §3.2, §3.3): `redirect` is a 302 to where the policy is, `html` the policy as another media
   * type, `oversized` one that is longer than senders need to read, `nothing` a request that is left unanswered.
   */
  readonly answer: 'policy' | 'not-found' | 'redirect' | 'html' | 'oversized' | 'nothing';
  /** The certificate of the policy host, which a sender must find valid (RFC 8461 §3.3). */
  readonly host: 'trusted' | 'self-signed';
  /** Whose policy it is: that of the mail domain, or of its parent, which does not count (RFC 8461 §3.4). */
  readonly domain: 'own' | 'parent';
  /** What becomes of it in each second phase (phases.ts): a new policy with the mode “none”, or neither record nor policy. */
  readonly later: 'same' | 'none' | 'withdrawn';
}

const RIGHT = {
  records: 1,
  id: 'a',
  mode: 'enforce',
  lists: 'host',
  answer: 'policy',
  host: 'trusted',
  domain: 'own',
  later: 'same',
} as const satisfies MtaStsPlan;

/** A policy that is right in every respect but for what `changes` says. */
export function policy<const Changes extends Partial<MtaStsPlan>>(changes: Changes) {
  return { ...RIGHT, ...changes } as const;
}

/** What is published in that phase. */
export function planIn(plan: MtaStsPlan, phase: PhaseName): MtaStsPlan {
  if (phase === 'first' || plan.later === 'same') return plan;
  return plan.later === 'none'
    ? { ...plan, id: 'b', mode: 'none' }
    : { ...plan, records: 0, answer: 'not-found' };
}

/** Whether the policy changes with the phases: such a host is judged by what a server does in both. */
export function changesByPhase({ mtaSts }: { readonly mtaSts?: MtaStsPlan }): boolean {
  return mtaSts !== undefined && mtaSts.later !== 'same';
}

/** Whether there are records that say of a policy, and no sender may take one of them (RFC 8461 §3.1). */
export function hasFaultyRecord({ records }: Pick<MtaStsPlan, 'records'>): boolean {
  return records === 2 || records === 'malformed';
}

/** Whether a sender finds a policy there that counts. */
export function servesPolicy({ records, answer, host, domain }: MtaStsPlan): boolean {
  return records === 1 && answer === 'policy' && host === 'trusted' && domain === 'own';
}

/** Whether it has to enforce it. */
export function isEnforced(plan: MtaStsPlan): boolean {
  return servesPolicy(plan) && plan.mode === 'enforce';
}

/** Whether the policy covers the first MX host. */
export function coversMx({ lists }: Pick<MtaStsPlan, 'lists'>): boolean {
  return lists === 'host' || lists === 'wildcard';
}

/** Whether senders that trust the appliance's authority find it valid for its host (RFC 8461 §4.2). */
export function isTrusted({ issuer, names, validity }: CertificatePlan): boolean {
  return issuer === 'ca' && names === 'hosts' && validity === 'current';
}

/** Whether a public instance presents one of a public authority in its place: senders trust no other. */
export function isOfPublicAuthority(plan: CertificatePlan): boolean {
  return plan.namesPolicyHosts === true && isTrusted(plan);
}

/** Whether the policy forbids to deliver to a host with that certificate (RFC 8461 §5). */
export function forbidsDelivery(plan: MtaStsPlan, presented: CertificatePlan): boolean {
  return isEnforced(plan) && (!coversMx(plan) || !isTrusted(presented));
}
