/** What is published about the MTA-STS policies of scenarios (RFC 8461): the records, the names of their hosts, and the policies. */
import {
  findScenario,
  type KnownScenario,
  type MtaStsPlan,
  phaseAt,
  planIn,
  type ScenarioId,
  secondPhaseOf,
  servesPolicy,
} from '#scenarios';

import { mxHostName, policyHost } from './mail-hosts.js';

/** Seconds: a day, after which a sender has to look again. */
const MAX_AGE = 86_400;

/** How long a sender may keep any of the policies. */
export const LONGEST_POLICY_MS = MAX_AGE * 1_000;

/** Until when a sender may apply the policy that it fetched then; null where it got none that counts. */
export function policyEndsAt(id: string, fetchedAt: number): number | null {
  const plan = policyAt(findScenario(id)?.mtaSts, fetchedAt);
  return plan !== undefined && servesPolicy(plan) ? lastsUntil(plan, fetchedAt) : null;
}

/** What is published at that time. */
export function policyAt(plan: MtaStsPlan | undefined, at: number): MtaStsPlan | undefined {
  return plan === undefined ? undefined : planIn(plan, phaseAt(at).name);
}

/** One that changes is fetched again in each pair of phases. */
function lastsUntil({ later }: MtaStsPlan, at: number): number {
  if (later === 'same') return at + LONGEST_POLICY_MS;
  const { name, ends } = phaseAt(at);
  return name === 'first' ? secondPhaseOf(at).policyEndsAt : ends;
}

/** The scenario whose policy host has that name; undefined where none has. */
export function scenarioOfPolicyHost(name: string, domain: string): ScenarioId | undefined {
  const scenario = findScenario(name.toLowerCase().split('.')[1] ?? '');
  const isOurs = scenario?.mtaSts !== undefined && name.toLowerCase() === policyHost(scenario.id, domain);
  return isOurs ? scenario.id : undefined;
}

/** Twice the 64 kilobytes that a policy should have at most (RFC 8461 §3.3). */
const PADDING = Array.from({ length: 128 }, (_, line) => `padding${line}: ${'x'.repeat(1_010)}`);

/** The texts of the TXT records at `_mta-sts.` and the mail domain: more than one counts as none, as does one without an id (RFC 8461 §3.1). */
export function policyRecords({ records, id }: MtaStsPlan): readonly string[] {
  switch (records) {
    case 0:
      // Otherwise the wildcard of the mail domain would answer.
      return ['No MTA-STS policy is announced here.'];
    case 1:
      return [`v=STSv1; id=${id};`];
    case 2:
      return ['v=STSv1; id=a;', 'v=STSv1; id=b;'];
    case 'malformed':
      return ['v=STSv1;'];
  }
}

/** The policy itself at that time (RFC 8461 §3.2). */
export function policyFile({ id, mx = [], mtaSts: plan }: KnownScenario, domain: string, at: number): string {
  const mtaSts = policyAt(plan, at);
  const maxAge = mtaSts === undefined ? MAX_AGE : Math.ceil((lastsUntil(mtaSts, at) - at) / 1_000);
  const lists = mtaSts?.lists ?? 'host';
  const covered = lists === 'second' ? mx.slice(1) : mx;
  const hosts = covered.map((host) => listed(lists, mxHostName(host, id, domain)));
  return [
    'version: STSv1',
    // Before what decides, so that the part that a sender reads is no policy.
    ...(mtaSts?.answer === 'oversized' ? PADDING : []),
    `mode: ${mtaSts?.mode ?? 'none'}`,
    ...hosts.map((host) => `mx: ${host}`),
    `max_age: ${maxAge}`,
    '',
  ].join('\r\n');
}

function listed(lists: MtaStsPlan['lists'], host: string): string {
  const [, ...parent] = host.split('.');
  switch (lists) {
    case 'host':
    case 'second':
      return host;
    case 'other':
      return ['another', ...parent].join('.');
    case 'wildcard':
      return ['*', ...parent].join('.');
    case 'wide':
      return ['*', ...parent.slice(1)].join('.');
  }
}
