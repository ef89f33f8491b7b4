/** What an earlier probe of the same domain adds to a later one. */
import { type MtaStsPolicy, readMtaStsPolicy } from '#mta-sts';

import { finding } from './findings/catalogue.js';
import { type ProbeFinding, type ProbeTarget, resultOf, worstResult } from './result.js';

const DAY_SECONDS = 86_400;

/**
 * The later result, with what differs. Senders look for another policy only when the id changes (RFC 8461 §3.1), so those that have the
 * old one keep it until its max_age is over, be it changed or removed (§8.3).
 */
export function sinceEarlier(later: ProbeTarget, earlier: ProbeTarget | null): ProbeTarget {
  const found = earlier === null ? null : (changeOf(later, earlier) ?? stillSo(later, earlier));
  if (found === null || later.mtaSts === null) return later;
  return {
    ...later,
    result: worstResult([later.result, resultOf([found])]),
    mtaSts: { ...later.mtaSts, findings: [found, ...later.mtaSts.findings] },
  };
}

function changeOf(later: ProbeTarget, earlier: ProbeTarget): ProbeFinding | null {
  const [now, before] = [policyOf(later), policyOf(earlier)];
  if (before === null) return null;
  const seenAt = earlier.startedAt;
  const days = Math.ceil(before.policy.maxAge / DAY_SECONDS);
  if (now === null) {
    const isRemoved = later.mtaSts?.status === 'none' && before.policy.mode !== 'none';
    return isRemoved ? finding('mta-sts-removed', { name: `_mta-sts.${later.target}`, seenAt, days }) : null;
  }
  const isChanged = !isSame(now.policy, before.policy);
  if (isChanged === (now.id !== before.id)) return null;
  const { id } = now;
  if (isChanged) return finding('mta-sts-id-unchanged', { id, seenAt, days });
  // It may make good for a change that was seen without one.
  const isLate = earlier.mtaSts?.findings.some(({ code }) => code === 'mta-sts-id-unchanged') === true;
  return isLate ? null : finding('mta-sts-id-changed', { id, seenAt });
}

/** What was found before is still so while a sender may have the policy from then. */
function stillSo(later: ProbeTarget, earlier: ProbeTarget): ProbeFinding | null {
  const noted = earlier.mtaSts?.findings.find(
    ({ code }) =>
      (code === 'mta-sts-id-unchanged' && policyOf(later)?.id === policyOf(earlier)?.id) ||
      (code === 'mta-sts-removed' && later.mtaSts?.status === 'none'),
  );
  const { seenAt, days } = noted?.facts ?? {};
  if (noted === undefined || typeof seenAt !== 'string' || typeof days !== 'number') return null;
  const isOver = Date.parse(later.startedAt) > Date.parse(seenAt) + days * DAY_SECONDS * 1000;
  return isOver ? null : noted;
}

function policyOf({ mtaSts }: ProbeTarget): { readonly id: string; readonly policy: MtaStsPolicy } | null {
  if (mtaSts?.status !== 'found' || mtaSts.text === null || mtaSts.id === undefined) return null;
  const read = readMtaStsPolicy(mtaSts.text);
  return read.kind === 'policy' ? { id: mtaSts.id, policy: read.policy } : null;
}

/** The order of the hosts means nothing. */
function isSame(one: MtaStsPolicy, other: MtaStsPolicy): boolean {
  const hosts = ({ mx }: MtaStsPolicy): string =>
    [...new Set(mx.map((name) => name.toLowerCase()))].sort().join();
  return one.mode === other.mode && one.maxAge === other.maxAge && hosts(one) === hosts(other);
}
