/** What must hold of the verdict on MTA-STS where policies are not served now and then: nobody is blamed, or credited, for that. */
import { expect, inject, it } from 'vitest';

import {
  type History,
  POLICIES,
  POLICY_HOSTS,
  simulate,
  type SystemPlan,
} from '../../../../../test/support/sender-simulator.js';

import { judge } from './judge.js';
import type { MtaStsVerdict } from './mta-sts-verdict.js';

const HISTORIES = inject('exhaustive') ? 10_000 : 80;
const LATE_MS = 30 * 86_400_000;
const TIMEOUT = { timeout: inject('exhaustive') ? 3_600_000 : 300_000 };

const PLAN = { maxServers: 4, strangersDeliver: [], hosts: POLICY_HOSTS, hasOutages: true } as const;
const WITH: SystemPlan = { ...PLAN, policies: ['mta-sts', 'both'] };
const WITHOUT: SystemPlan = {
  ...PLAN,
  policies: POLICIES.filter((policy) => !WITH.policies.includes(policy)),
};
const ANY: SystemPlan = { ...PLAN, policies: POLICIES };

const isRed = ({ outcome }: MtaStsVerdict): boolean =>
  ['does-not-enforce', 'no-tls', 'refuses-valid'].includes(outcome);
const isGreen = ({ outcome, provisional }: MtaStsVerdict): boolean => outcome === 'enforces' && !provisional;

/** What is said while observations come, now and then from that one on, and when everything is over. */
function verdictsOf(
  { seed, observations, outages, systems, releasedAt }: History,
  from = 0,
): MtaStsVerdict[] {
  const moments = observations.flatMap(({ at }, index) =>
    index >= from && (index + seed) % 5 === 0 ? [[index + 1, at] as const] : [],
  );
  const end = [observations.length, (observations.at(-1)?.at ?? 0) + LATE_MS] as const;
  return [...moments, end].flatMap(([count, at]) => {
    const { mtaSts } = judge(observations.slice(0, count), at, 'not-yet', { systems, releasedAt, outages });
    return mtaSts ?? [];
  });
}

it(`over ${HISTORIES} histories, a system of MTA-STS is never red for good, and often open`, TIMEOUT, () => {
  let open = 0;
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = simulate(seed, WITH);
    const verdicts = verdictsOf(history);
    const red = verdicts.filter(isRed);
    expect(red.some(({ provisional }) => !provisional) ? history : null).toBeNull();
    if (red.length > 0) open += 1;
  }
  expect(open).toBeGreaterThan(HISTORIES / 20);
});

it(`over ${HISTORIES} histories, a system without MTA-STS is never green`, TIMEOUT, () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const history = simulate(seed, WITHOUT);
    expect(verdictsOf(history).some(isGreen) ? history : null).toBeNull();
  }
});

it(
  `over ${HISTORIES} histories, a pool is never green once one of it without MTA-STS delivered`,
  TIMEOUT,
  () => {
    let green = 0;
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const history = simulate(seed, ANY);
      const weak = history.servers.filter(({ policy }) => WITHOUT.policies.includes(policy));
      const isOfWeak = (seen: History['observations'][number]): boolean =>
        weak.some((server) => server === history.makers.get(seen));
      const from = history.observations.findIndex((seen) => seen.kind === 'delivered' && isOfWeak(seen));
      const verdicts = verdictsOf(history, Math.max(0, from));
      if (from >= 0) expect(verdicts.some(isGreen) ? history : null).toBeNull();
      else if (verdicts.some(isGreen)) green += 1;
    }
    expect(green).toBeGreaterThan(0);
  },
);
