/**
 * The zones below DOMAIN that some scenarios need. The own name server answers for them as well, so that the parent delegates
 * them to itself.
 */
import { createHash } from 'node:crypto';

import { mailHosts, scenarioHost } from '#checks';
import { type ScenarioId, SCENARIOS } from '#scenarios';

import type { DnsRecord } from './dns-record.js';

/**
 * `signed`: the DS record names its key. `unsigned`: there is no DS record, so that everything in it is insecure. `bogus`: the DS
 * record names another key, so that no answer from it validates although its signatures are in time. `lame`: its only name server
 * does not exist.
 */
export type Delegation = 'signed' | 'unsigned' | 'bogus' | 'lame';

export interface ChildZone {
  readonly scenario: ScenarioId;
  /** Without a dot at its end. */
  readonly apex: string;
  readonly delegation: Delegation;
}

/** Those of the scenarios that have records, in the order of the table. */
export function childZones(domain: string, records: readonly Pick<DnsRecord, 'scenario'>[]): ChildZone[] {
  const published = SCENARIOS.filter(({ id }) => records.some(({ scenario }) => scenario === id));
  return published.flatMap((plan): ChildZone[] => {
    const scenario = plan.id;
    const own =
      plan.zone === undefined
        ? []
        : [{ scenario, apex: scenarioHost(scenario, domain), delegation: plan.zone }];
    const ofHosts = mailHosts(plan, domain).flatMap(({ name, mx }): ChildZone[] => [
      ...(mx?.zone === undefined ? [] : [{ scenario, apex: name, delegation: mx.zone }]),
      // A zone cut there leaves the addresses of the host alone.
      ...(mx?.tlsaLookup === undefined
        ? []
        : [{ scenario, apex: `_tcp.${name}`, delegation: mx.tlsaLookup }]),
    ]);
    return [...own, ...ofHosts];
  });
}

/** Whether a server holds it: the parent delegates a lame one, and that is all there is of it. */
export function isServed({ delegation }: ChildZone): boolean {
  return delegation !== 'lame';
}

/** The data of the DS record of a bogus zone: well-formed, and of no key at all. */
export function foreignDs(apex: string): string {
  return `1 13 2 ${createHash('sha256').update(apex).digest('hex')}`;
}

export function isWithin(name: string, ancestor: string): boolean {
  return name === ancestor || name.endsWith(`.${ancestor}`);
}
