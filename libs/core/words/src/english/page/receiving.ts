/** The page of a probe, which shows how a domain receives; findings and steps come from the API. */
import { plural } from './shared.js';

export const receiving = {
  title: 'Does your mail server receive securely?',
  lead: 'Enter a mail domain. We look up its mail servers and connect to port 25 the way a sender would: DNSSEC, TLSA records, certificates and policies. No mail is sent.',
  loading: 'Getting the probe…',
  whatWeCheck: 'What we check',
  aboutChecks:
    'For each mail server: whether its names are signed with DNSSEC; whether each TLSA record matches what the server presents, and if not, why (RFC 7671, RFC 7672); an RSA and an ECDSA handshake at every address, because a server may have a second certificate without a record; whether the key can be changed without a gap; MTA-STS and TLS reports. Anyone with the link to the result can see it.',
  form: { field: 'Mail domain', hint: 'The part after the @.', button: 'Probe' },
  connection: {
    meanwhile: 'The probe continues.',
    expired: 'This probe has been deleted from the server.',
  },
  startNewProbe: 'Start a new probe',
  problems: {
    unknown: {
      title: 'No such probe',
      text: 'Its result was deleted to make room for newer ones, or the link is not complete.',
    },
    tooManyRequests: {
      title: 'Too many requests',
      text: 'Your network has sent many requests in a short time. Wait a minute, then try again.',
    },
    tooManyProbes: (retry: string) => `Your network has started many probes in a short time. ${retry}`,
    inAMinute: 'Try again in a minute.',
    cannotBeReached: 'The server cannot be reached just now. Try again in a moment.',
  },
  tab: {
    probing: (domain: string) => `Probing ${domain}`,
    failed: (domain: string) => `${domain} could not be probed`,
  },
  about: {
    title: 'Keep or share this result',
    probedOn: (time: string) => `Probed on ${time}.`,
    keeping: 'Anyone with the link can see it; old results are deleted when many new ones have come.',
    again: 'Probe again',
    isFresh: 'This result is less than a minute old. Try again in a minute.',
  },
  found: 'What we found',
  foundElse: 'What else we found',
  itsServers: 'Its mail servers',
  ourResolver: "About this service's resolver",
  progress: 'Progress',
  firstLookup: 'The first lookup is on its way.',
  steps: (count: number) => plural(count, { one: 'One step', other: `${count} steps` }),
  stepsIn: (steps: string, seconds: string) => `${steps} in ${seconds}`,
  severities: { info: 'Note', warning: 'Warning', error: 'Error' },
  sendersSay: 'What senders say in this case',
  lookup: {
    none: (resolver: string) =>
      `No MX records: the domain itself is the mail server (RFC 5321 §5.1), looked up through ${resolver}.`,
    servers: (count: number, records: string, resolver: string) =>
      `${count} mail ${plural(count, { one: 'server', other: 'servers' })}, from ${records}, looked up through ${resolver}.`,
    records: (type: string, name: string, signed: boolean | null) =>
      `${signed === null ? '' : signed ? 'DNSSEC-signed ' : 'unsigned '}${type} records of ${name}`,
    ourResolver: "this service's resolver",
    resolver: (address: string) => `the resolver ${address}`,
  },
  policies: {
    title: 'Policies beside DANE',
    mtaSts: 'for senders without DANE (RFC 8461)',
    tlsRpt: 'daily reports from senders (RFC 8460)',
    tlsReports: 'TLS reports',
    states: {
      found: 'published',
      none: 'none',
      invalid: 'not valid',
      failed: 'could not be fetched',
    },
  },
};
