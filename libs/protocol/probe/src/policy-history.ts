/** What an earlier probe of the same domain adds to a later one. */
import { type MtaStsPolicy, readMtaStsPolicy } from '#mta-sts';

import { finding, type FindingCode } from './findings/catalogue.js';
import { type ProbeFinding, type ProbePolicy, type ProbeTarget, resultOf, worstResult } from './result.js';

const DAY_SECONDS = 86_400;

/** What of an earlier result is needed for that. */
export interface EarlierPolicy {
  readonly startedAt: string;
  readonly mtaSts:
    | (Pick<ProbePolicy, 'status' | 'text' | 'id'> & {
        readonly findings: readonly Pick<ProbeFinding, 'code' | 'facts'>[];
      })
    | null;
}

/**
 * The later result, with what differs. Senders look for another policy only when the id changes (RFC 8461 §3.1), so those that have the
 * old one keep it until its max_age is over, be it changed or removed (§8.3).
 */
export function sinceEarlier(later: ProbeTarget, earlier: EarlierPolicy | null): ProbeTarget {
  const found = earlier === null ? null : (changeOf(later, earlier) ?? stillSo(later, earlier));
  if (found === null || later.mtaSts === null) return later;
  return {
    ...later,
    result: worstResult([later.result, resultOf([found])]),
    mtaSts: { ...later.mtaSts, findings: [found, ...later.mtaSts.findings] },
  };
}

/** Which of the two the next result has to be compared with: one that shows no policy, and not that there is none, tells nothing. */
export function policyToRemember(later: ProbeTarget, earlier: EarlierPolicy | null): EarlierPolicy | null {
  const { startedAt, mtaSts } = later;
  if (mtaSts === null) return null;
  if (mtaSts.status !== 'found' && mtaSts.status !== 'none') return earlier;
  const { status, text, id, findings } = mtaSts;
  const kept = findings.filter(({ code }) => OF_HISTORY.includes(code));
  return {
    startedAt,
    mtaSts: { status, text, id, findings: kept.map(({ code, facts }) => ({ code, facts })) },
  };
}

const OF_HISTORY: readonly string[] = ['mta-sts-id-unchanged', 'mta-sts-removed'] satisfies FindingCode[];

function changeOf(later: ProbeTarget, earlier: EarlierPolicy): ProbeFinding | null {
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
function stillSo(later: ProbeTarget, earlier: EarlierPolicy): ProbeFinding | null {
  const id = policyOf(later)?.id;
  const noted = earlier.mtaSts?.findings.find(
    ({ code }) =>
      (code === 'mta-sts-id-unchanged' && id === policyOf(earlier)?.id) ||
      (code === 'mta-sts-removed' && later.mtaSts?.status === 'none'),
  );
  const { seenAt, days } = noted?.facts ?? {};
  if (typeof seenAt !== 'string' || typeof days !== 'number') return null;
  const isOver = Date.parse(later.startedAt) > Date.parse(seenAt) + days * DAY_SECONDS * 1000;
  if (isOver) return null;
  return id === undefined
    ? finding('mta-sts-removed', { name: `_mta-sts.${later.target}`, seenAt, days })
    : finding('mta-sts-id-unchanged', { id, seenAt, days });
}

function policyOf({ mtaSts }: EarlierPolicy): { readonly id: string; readonly policy: MtaStsPolicy } | null {
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
