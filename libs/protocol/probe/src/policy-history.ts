/** What an earlier probe of the same domain adds to a later one. */
import { type MtaStsPolicy, readMtaStsPolicy } from '#mta-sts';

import { finding } from './findings/catalogue.js';
import { type ProbeFinding, type ProbeTarget, resultOf, worstResult } from './result.js';

const DAY_SECONDS = 86_400;

/**
 * The later result, with a warning where the MTA-STS policy changed and its id did not: senders look for another policy
 * only when the id changes (RFC 8461 §3.1), so those that have the old one keep it until its max_age is over.
 */
export function sinceEarlier(later: ProbeTarget, earlier: ProbeTarget | null): ProbeTarget {
  const found = earlier === null ? null : unchangedId(later, earlier);
  if (found === null || later.mtaSts === null) return later;
  return {
    ...later,
    result: worstResult([later.result, resultOf([found])]),
    mtaSts: { ...later.mtaSts, findings: [found, ...later.mtaSts.findings] },
  };
}

function unchangedId(later: ProbeTarget, earlier: ProbeTarget): ProbeFinding | null {
  const [now, before] = [policyOf(later), policyOf(earlier)];
  if (now === null || before === null || now.id !== before.id) return null;
  if (!isSame(now.policy, before.policy)) {
    const days = Math.ceil(before.policy.maxAge / DAY_SECONDS);
    return finding('mta-sts-id-unchanged', { id: now.id, seenAt: earlier.startedAt, days });
  }
  // What was found then is still so while a sender may have the policy from before.
  const noted = earlier.mtaSts?.findings.find(({ code }) => code === 'mta-sts-id-unchanged');
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
