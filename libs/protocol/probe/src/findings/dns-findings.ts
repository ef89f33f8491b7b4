/** What DNS says about the target and its hosts, before anything is connected to. */
import type { InWords, Phrase } from '#text';

import { BOUNCES, entry, postfixNameService, postfixTlsaLookup } from './finding.js';

interface Lookup {
  readonly name: string;
  readonly type: 'MX' | 'SRV' | 'A' | 'AAAA' | 'CNAME';
}

interface TlsaLookup {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly detail: Phrase;
  readonly isMxSecure: boolean;
}

/** RFC 7672 §2.2.1 leaves open whether DANE is used with unsigned MX records. */
function lostTlsa(what: string, { name, detail, isMxSecure }: InWords<TlsaLookup>): string {
  const who = isMxSecure ? '' : 'with unsigned MX records too, as Postfix does, ';
  return `The TLSA records of ${name} ${what} (${detail}): senders that use DANE ${who}do not deliver.`;
}

function nameService({ name, type }: Lookup) {
  return type === 'MX' || type === 'A' ? [postfixNameService(name, type)] : [];
}

export const DNS_FINDINGS = {
  'lookup-bogus': entry<Lookup & { detail: Phrase }>({
    severity: 'error',
    text: ({ name, type, detail }) =>
      `The ${type} records of ${name} fail DNSSEC validation (${detail}): senders that validate do not deliver.`,
    advice:
      'Fix the signatures of the zone, or its DS record at the parent; delv and dnsviz.net show where the chain breaks.',
    rfc: 'RFC 7672 §2.1.2',
    bounces: (facts) => [BOUNCES.exchangeDnssecInvalid, ...nameService(facts)],
  }),
  'lookup-failed': entry<Lookup & { detail: Phrase }>({
    severity: 'error',
    text: ({ name, type, detail }) => `The ${type} records of ${name} could not be looked up: ${detail}.`,
    advice: 'Check that all name servers of the zone answer, and that the resolver works.',
    rfc: 'RFC 7672 §2.1.2',
    bounces: nameService,
  }),
  'addresses-half-failed': entry<Lookup & { detail: Phrase }>({
    severity: 'warning',
    text: ({ name, type, detail }) =>
      `The ${type} records of ${name} could not be looked up (${detail}); addresses of the other family were found.`,
    advice: 'Check that all name servers of the zone answer for both A and AAAA.',
    rfc: 'RFC 7672 §2.1.2',
  }),
  'no-such-domain': entry<{ name: string }>({
    severity: 'error',
    text: ({ name }) => `The domain ${name} does not exist.`,
    advice: 'Check the spelling.',
    rfc: 'RFC 5321 §5.1',
  }),
  'null-mx': entry<{ domain: string }>({
    severity: 'warning',
    text: ({ domain }) => `${domain} has a null MX record: it accepts no mail.`,
    advice: null,
    rfc: 'RFC 7505 §3',
  }),
  'null-mx-beside-others': entry<{ domain: string }>({
    severity: 'warning',
    text: ({ domain }) =>
      `${domain} has a null MX record (“.”) beside its mail servers: some senders deliver, others bounce.`,
    advice: 'Remove the record “MX 0 .”, or all others if the domain is not meant to receive mail.',
    rfc: 'RFC 7505 §3',
  }),
  'null-mx-preference': entry<{ domain: string; preferences: readonly number[] }>({
    severity: 'warning',
    text: ({ domain, preferences }) =>
      `The null MX record of ${domain} has the preference ${preferences.join(', ')}: only “MX 0 .” is a null MX, and some senders take this one for a host.`,
    advice: 'Publish “MX 0 .” alone.',
    rfc: 'RFC 7505 §3',
  }),
  'no-mx': entry<{ domain: string }>({
    severity: 'info',
    text: ({ domain }) => `${domain} has no MX records: mail goes to the host of that name.`,
    advice: null,
    rfc: 'RFC 5321 §5.1',
  }),
  'mx-insecure': entry<{ domain: string }>({
    severity: 'warning',
    text: ({ domain }) =>
      `The MX records of ${domain} are not signed: an attacker can name other mail servers, and senders need not use DANE.`,
    advice: 'Sign the zone with DNSSEC and have its DS record published at the parent.',
    rfc: 'RFC 7672 §2.2.1',
  }),
  'mx-is-address': entry<{ exchange: string }>({
    severity: 'error',
    text: ({ exchange }) => `An MX record names the address ${exchange}, where a host name is required.`,
    advice: 'Give the host a name with an address record, and use that name.',
    rfc: 'RFC 7672 §2.2',
  }),
  'mx-is-alias': entry<{ host: string; canonicalName: string }>({
    severity: 'info',
    text: ({ host, canonicalName }) =>
      `${host} is an alias of ${canonicalName}; an MX record should not name an alias.`,
    advice: 'Name the host itself in the MX record.',
    rfc: 'RFC 2181 §10.3',
  }),
  'no-srv': entry<{ name: string }>({
    severity: 'error',
    text: ({ name }) => `There are no SRV records at ${name}.`,
    advice: null,
    rfc: 'RFC 6186 §3.1',
  }),
  'srv-insecure': entry<{ name: string }>({
    severity: 'warning',
    text: ({ name }) =>
      `The SRV records of ${name} are not signed: DANE does not apply to the hosts they name.`,
    advice: 'Sign the zone with DNSSEC and have its DS record published at the parent.',
    rfc: 'RFC 7673 §3.1',
  }),
  'srv-not-offered': entry<{ name: string }>({
    severity: 'warning',
    text: ({ name }) => `${name} says that the service is not offered.`,
    advice: null,
    rfc: 'RFC 6186 §3.4',
  }),
  'no-addresses': entry<{ host: string; families: readonly string[] }>({
    severity: 'error',
    text: ({ host, families }) => `${host} has no ${families.join(' or ')} address.`,
    advice: 'Publish an address record, or remove the host from DNS.',
    rfc: 'RFC 5321 §5.1',
    bounces: ({ host }) => [
      {
        sender: 'Postfix',
        text: `5.4.4 Host or domain name not found. Name service error for name=${host} type=A: Host not found`,
      },
    ],
  }),
  'address-literal': entry<{ host: string }>({
    severity: 'warning',
    text: ({ host }) => `${host} is an address: DANE needs a host name.`,
    advice: 'Probe the server by its name.',
    rfc: 'RFC 7672 §2.2',
  }),
  'addresses-insecure': entry<{ host: string }>({
    severity: 'warning',
    text: ({ host }) =>
      `The addresses of ${host} are not signed: DANE does not apply, so senders use TLS without verifying the server.`,
    advice: 'Sign the zone of the host with DNSSEC, then publish TLSA records.',
    rfc: 'RFC 7672 §2.2.2',
  }),
  'tlsa-insecure': entry<{ name: string }>({
    severity: 'warning',
    text: ({ name }) => `The TLSA records at ${name} are not signed: senders ignore them.`,
    advice: 'Sign the zone with DNSSEC and have its DS record published at the parent.',
    rfc: 'RFC 7672 §2.2',
  }),
  'tlsa-none': entry<{ name: string }>({
    severity: 'warning',
    text: ({ name }) => `There are no TLSA records at ${name}: senders use TLS without verifying the server.`,
    advice:
      'Publish a 3 1 1 record for the key of the server’s certificate; `havedane probe --suggest` prints it.',
    rfc: 'RFC 7672 §2.2',
  }),
  'tlsa-bogus': entry<TlsaLookup>({
    severity: 'error',
    text: (lookup) => lostTlsa('fail DNSSEC validation', lookup),
    advice:
      'Fix the signatures of the zone. If there are no TLSA records, their absence must be signed, too.',
    rfc: 'RFC 7672 §2.1.2',
    bounces: ({ host, port }) => [BOUNCES.exchangeDnssecInvalid, postfixTlsaLookup(host, port)],
  }),
  'tlsa-failed': entry<TlsaLookup>({
    severity: 'error',
    text: (lookup) => lostTlsa('could not be looked up', lookup),
    advice: 'Some name servers do not answer TLSA queries at all: ask each of them (`--all-nameservers`).',
    rfc: 'RFC 7672 §2.1.2',
    bounces: ({ host, port }) => [BOUNCES.exchangeDnssecInvalid, postfixTlsaLookup(host, port)],
  }),
  'name-servers-disagree': entry<{ name: string; servers: readonly Phrase[] }>({
    severity: 'error',
    text: ({ name, servers }) =>
      `Not all name servers have the TLSA records of ${name} that the resolver got: ${servers.join(', ')}.`,
    advice:
      'Check that the zone is transferred to all of them; until then, chance decides what a sender sees.',
    rfc: 'RFC 7671 §8.1',
  }),
  'name-server-failed': entry<{ name: string; servers: readonly Phrase[] }>({
    severity: 'warning',
    text: ({ name, servers }) => `Not all name servers answered for ${name}: ${servers.join(', ')}.`,
    advice: 'Check that these name servers run, and that no firewall blocks UDP or TCP port 53.',
    rfc: null,
  }),
} as const;
