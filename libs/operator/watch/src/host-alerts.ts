/** What the findings about one host mean to who watches it. */
import type { ProbeAddress, ProbeFinding, ProbeHost } from '#probe';

import { weightOf } from './finding-weights.js';
import { distinctHandshakes, missingRecords, servedChains } from './served-chains.js';
import { isMendedAtNameServers, MENDING_WRONG, nameServerAlerts } from './name-server-alerts.js';
import { type Alert, alert, alertOf } from './watch-state.js';
import type { WatchedTarget } from './watched-target.js';

export interface Judged {
  readonly alerts: readonly Alert[];
  readonly notes: readonly Alert[];
}

export interface HostToJudge {
  readonly host: ProbeHost;
  readonly expected: WatchedTarget['expected'];
  /** Whether there ought to be secure TLSA records. */
  readonly isPromised: boolean;
  readonly now: number;
}

export function judgeHost(input: HostToJudge): Judged {
  const { host, expected, now } = input;
  const subject = `${host.name}:${host.port}`;
  const isLost = host.findings.some(({ code }) => code === 'unreachable');
  const parts = [
    ...host.findings.map((finding) => judgeFinding(finding, subject, null, input)),
    ...host.addresses.flatMap((address) =>
      address.findings
        // Said of the host as a whole.
        .filter(({ code }) => !(isLost && code === 'address-unreachable'))
        .map((finding) => judgeFinding(finding, `${subject} [${address.address}]`, address, input)),
    ),
    { alerts: nameServerAlerts(host, expected, now), notes: [] },
    { alerts: expected === 'mismatch' ? wronglyVerified(host) : [], notes: [] },
  ];
  const alerts = parts.flatMap((part) => part.alerts);
  const isUnexplained = alerts.length === 0 && input.isPromised && host.dane !== expected;
  return {
    alerts: isUnexplained ? [unexplained(host, expected)] : alerts,
    notes: parts.flatMap(({ notes }) => notes),
  };
}

function judgeFinding(
  finding: ProbeFinding,
  subject: string,
  address: ProbeAddress | null,
  input: HostToJudge,
): Judged {
  const { host, expected, isPromised } = input;
  switch (weightOf(finding.code)) {
    case 'none':
      return { alerts: [], notes: [] };
    // Of policies, which are a domain's.
    case 'if-error':
    case 'note':
      return noted(finding, subject, expected);
    case 'alert':
      return { alerts: [alertOf(finding, subject)], notes: [] };
    case 'mismatch':
      if (expected === 'mismatch' || address === null) return NOTHING;
      return { alerts: [mismatch(finding, subject, address, input)], notes: [] };
    case 'lost':
      return isPromised
        ? { alerts: [lost(finding, subject, host, expected)], notes: [] }
        : noted(finding, subject, expected);
    case 'with-anchor':
      return expected === 'verified' && address !== null && dependsOnDates(address)
        ? { alerts: [expiry(finding, subject)], notes: [] }
        : noted(finding, subject, expected);
  }
}

const NOTHING: Judged = { alerts: [], notes: [] };

/** A host whose records are wrong on purpose has much about it that is worth no word. */
function noted(finding: ProbeFinding, subject: string, expected: HostToJudge['expected']): Judged {
  return expected === 'mismatch' ? NOTHING : { alerts: [], notes: [alertOf(finding, subject)] };
}

function mismatch(
  finding: ProbeFinding,
  subject: string,
  address: ProbeAddress,
  { host, now }: HostToJudge,
): Alert {
  const ttl = host.tlsa.ttl ?? 0;
  if (isMendedAtNameServers(host, now)) {
    const advice = `The name servers now have a record that matches. Senders forget the old ones within ${ttl} s; there is nothing else to do.`;
    return { ...alertOf(finding, subject), advice };
  }
  const served = servedChains(host).filter(
    (one) => one.address === address && one.handshake.dane === 'mismatch',
  );
  const published = host.tlsa.records.map(({ text }) => text);
  return {
    ...alertOf(finding, subject),
    advice: `If this is the key that you installed, publish its record now, beside those that are there; senders deliver within ${ttl} s of that. If it is not, somebody else answers. Change keys with \`havedane rollover\`, which publishes first.`,
    publish: missingRecords(host, served, published),
  };
}

/** DANE applied, and does not any more. */
function lost(
  finding: ProbeFinding,
  subject: string,
  host: ProbeHost,
  expected: HostToJudge['expected'],
): Alert {
  if (expected === 'mismatch') return { ...alertOf(finding, subject), advice: MENDING_WRONG };
  const publish = finding.code === 'tlsa-none' ? missingRecords(host, servedChains(host), []) : [];
  return { ...alertOf(finding, subject), publish };
}

function expiry(finding: ProbeFinding, subject: string): Alert {
  const advice = `The records name an issuer (2 x x), with which dates count: from then on senders that use DANE do not deliver. ${finding.advice ?? ''}`;
  return { ...alertOf(finding, subject), advice: advice.trim() };
}

/** Whether some sender is served a certificate that is authenticated through its issuer alone. */
function dependsOnDates(address: ProbeAddress): boolean {
  return distinctHandshakes(address).some(({ records }) => {
    const matching = records.filter(({ result }) => result === 'match');
    return matching.length > 0 && matching.every(({ usage }) => usage === 2);
  });
}

function wronglyVerified(host: ProbeHost): Alert[] {
  return servedChains(host)
    .filter(({ handshake }) => handshake.dane === 'verified')
    .map(({ address }) =>
      alert({
        code: 'verifies-wrongly',
        subject: `${host.name}:${host.port} [${address.address}]`,
        text: `The records of ${host.name} are wrong on purpose, but match what ${address.address} presents: senders that use DANE deliver here.`,
        advice: MENDING_WRONG,
      }),
    );
}

/** Whatever a probe may find out one day: a host that is not as it should be is never called well. */
function unexplained({ name, port, dane }: ProbeHost, expected: HostToJudge['expected']): Alert {
  return alert({
    code: 'not-as-expected',
    subject: `${name}:${port}`,
    text: `The result of DANE here should be “${expected}”, but is “${dane}”.`,
    advice: '`havedane probe` tells more.',
  });
}
