/** What the scenarios of MTA-STS (RFC 8461) say, beside the verdict on DANE. */
import { measures, type Scenario } from '#scenarios';

import type { Message } from './message.js';
import type { Reading } from './policy.js';
import type { Finding, Outcome } from './verdict.js';

/** What was proven of both. */
export const PROTECTIONS = ['both', 'dane', 'mta-sts', 'neither'] as const;
export type Protection = (typeof PROTECTIONS)[number];

/** As `Verdict` has them, of MTA-STS. */
export interface MtaStsVerdict {
  readonly outcome: Outcome;
  readonly provisional: boolean;
  readonly reading: Reading;
  /** Null while one of the two is not known for certain. */
  readonly protection: Protection | null;
  readonly doubts: readonly Message[];
}

type Decided = Pick<MtaStsVerdict, 'outcome' | 'provisional'>;

export function protectionOf(dane: Decided, mtaSts: Decided): Protection | null {
  const byDane = isEnforced(dane);
  const byPolicy = isEnforced(mtaSts);
  if (byDane === null || byPolicy === null) return null;
  if (byDane) return byPolicy ? 'both' : 'dane';
  return byPolicy ? 'mta-sts' : 'neither';
}

function isEnforced({ outcome, provisional }: Decided): boolean | null {
  if (provisional) return null;
  switch (outcome) {
    case 'enforces':
      return true;
    case 'does-not-enforce':
    case 'no-tls':
      return false;
    case 'waiting':
    case 'refuses-valid':
    case 'inconclusive':
      return null;
  }
}

/** What speaks of TLSA records, as it is said of policies. */
const POLICY_FINDINGS: Readonly<Partial<Record<Finding, Finding>>> = {
  'accepted-unmatched-certificate': 'accepted-against-policy',
  'refused-matching-certificate': 'refused-despite-policy',
  'left-after-accepting': 'left-under-policy',
  // Whether it sends in the clear where it may, hosts with a policy do not show.
  'withheld-without-control': 'withheld-under-policy',
  'refusal-without-control': 'policy-refusal-open',
  'refused-control-too': 'policy-refusal-open',
  'refusal-before-control': 'policy-refusal-open',
};

/** What was found at a host, in the words of what it measures. */
export function findingAt(scenario: Scenario, finding: Finding): Finding {
  return measures('mta-sts')(scenario) ? (POLICY_FINDINGS[finding] ?? finding) : finding;
}
