import type { DaneState, ProbeBody, ProbeFindingBody, ProbeTargetBody } from '#contracts';

export interface Conclusion {
  readonly eyebrow: string;
  readonly title: string;
  readonly explanation: string;
}

/** The first thing to read about a probe. */
export function conclusionOf({ state, domain, steps, result }: ProbeBody): Conclusion {
  if (result !== null) return { eyebrow: 'Conclusion', ...resultWords(domain, result) };
  switch (state) {
    case 'waiting':
      return {
        eyebrow: 'Watching live',
        title: 'Waiting for its turn',
        explanation: 'Other domains are being probed. This one begins by itself.',
      };
    case 'running':
    case 'done':
      return {
        eyebrow: 'Watching live',
        title: `Probing ${domain}`,
        explanation:
          'Its mail servers are looked up and connected to, as a sender would. This takes seconds.',
      };
    case 'failed':
      return {
        eyebrow: 'No conclusion',
        title: 'The probe could not be finished',
        explanation: steps.at(-1)?.text ?? 'Nothing is known about the reason.',
      };
  }
}

/** What the conclusion says in its own words: it is not said again below. */
const TOLD_BY_CONCLUSION: ReadonlySet<string> = new Set(['resolver-does-not-validate']);

/** What else is worth reading; of a domain that does not exist, nothing. */
export function furtherFindings(target: ProbeTargetBody): ProbeFindingBody[] {
  if (isUnknownDomain(target)) return [];
  return target.findings.filter(({ code }) => !TOLD_BY_CONCLUSION.has(code));
}

export function isUnknownDomain({ findings }: ProbeTargetBody): boolean {
  return findings.some(({ code }) => code === 'no-such-domain');
}

function resultWords(domain: string, target: ProbeTargetBody): Omit<Conclusion, 'eyebrow'> {
  const { dane, result, resolver } = target;
  if (isUnknownDomain(target)) {
    return {
      title: 'There is no such domain',
      explanation: `DNS knows no domain ${domain}, so that nobody can send mail to it. Look at the spelling.`,
    };
  }
  if (resolver.validates === false) {
    return {
      title: 'Nothing can be said about DANE: DNS answers are not validated here',
      explanation: `The resolver of this service does not validate DNSSEC, so that it cannot be told whether ${domain} is signed. The operator of this service has to mend that; it says nothing about ${domain}.`,
    };
  }
  if (dane === 'verified' && result !== 'ok') {
    return {
      title: 'DANE works, with something to put right',
      explanation: `What the mail servers of ${domain} present matches their TLSA records. What else was found is below.`,
    };
  }
  return { title: daneTitle(dane), explanation: daneExplanation(domain, dane) };
}

function daneTitle(dane: DaneState): string {
  switch (dane) {
    case 'verified':
      return 'Receives securely: DANE is in place and matches';
    case 'mismatch':
      return 'DANE fails: senders that use it do not deliver';
    case 'unusable':
      return 'There are TLSA records, but none that can be used';
    case 'none':
      return 'No DANE: senders cannot tell who receives';
    case 'insecure':
      return 'Not signed with DNSSEC, so there is no DANE';
    case 'bogus':
      return 'DNS answers fail: careful senders do not deliver';
    case 'no-starttls':
      return 'No TLS: mail is carried in clear';
    case 'not-looked-at':
      return 'Not all was looked at: this says nothing about the rest';
    case 'unreachable':
      return 'No mail server could be reached';
  }
}

function daneExplanation(domain: string, dane: DaneState): string {
  switch (dane) {
    case 'verified':
      return `Every mail server of ${domain} presents a certificate that its DNSSEC-signed TLSA records describe. A sender that uses DANE hands mail to nobody else.`;
    case 'mismatch':
      return `The TLSA records of ${domain} promise a certificate that a mail server does not present. Exchange Online, Postfix with DANE and others keep such mail back and return it in the end.`;
    case 'unusable':
      return 'Senders then insist on TLS but cannot check whom they talk to (RFC 7672 §2.2).';
    case 'none':
      return `The mail servers of ${domain} publish no TLSA records. Mail is encrypted where both sides can, to whoever answers.`;
    case 'insecure':
      return `The DNS of ${domain}, or of its mail servers, is not signed. Whoever can forge an answer can have its mail.`;
    case 'bogus':
      return `What DNS says on the way to the mail servers of ${domain} does not validate, or cannot be had at all. Senders that use DANE keep their mail until it does.`;
    case 'no-starttls':
      return `A mail server of ${domain} does not offer STARTTLS. Senders that demand TLS do not deliver; the others send in clear.`;
    case 'not-looked-at':
      return `One probe opens only so many connections. Some mail servers of ${domain}, named below, were not looked at, or not completely.`;
    case 'unreachable':
      return `What was looked up is below. A sender elsewhere may reach ${domain}: not every network lets connections to port 25 out.`;
  }
}
