/** How the server answered, as far as its certificate. */
import type { Phrase } from '#text';

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
    text: ({ host, port }) => `None of the addresses of ${host} accepts mail on port ${port}.`,
    advice:
      'Check that the server runs and listens there, and that no firewall on either side blocks the port.',
    rfc: null,
  }),
  'address-unreachable': entry<At & { detail: Phrase }>({
    severity: 'warning',
    text: ({ place, detail }) => `Could not connect to port ${place.port} of ${place.address}: ${detail}.`,
    advice:
      'Remove the address from DNS if nothing listens there: senders lose time on it before they try the next.',
    rfc: 'RFC 5321 §5.1',
  }),
  'address-forbidden': entry<At>({
    severity: 'error',
    text: ({ place }) => `${place.address} is not a public address, so this probe does not connect to it.`,
    advice: 'Publish the public address of the host.',
    rfc: null,
  }),
  'prober-without-ipv6': entry({
    severity: 'info',
    text: () => 'This machine has no IPv6, so IPv6 addresses were not tested.',
    advice: 'Probe from a machine with IPv6 as well: senders that have IPv6 prefer it.',
    rfc: null,
  }),
  'mx-not-public': entry<NotPublic>({
    severity: ({ isEverywhere, isInternal }) => (isInternal ? 'info' : isEverywhere ? 'error' : 'warning'),
    text: ({ host, addresses, isEverywhere }) =>
      `${host} ${isEverywhere ? 'has no public address, only' : 'also has addresses that are not public:'} ${addresses.join(', ')}. Senders on the internet cannot deliver there.`,
    advice: ({ isInternal }) =>
      isInternal
        ? null
        : 'Publish only public addresses. If only this network sees these, probe from outside; if mail comes only from this network, probe with `--internal`.',
    rfc: 'RFC 5321 §5.1',
  }),
  'not-looked-at': entry<At & { detail: Phrase }>({
    severity: 'warning',
    text: ({ place, detail }) => `${place.address} (${place.host}) was not tested: ${detail}.`,
    advice: null,
    rfc: null,
  }),
  'left-out': entry<{ what: Phrase; most: number; names: readonly string[] }>({
    severity: 'warning',
    text: ({ what, most, names }) => `One probe tests at most ${most} ${what}. Not tested: ${listed(names)}.`,
    advice: null,
    rfc: null,
  }),
  'connections-used-up': entry<{ most: number; hosts: readonly string[] }>({
    severity: 'warning',
    text: ({ most, hosts }) =>
      `One probe opens at most ${most} connections, and few to one address. Not tested, or only in part: ${listed(hosts)}.`,
    advice: null,
    rfc: null,
  }),
  'not-served': entry<At & { detail: Phrase }>({
    severity: 'error',
    text: ({ place, detail }) =>
      `The server at ${place.address} does not accept mail from here: it ${detail}.`,
    advice:
      'The address of this probe may be blocklisted or greylisted; servers with TLSA records must not do that before STARTTLS.',
    rfc: 'RFC 7672 §9.2',
  }),
  'server-silent': entry<At & { detail: Phrase }>({
    severity: 'error',
    text: ({ place, detail }) =>
      `The server at ${place.address} is too slow for this probe: it ${detail}. Senders may wait 5 minutes for each reply.`,
    advice:
      'Check that the server runs and is not overloaded. If it is slow on purpose, probe with a longer `--connect-timeout`.',
    rfc: 'RFC 5321 §4.5.3.2',
  }),
  'reply-slow': entry<At & { to: string | null; seconds: number }>({
    severity: 'info',
    text: ({ place, to, seconds }) =>
      `The server at ${place.address} takes ${seconds} s to ${to === null ? 'greet' : `answer ${to}`}. Senders may wait 5 minutes, but some give up earlier.`,
    advice: 'If the delay is meant to deter spammers, keep it below 10 s.',
    rfc: 'RFC 5321 §4.5.3.2',
  }),
  'no-starttls': entry<TlsFault & { refusal: Phrase | null }>({
    severity: 'error',
    text: ({ place, refusal, isPromised }) =>
      refusal === null
        ? `The server at ${place.address} does not offer STARTTLS${isPromised ? ', which its TLSA records promise' : ''}.`
        : `The server at ${place.address} offers STARTTLS but does not start TLS: ${refusal}.`,
    advice:
      'Give the server a certificate and turn on STARTTLS for every client. A firewall on the path may also strip it.',
    rfc: 'RFC 7672 §2.2',
    bounces: ({ place, refusal, isPromised }) =>
      isPromised
        ? [
            BOUNCES.exchangeNoStarttls,
            refusal === null ? postfixNotOffered(place) : postfixStarttlsRefused(place, refusal),
          ]
        : [],
  }),
  'tls-failed': entry<TlsFault & { detail: Phrase }>({
    severity: 'error',
    text: ({ place, detail }) => `The TLS handshake with ${place.address} failed: ${detail}.`,
    advice: 'Check the log of the server, and the files with its certificate and key.',
    rfc: 'RFC 7672 §2.2',
    bounces: ({ isPromised }) => (isPromised ? [BOUNCES.postfixNoHandshake] : []),
  }),
  'starttls-injection': entry<At & { bytes: number }>({
    severity: 'warning',
    text: ({ place, bytes }) =>
      `The server at ${place.address} sent ${bytes} bytes in the clear after its reply to STARTTLS: a careless client takes them for part of the encrypted session.`,
    advice: 'Update the server or the proxy in front of it: only TLS may follow that reply.',
    rfc: 'RFC 3207 §4',
  }),
  'tls-outdated': entry<At & { version: string }>({
    severity: 'warning',
    text: ({ place, version }) =>
      `The server at ${place.address} supports nothing newer than ${version}, which is deprecated; many senders refuse it.`,
    advice: 'Turn on TLS 1.2 and 1.3.',
    rfc: 'RFC 8996 §5',
  }),
  'second-handshake-failed': entry<At & { kind: string; detail: Phrase }>({
    severity: 'warning',
    text: ({ place, kind, detail }) =>
      `Could not determine whether ${place.address} also has an ${kind} certificate: ${detail}.`,
    advice: null,
    rfc: null,
  }),
  interrupted: entry({
    severity: 'warning',
    text: () => 'The probe ended early: what follows is incomplete.',
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
