import type { DaneState, ProbeFindingBody, ProbeTargetBody } from '#contracts';

interface Conclusion {
  readonly title: string;
  /** For mail to the target. */
  readonly meaning: string;
}

const CONCLUSIONS: Readonly<Record<DaneState, Conclusion>> = {
  verified: {
    title: 'DANE verified',
    meaning: 'Senders that use DANE deliver, over TLS and to the right server.',
  },
  mismatch: { title: 'DANE mismatch', meaning: 'Senders that use DANE do not deliver.' },
  unusable: {
    title: 'no usable TLSA record',
    meaning: 'Senders that use DANE demand TLS, and authenticate nobody.',
  },
  none: {
    title: 'no TLSA records',
    meaning: 'Senders use the TLS that they get, and none where there is none.',
  },
  insecure: {
    title: 'no DNSSEC',
    meaning: 'DANE does not apply: whoever is on the way can lead mail elsewhere.',
  },
  bogus: { title: 'DNS fails', meaning: 'Senders that use DANE do not deliver.' },
  'no-starttls': { title: 'no TLS', meaning: 'Mail comes in clear, or not at all.' },
  'not-looked-at': {
    title: 'not all looked at',
    meaning: 'Nothing can be said about what was not looked at.',
  },
  unreachable: { title: 'unreachable', meaning: 'Nothing could be connected to.' },
};

/** What keeps anything from being found out comes first. */
export function conclusionOf({ dane, findings, resolver }: ProbeTargetBody): Conclusion {
  if (findings.some(({ code }) => code === 'no-such-domain')) {
    return { title: 'no such domain', meaning: 'Nobody can send mail to it.' };
  }
  if (resolver.validates === false) {
    const meaning = 'Nothing can be said about DANE: there is no resolver to believe.';
    return { title: 'not known', meaning };
  }
  return CONCLUSIONS[dane];
}

/** `2 hosts, 4 addresses; 1 warning`. */
export function countsOf({ hosts, ...target }: ProbeTargetBody): string {
  const addresses = hosts.flatMap((host) => host.addresses);
  const found = allFindings({ hosts, ...target });
  const severe = (['error', 'warning'] as const)
    .map((severity) => count(found.filter((finding) => finding.severity === severity).length, severity))
    .filter((text) => !text.startsWith('0 '));
  return [`${count(hosts.length, 'host')}, ${count(addresses.length, 'address')}`, ...severe].join(', ');
}

export function allFindings(target: ProbeTargetBody): ProbeFindingBody[] {
  return [
    ...target.findings,
    ...target.hosts.flatMap((host) => [
      ...host.findings,
      ...host.addresses.flatMap(({ findings }) => findings),
    ]),
    ...[target.mtaSts, target.tlsRpt].flatMap((policy) => policy?.findings ?? []),
  ];
}

export function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun}${noun.endsWith('s') ? 'es' : 's'}`;
}
