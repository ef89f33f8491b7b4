/** What DNS says about the target and its hosts, before anything is connected to. */
import { BOUNCES, entry, postfixNameService, postfixTlsaLookup } from './finding.js';

interface Lookup {
  readonly name: string;
  readonly type: 'MX' | 'SRV' | 'A' | 'AAAA' | 'CNAME';
}

interface TlsaLookup {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly detail: string;
  readonly isMxSecure: boolean;
}

/** RFC 7672 §2.2.1 leaves open whether DANE is used with unsigned MX records. */
function lostTlsa(what: string, { name, detail, isMxSecure }: TlsaLookup): string {
  const who = isMxSecure ? '' : 'with unsigned MX records too, as Postfix does, ';
  return `The TLSA records of ${name} ${what} (${detail}): senders that use DANE ${who}do not deliver.`;
}

function nameService({ name, type }: Lookup) {
  return type === 'MX' || type === 'A' ? [postfixNameService(name, type)] : [];
}

export const DNS_FINDINGS = {
  'lookup-bogus': entry<Lookup & { detail: string }>({
    severity: 'error',
    text: ({ name, type, detail }) =>
      `The ${type} records of ${name} fail DNSSEC validation (${detail}): senders that validate deliver nothing.`,
    advice:
      'Mend the signatures of the zone, or its DS record at the parent; delv and dnsviz.net show where the chain breaks.',
    rfc: 'RFC 7672 §2.1.2',
    bounces: (facts) => [BOUNCES.exchangeDnssecInvalid, ...nameService(facts)],
  }),
  'lookup-failed': entry<Lookup & { detail: string }>({
    severity: 'error',
    text: ({ name, type, detail }) => `The ${type} records of ${name} could not be looked up: ${detail}.`,
    advice: 'Look whether all name servers of the zone answer, and whether the resolver works.',
    rfc: 'RFC 7672 §2.1.2',
    bounces: nameService,
  }),
  'addresses-half-failed': entry<Lookup & { detail: string }>({
    severity: 'warning',
    text: ({ name, type, detail }) =>
      `The ${type} records of ${name} could not be looked up (${detail}); there are addresses of the other kind.`,
    advice: 'Look whether all name servers of the zone answer for both kinds of address.',
    rfc: 'RFC 7672 §2.1.2',
  }),
  'no-such-domain': entry<{ name: string }>({
    severity: 'error',
    text: ({ name }) => `There is no domain ${name}.`,
    advice: 'Look at the spelling.',
    rfc: 'RFC 5321 §5.1',
  }),
  'null-mx': entry<{ domain: string }>({
    severity: 'warning',
    text: ({ domain }) => `${domain} says by a null MX record that it takes no mail.`,
    advice: null,
    rfc: 'RFC 7505 §3',
  }),
  'null-mx-beside-others': entry<{ domain: string }>({
    severity: 'warning',
    text: ({ domain }) =>
      `${domain} has a null MX record (“.”) beside its mail servers: some senders deliver, others return mail as undeliverable.`,
    advice: 'Remove the record “MX 0 .”, or all others if the domain is to take no mail.',
    rfc: 'RFC 7505 §3',
  }),
  'null-mx-preference': entry<{ domain: string; preferences: readonly number[] }>({
    severity: 'warning',
    text: ({ domain, preferences }) =>
      `The null MX record of ${domain} has the preference ${preferences.join(', ')}: only “MX 0 .” is one, and some senders take this for a host.`,
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
      `The MX records of ${domain} are not signed: an attacker can name other mail servers, and no sender has to use DANE.`,
    advice: 'Sign the zone with DNSSEC and have its DS record published at the parent.',
    rfc: 'RFC 7672 §2.2.1',
  }),
  'mx-is-address': entry<{ exchange: string }>({
    severity: 'error',
    text: ({ exchange }) =>
      `An MX record names the address ${exchange}, where the name of a host must stand.`,
    advice: 'Give the host a name with an address record, and name that.',
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
    text: ({ name }) => `The SRV records of ${name} are not signed: DANE does not apply to what they name.`,
    advice: 'Sign the zone with DNSSEC and have its DS record published at the parent.',
    rfc: 'RFC 7673 §3.1',
  }),
  'srv-not-offered': entry<{ name: string }>({
    severity: 'warning',
    text: ({ name }) => `${name} says that the service is not offered.`,
    advice: null,
    rfc: 'RFC 6186 §3.4',
  }),
  'no-addresses': entry<{ host: string; families: string }>({
    severity: 'error',
    text: ({ host, families }) => `${host} has no ${families} address.`,
    advice: 'Publish an address record, or take the host out of DNS.',
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
    text: ({ host }) => `${host} is an address: DANE needs the name of a host.`,
    advice: 'Probe the name of the server.',
    rfc: 'RFC 7672 §2.2',
  }),
  'addresses-insecure': entry<{ host: string }>({
    severity: 'warning',
    text: ({ host }) =>
      `The addresses of ${host} are not signed: DANE does not apply, senders use TLS without knowing with whom.`,
    advice: 'Sign the zone of the host with DNSSEC, then publish TLSA records.',
    rfc: 'RFC 7672 §2.2.2',
  }),
  'tlsa-insecure': entry<{ name: string }>({
    severity: 'warning',
    text: ({ name }) => `There are TLSA records at ${name}, and they are not signed: senders ignore them.`,
    advice: 'Sign the zone with DNSSEC and have its DS record published at the parent.',
    rfc: 'RFC 7672 §2.2',
  }),
  'tlsa-none': entry<{ name: string }>({
    severity: 'warning',
    text: ({ name }) => `There are no TLSA records at ${name}: senders use TLS without knowing with whom.`,
    advice:
      'Publish a 3 1 1 record of the key of the server’s certificate; `havedane probe --suggest` prints it.',
    rfc: 'RFC 7672 §2.2',
  }),
  'tlsa-bogus': entry<TlsaLookup>({
    severity: 'error',
    text: (lookup) => lostTlsa('fail DNSSEC validation', lookup),
    advice:
      'Mend the signatures of the zone. Where there are no TLSA records, that must be denied with valid signatures too.',
    rfc: 'RFC 7672 §2.1.2',
    bounces: ({ host, port }) => [BOUNCES.exchangeDnssecInvalid, postfixTlsaLookup(host, port)],
  }),
  'tlsa-failed': entry<TlsaLookup>({
    severity: 'error',
    text: (lookup) => lostTlsa('could not be looked up', lookup),
    advice:
      'Some name servers do not answer questions for TLSA at all: ask each of them (--all-nameservers).',
    rfc: 'RFC 7672 §2.1.2',
    bounces: ({ host, port }) => [BOUNCES.exchangeDnssecInvalid, postfixTlsaLookup(host, port)],
  }),
  'name-servers-disagree': entry<{ name: string; servers: string }>({
    severity: 'error',
    text: ({ name, servers }) =>
      `Not all name servers have the TLSA records of ${name} that the resolver got: ${servers}.`,
    advice:
      'Look whether the zone is transferred to all of them; until then it is chance what a sender sees.',
    rfc: 'RFC 7671 §8.1',
  }),
  'name-server-failed': entry<{ name: string; servers: string }>({
    severity: 'warning',
    text: ({ name, servers }) => `Not all name servers answered for ${name}: ${servers}.`,
    advice: 'Look whether these name servers run, and whether a firewall holds back UDP or TCP port 53.',
    rfc: null,
  }),
} as const;
