/** What a probe of a target means to who watches it: pure. */
import { type EarlierPolicy, policyToRemember, type ProbeHost, type ProbeTarget, sinceEarlier } from '#probe';

import { weightOf } from './finding-weights.js';
import { judgeHost, type Judged } from './host-alerts.js';
import { type Alert, alert, alertOf } from './watch-state.js';
import type { WatchedTarget } from './watched-target.js';

export interface TargetSnapshot extends Judged {
  /** Where DANE applies, or did and should: hosts with their ports, and `MX` for secure MX records. */
  readonly promised: readonly string[];
  /** When the first of the certificates served expires; null when none was seen. */
  readonly notAfter: number | null;
  /** Its MTA-STS policy, to hold the next one against; null where there is nothing to hold. */
  readonly policy: EarlierPolicy | null;
}

/** What stands for the MX records among the places. */
const MX = 'MX';

/** What the last look left: places where DANE applied, which are missed where it no longer does, and the MTA-STS policy. */
export interface Remembered {
  readonly promised: readonly string[];
  readonly policy: EarlierPolicy | null;
}

/** @param now milliseconds since the epoch */
export function judgeTarget(
  target: WatchedTarget,
  probed: ProbeTarget,
  { promised: before, policy }: Remembered,
  now: number,
): TargetSnapshot {
  const body = sinceEarlier(probed, policy);
  const seen = placesOf(body);
  // Without any, now or ever, there is nothing to watch: whoever named this target meant something else.
  const isBare = seen.every((place) => place === MX) && before.length === 0;
  const isPromised = (place: string): boolean => isBare || before.includes(place);
  const parts = [
    judgeLookup(target, body, isPromised(MX)),
    judgePolicies(target, body),
    ...body.hosts.map((host) =>
      judgeHost({ host, expected: target.expected, isPromised: isPromised(placeOf(host)), now }),
    ),
  ];
  const alerts = unique(parts.flatMap((part) => part.alerts));
  return {
    alerts: alerts.length === 0 && isBare ? [nothingToWatch(target)] : alerts,
    notes: unique(parts.flatMap((part) => part.notes)),
    promised: [...new Set([...seen, ...before.filter((place) => isStillThere(place, body))])],
    notAfter: firstExpiry(body),
    policy: policyToRemember(body, policy),
  };
}

function judgeLookup({ name }: WatchedTarget, { findings }: ProbeTarget, isPromised: boolean): Judged {
  const of = (...weights: string[]): Alert[] =>
    findings.filter(({ code }) => weights.includes(weightOf(code))).map((one) => alertOf(one, name));
  return isPromised
    ? { alerts: of('alert', 'lost'), notes: of('note') }
    : { alerts: of('alert'), notes: of('note', 'lost') };
}

/** MTA-STS and TLS reports, which are those of a domain. */
function judgePolicies({ name }: WatchedTarget, { mtaSts, tlsRpt }: ProbeTarget): Judged {
  const findings = [...(mtaSts?.findings ?? []), ...(tlsRpt?.findings ?? [])];
  const weighed = findings.map((one) => {
    const weight = weightOf(one.code);
    return { one, weight: weight !== 'if-error' ? weight : one.severity === 'error' ? 'alert' : 'note' };
  });
  const of = (wanted: string): Alert[] =>
    weighed.flatMap(({ one, weight }) => (weight === wanted ? [alertOf(one, name)] : []));
  return { alerts: of('alert'), notes: of('note') };
}

function nothingToWatch({ name }: WatchedTarget): Alert {
  return alert({
    code: 'nothing-to-watch',
    subject: name,
    text: `There are no mail hosts with secure TLSA records behind ${name}: there is nothing that could match.`,
    advice: 'Snapshot at the name; `havedane probe` tells more.',
  });
}

function placesOf({ lookup, hosts }: ProbeTarget): string[] {
  return [...(lookup?.secure === true ? [MX] : []), ...hosts.filter(isProtected).map(placeOf)];
}

/** A host that is no longer among the MX hosts of a domain is missed by nobody. Where no host is found, all are. */
function isStillThere(place: string, { hosts }: ProbeTarget): boolean {
  return place === MX || hosts.length === 0 || hosts.some((host) => placeOf(host) === place);
}

/** There are secure TLSA records: only those are judged for a rollover. */
function isProtected({ rollover }: ProbeHost): boolean {
  return rollover !== null;
}

function placeOf({ name, port }: ProbeHost): string {
  return `${name}:${port}`;
}

function firstExpiry({ hosts }: ProbeTarget): number | null {
  const dates = hosts.flatMap(({ addresses }) =>
    addresses.flatMap(({ handshakes }) =>
      handshakes.flatMap(({ certificates: [own] }) => (own === undefined ? [] : [Date.parse(own.notAfter)])),
    ),
  );
  return dates.length === 0 ? null : Math.min(...dates);
}

/** Two addresses of a host may show the same; the same words about the same thing are said once. */
function unique(alerts: readonly Alert[]): Alert[] {
  const key = ({ code, subject, text }: Alert) => `${code} ${subject} ${text}`;
  return alerts.filter((one, index) => alerts.findIndex((other) => key(other) === key(one)) === index);
}
