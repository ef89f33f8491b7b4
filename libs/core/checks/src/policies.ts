/** What is published about the MTA-STS policies of scenarios (RFC 8461): the records, the names of their hosts, and the policies. */
import { findScenario, type KnownScenario, type MtaStsPlan, type ScenarioId, servesPolicy } from '#scenarios';

import { mxHostName, policyHost } from './mail-hosts.js';

/** Seconds: a day, after which a sender has to look again. */
const MAX_AGE = 86_400;

/** How long a sender may keep any of the policies. */
export const LONGEST_POLICY_MS = MAX_AGE * 1_000;

/** Until when a sender may apply the policy that it fetched then; null where it got none that counts. */
export function policyEndsAt(id: string, fetchedAt: number): number | null {
  const plan = findScenario(id)?.mtaSts;
  return plan !== undefined && servesPolicy(plan) ? fetchedAt + LONGEST_POLICY_MS : null;
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
export function policyRecords({ records }: MtaStsPlan): readonly string[] {
  if (records === 'malformed') return ['v=STSv1;'];
  return ['a', 'b'].slice(0, records).map((id) => `v=STSv1; id=${id};`);
}

/** The policy itself (RFC 8461 §3.2). */
export function policyFile({ id, mx = [], mtaSts }: KnownScenario, domain: string): string {
  const lists = mtaSts?.lists ?? 'host';
  const covered = lists === 'second' ? mx.slice(1) : mx;
  const hosts = covered.map((host) => listed(lists, mxHostName(host, id, domain)));
  return [
    'version: STSv1',
    // Before what decides, so that the part that a sender reads is no policy.
    ...(mtaSts?.answer === 'oversized' ? PADDING : []),
    `mode: ${mtaSts?.mode ?? 'none'}`,
    ...hosts.map((host) => `mx: ${host}`),
    `max_age: ${MAX_AGE}`,
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
