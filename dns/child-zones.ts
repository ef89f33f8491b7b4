/**
 * The zones below DOMAIN that some scenarios need. The own name server answers for them as well, so that the parent delegates
 * them to itself.
 */
import { createHash } from 'node:crypto';

import { mailHosts, scenarioHost } from '#checks';
import { SCENARIOS } from '#scenarios';

/**
 * `signed`: the DS record names its key. `unsigned`: there is no DS record, so that everything in it is insecure. `bogus`: the DS
 * record names another key, so that no answer from it validates although its signatures are in time. `lame`: its only name server
 * does not exist.
 */
export type Delegation = 'signed' | 'unsigned' | 'bogus' | 'lame';

export interface ChildZone {
  /** Without a dot at its end. */
  readonly apex: string;
  readonly delegation: Delegation;
}

/** In the order of the table. */
export function childZones(domain: string): ChildZone[] {
  return SCENARIOS.flatMap((scenario): ChildZone[] => {
    const own =
      scenario.zone === undefined
        ? []
        : [{ apex: scenarioHost(scenario.id, domain), delegation: scenario.zone }];
    const ofHosts = mailHosts(scenario, domain).flatMap(({ name, mx }): ChildZone[] => [
      ...(mx?.zone === undefined ? [] : [{ apex: name, delegation: mx.zone }]),
      // A zone cut there leaves the addresses of the host alone.
      ...(mx?.tlsaLookup === undefined ? [] : [{ apex: `_tcp.${name}`, delegation: mx.tlsaLookup }]),
    ]);
    return [...own, ...ofHosts];
  });
}

/** The zones that are served: the parent delegates a lame one, and that is all there is of it. */
export function servedChildZones(domain: string): ChildZone[] {
  return childZones(domain).filter(({ delegation }) => delegation !== 'lame');
}

/** The data of the DS record of a bogus zone: well-formed, and of no key at all. */
export function foreignDs(apex: string): string {
  return `1 13 2 ${createHash('sha256').update(apex).digest('hex')}`;
}

export function isWithin(name: string, ancestor: string): boolean {
  return name === ancestor || name.endsWith(`.${ancestor}`);
}
