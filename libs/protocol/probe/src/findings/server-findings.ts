/** How the server answered, as far as its certificate. */
import { BOUNCES, entry, type Endpoint, postfixNotOffered, postfixStarttlsRefused } from './finding.js';

interface At {
  readonly place: Endpoint;
}

interface TlsFault extends At {
  /** Whether there are secure TLSA records, which promise TLS (RFC 7672 §2.2). */
  readonly isPromised: boolean;
}

interface NotPublic {
  readonly host: string;
  readonly addresses: readonly string[];
  /** Whether the host has no other addresses. */
  readonly isEverywhere: boolean;
  readonly isInternal: boolean;
}

export const SERVER_FINDINGS = {
  unreachable: entry<{ host: string; port: number }>({
    severity: 'error',
    text: ({ host, port }) => `None of the addresses of ${host} takes mail on port ${port}.`,
    advice:
      'Look whether the server runs and listens there, and whether a firewall, here or there, holds back the port.',
    rfc: null,
  }),
  'address-unreachable': entry<At & { detail: string }>({
    severity: 'warning',
    text: ({ place, detail }) =>
      `Port ${place.port} of ${place.address} could not be connected to: ${detail}.`,
    advice: 'Take the address out of DNS if it is not served. Senders lose time on it, and try the next.',
    rfc: 'RFC 5321 §5.1',
  }),
  'address-forbidden': entry<At>({
    severity: 'error',
    text: ({ place }) => `${place.address} is not an address of the public internet: it is not connected to.`,
    advice: 'Publish the public address of the host.',
    rfc: null,
  }),
  'prober-without-ipv6': entry({
    severity: 'info',
    text: () => 'This machine has no IPv6: IPv6 addresses were not tried.',
    advice: 'Probe from a machine with IPv6 too: senders that have it prefer it.',
    rfc: null,
  }),
  'mx-not-public': entry<NotPublic>({
    severity: ({ isEverywhere, isInternal }) => (isInternal ? 'info' : isEverywhere ? 'error' : 'warning'),
    text: ({ host, addresses, isEverywhere }) =>
      `${host} has ${isEverywhere ? 'no public address, only' : 'addresses beside its public ones that are not public:'} ${addresses.join(', ')}. Senders on the internet cannot deliver there.`,
    advice: ({ isInternal }) =>
      isInternal
        ? null
        : 'Publish public addresses alone. If only this network sees these, look from outside; if mail comes from this network alone, probe with --internal.',
    rfc: 'RFC 5321 §5.1',
  }),
  'not-looked-at': entry<At & { detail: string }>({
    severity: 'warning',
    text: ({ place, detail }) => `${place.address} (${place.host}) was not looked at: ${detail}.`,
    advice: null,
    rfc: null,
  }),
  'left-out': entry<{ what: string; most: number; names: readonly string[] }>({
    severity: 'warning',
    text: ({ what, most, names }) =>
      `One probe looks at no more than ${most} ${what}. Not looked at: ${listed(names)}.`,
    advice: null,
    rfc: null,
  }),
  'connections-used-up': entry<{ most: number; hosts: readonly string[] }>({
    severity: 'warning',
    text: ({ most, hosts }) =>
      `One probe opens no more than ${most} connections, and few to one address. Not looked at, or in part only: ${listed(hosts)}.`,
    advice: null,
    rfc: null,
  }),
  'not-served': entry<At & { detail: string }>({
    severity: 'error',
    text: ({ place, detail }) => `The server at ${place.address} takes no mail from here: it ${detail}.`,
    advice:
      'The address of this probe may be blocked or greylisted; servers with TLSA records must not do so before STARTTLS.',
    rfc: 'RFC 7672 §9.2',
  }),
  'server-silent': entry<At & { detail: string }>({
    severity: 'error',
    text: ({ place, detail }) =>
      `The server at ${place.address} is too slow for this probe: it ${detail}. Senders may wait 5 minutes for each reply.`,
    advice:
      'Check that the server runs and is not overloaded. If it is slow on purpose, probe with a longer --connect-timeout.',
    rfc: 'RFC 5321 §4.5.3.2',
  }),
  'reply-slow': entry<At & { to: string | null; seconds: number }>({
    severity: 'info',
    text: ({ place, to, seconds }) =>
      `The server at ${place.address} takes ${seconds} s to ${to === null ? 'greet' : `answer ${to}`}. Senders may wait 5 minutes, some give up earlier.`,
    advice: 'If that is to hold back spammers, keep the delay below 10 s.',
    rfc: 'RFC 5321 §4.5.3.2',
  }),
  'no-starttls': entry<TlsFault & { refusal: string | null }>({
    severity: 'error',
    text: ({ place, refusal, isPromised }) =>
      refusal === null
        ? `The server at ${place.address} does not offer STARTTLS${isPromised ? ', which its TLSA records promise' : ''}.`
        : `The server at ${place.address} offers STARTTLS and does not begin TLS: ${refusal}.`,
    advice:
      'Give the server a certificate and turn STARTTLS on, for every client. Something on the way, such as a firewall, may also remove it.',
    rfc: 'RFC 7672 §2.2',
    bounces: ({ place, refusal, isPromised }) =>
      isPromised
        ? [
            BOUNCES.exchangeNoStarttls,
            refusal === null ? postfixNotOffered(place) : postfixStarttlsRefused(place, refusal),
          ]
        : [],
  }),
  'tls-failed': entry<TlsFault & { detail: string }>({
    severity: 'error',
    text: ({ place, detail }) => `The TLS handshake with ${place.address} failed: ${detail}.`,
    advice: 'Look into the log of the server, and at the file of its certificate and key.',
    rfc: 'RFC 7672 §2.2',
    bounces: ({ isPromised }) => (isPromised ? [BOUNCES.postfixNoHandshake] : []),
  }),
  'starttls-injection': entry<At & { octets: number }>({
    severity: 'warning',
    text: ({ place, octets }) =>
      `The server at ${place.address} sent ${octets} octets in clear after its reply to STARTTLS: a careless client takes them for part of the encrypted session.`,
    advice: 'Update the server or the proxy before it: nothing may follow that reply but TLS.',
    rfc: 'RFC 3207 §4',
  }),
  'tls-outdated': entry<At & { version: string }>({
    severity: 'warning',
    text: ({ place, version }) =>
      `The best that the server at ${place.address} speaks is ${version}, which is withdrawn; many senders refuse it.`,
    advice: 'Turn on TLS 1.2 and 1.3.',
    rfc: 'RFC 8996 §5',
  }),
  'second-handshake-failed': entry<At & { kind: string; detail: string }>({
    severity: 'warning',
    text: ({ place, kind, detail }) =>
      `Whether ${place.address} also has an ${kind} certificate could not be found out: ${detail}.`,
    advice: null,
    rfc: null,
  }),
  interrupted: entry({
    severity: 'warning',
    text: () => 'The probe was ended before it was through: what follows is not complete.',
    advice: null,
    rfc: null,
  }),
} as const;

/** Anybody can publish any number of them. */
const MOST_LISTED = 50;

function listed(names: readonly string[]): string {
  const further = names.length - MOST_LISTED;
  return names.slice(0, MOST_LISTED).join(', ') + (further > 0 ? ` and ${further} more` : '');
}
