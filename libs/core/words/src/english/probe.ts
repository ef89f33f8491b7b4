/** What a probe concludes, by its code: for the page, and in brief for the terminal and monitoring. */
export interface ProbeConclusion {
  readonly title: string;
  readonly explanation: string;
}

export interface BriefConclusion {
  readonly title: string;
  /** For mail to the target. */
  readonly meaning: string;
}

export type ProbeConclusionCode =
  | 'verified'
  | 'verified-with-warnings'
  | 'mismatch'
  | 'mismatch-for-some'
  | 'unusable'
  | 'none'
  | 'insecure'
  | 'bogus'
  | 'no-starttls'
  | 'not-looked-at'
  | 'unreachable'
  | 'not-validated'
  | 'no-such-domain'
  | ProbeProgressCode;

/** Whether no sender that uses DANE delivers to the hosts whose certificates do not match, or some do. */
export function mismatchCode(
  hosts: readonly { readonly dane: string; readonly senders: readonly { readonly verdict: string }[] }[],
): 'mismatch' | 'mismatch-for-some' {
  const senders = hosts.flatMap((host) => (host.dane === 'mismatch' ? host.senders : []));
  return senders.every(({ verdict }) => verdict === 'deferred') ? 'mismatch' : 'mismatch-for-some';
}

export type ProbeProgressCode = 'waiting' | 'running' | 'failed';

export const PROBE_CONCLUSIONS: Readonly<Record<ProbeConclusionCode, (domain: string) => ProbeConclusion>> = {
  verified: (domain) => ({
    title: 'Receives securely: DANE is in place and matches',
    explanation: `Every mail server of ${domain} presents a certificate that matches its DNSSEC-signed TLSA records. Senders that use DANE deliver to no other server.`,
  }),
  'verified-with-warnings': (domain) => ({
    title: 'DANE works, with warnings',
    explanation: `The certificates of the mail servers of ${domain} match their TLSA records. What else we found is below.`,
  }),
  mismatch: (domain) => ({
    title: "DANE fails: senders that use it don't deliver",
    explanation: `A mail server of ${domain} presents a certificate that its TLSA records rule out. Exchange Online, Postfix with DANE and others queue such mail and eventually bounce it.`,
  }),
  'mismatch-for-some': (domain) => ({
    title: "DANE fails: some senders that use it don't deliver",
    explanation: `A mail server of ${domain} presents a certificate that fails its TLSA records. What each sender makes of it is listed at the server.`,
  }),
  unusable: () => ({
    title: 'There are TLSA records, but none is usable',
    explanation: "Senders then require TLS but can't verify the server (RFC 7672 §2.2).",
  }),
  none: (domain) => ({
    title: "No DANE: senders can't verify the server",
    explanation: `The mail servers of ${domain} publish no TLSA records. Mail is encrypted if both sides can, to any server that answers.`,
  }),
  insecure: (domain) => ({
    title: 'No DANE: DNS is not signed',
    explanation: `The DNS of ${domain}, or of its mail servers, is not signed with DNSSEC. Anyone who can forge a DNS answer can divert its mail.`,
  }),
  bogus: (domain) => ({
    title: "DNS lookups fail: senders that validate DNSSEC won't deliver",
    explanation: `DNS answers for the mail servers of ${domain} don't validate or don't arrive. Senders that use DANE keep their mail until they do.`,
  }),
  'no-starttls': (domain) => ({
    title: 'No TLS: mail arrives unencrypted',
    explanation: `A mail server of ${domain} doesn't offer STARTTLS. Senders that require TLS don't deliver; the others send in the clear.`,
  }),
  'not-looked-at': (domain) => ({
    title: 'Only part was tested',
    explanation: `One probe opens a limited number of connections. Some mail servers of ${domain}, named below, were tested in part or not at all.`,
  }),
  unreachable: (domain) => ({
    title: 'No mail server could be reached',
    explanation: `What DNS says is below. Senders elsewhere may reach ${domain}: many networks block outbound connections to port 25.`,
  }),
  'not-validated': (domain) => ({
    title: "Can't test DANE: this service's resolver doesn't validate DNSSEC",
    explanation: `So we can't say whether ${domain} is signed. That is for the operator of this site to fix; ${domain} is not at fault.`,
  }),
  'no-such-domain': (domain) => ({
    title: 'There is no such domain',
    explanation: `DNS knows no domain ${domain}, so nobody can send mail to it. Check the spelling.`,
  }),
  waiting: () => ({
    title: 'Waiting for its turn',
    explanation: 'Other probes run first. This one starts automatically.',
  }),
  running: (domain) => ({
    title: `Probing ${domain}`,
    explanation:
      'We look up its mail servers and connect to port 25 the way a sender would. No mail is sent. This takes seconds.',
  }),
  failed: () => ({
    title: 'The probe could not be finished',
    explanation: 'The reason is not known. It says nothing about the domain.',
  }),
};

export const BRIEF_CONCLUSIONS: Readonly<
  Record<Exclude<ProbeConclusionCode, ProbeProgressCode | 'verified-with-warnings'>, BriefConclusion>
> = {
  verified: {
    title: 'DANE verified',
    meaning: 'Senders that use DANE deliver, over TLS and to the right server.',
  },
  mismatch: { title: 'DANE mismatch', meaning: "Senders that use DANE don't deliver." },
  'mismatch-for-some': {
    title: 'DANE mismatch',
    meaning: "Some senders that use DANE don't deliver; what each does is listed at the host.",
  },
  unusable: {
    title: 'no usable TLSA record',
    meaning: "Senders that use DANE require TLS but can't verify the server.",
  },
  none: { title: 'no TLSA records', meaning: 'Senders take whatever TLS is offered, or none.' },
  insecure: {
    title: 'no DNSSEC',
    meaning: 'DANE does not apply: anyone on the path can divert mail.',
  },
  bogus: { title: 'DNS fails', meaning: "Senders that use DANE don't deliver." },
  'no-starttls': { title: 'no TLS', meaning: 'Mail arrives unencrypted, or not at all.' },
  'not-looked-at': { title: 'tested in part', meaning: 'This says nothing about what was not tested.' },
  unreachable: { title: 'unreachable', meaning: 'No connection could be made.' },
  'not-validated': {
    title: 'not known',
    meaning: "Can't test DANE: the resolver doesn't validate DNSSEC.",
  },
  'no-such-domain': { title: 'no such domain', meaning: 'Nobody can send mail to it.' },
};
