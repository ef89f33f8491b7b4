/** What a probe says beside its findings: what it is doing, what senders make of a server, and what records come to. */
import { type Phrase, phrasesOf } from '#text';

import type { Coded, ProbeFinding, ProbeStep } from './result.js';

export const PROBE_PHRASES = {
  // Steps.
  'looking-up': 'looking up {1}',
  'asked-for-hosts': 'asked for the {1} records of {2}, {3}: {4}',
  'asked-for-tlsa': 'asked for the TLSA records of {1}: {2}, {3}',
  secure: 'secure',
  'not-secure': 'not secure',
  'without-ipv6': 'this server has no IPv6: IPv6 addresses are not tested',
  'no-tlsa': 'asked for the TLSA records of {1}: there are none',
  'dane-does-not-apply': 'looked up the addresses: DANE does not apply',
  'answer-bogus': 'asked for {1}: the answer fails DNSSEC validation',
  'answer-missing': 'asked for {1}: no answer',
  'asked-name-servers': 'asked {1} addresses of {2} name servers for {3}',
  'no-hosts': 'there are no hosts',
  'fetching-policy': 'fetching the MTA-STS policy from {1}',
  'as-client': 'as a client that knows {1} only: {2}',
  'tls-and-dane': '{1}, DANE: {2}',

  // DANE states.
  verified: 'verified',
  mismatch: 'mismatch',
  unusable: 'unusable',
  none: 'none',
  insecure: 'insecure',
  bogus: 'bogus',
  'no-starttls': 'no-starttls',
  'dane-not-looked-at': 'not-looked-at',
  unreachable: 'unreachable',

  // Why a probe was not finished.
  restarted: 'The server was restarted before the probe had ended.',
  'shutting-down': 'The server is being shut down.',
  'took-too-long': 'It took too long.',
  'failed-here': 'Something went wrong on this server. It was logged, and says nothing about the domain.',
  'too-much': 'There is more to say about this domain than this server keeps.',

  // Facts of findings.
  hosts: 'hosts',
  'addresses-of': 'addresses of {1}',
  'unnamed-type': 'a type that is not named',
  'no-records': 'none',
  'server-without-address': 'it has no address',
  'name-server': '{1} ({2})',
  'digest-of-nothing': 'is the digest of nothing, as of an empty file',
  'retired-issuer': 'is of Let’s Encrypt {1}, an issuer that was retired',
  'expired-certificate': 'holds a certificate that expired on {1}',
  'others-open': 'other connections to it were still open when the time was up',
  'connections-used': 'one probe opens at most {1} connections',
  'connections-to-address': 'one probe opens at most {1} connections to one address',
  'connections-to-network': 'one probe opens at most {1} connections to one network ({2})',
  'probed-often': 'it was probed often just now; try again in {1} s',
  'unreadable-certificate': 'a certificate that cannot be read',

  // What senders do, and why.
  authenticated: 'delivers, authenticated',
  unauthenticated: 'delivers over TLS, unauthenticated',
  'in-the-clear': 'delivers without TLS',
  deferred: 'does not deliver',
  either: 'may deliver or not',
  'not-known': 'not known',
  'sender-because': '{1}: {2}',
  'sender-at': 'at {1}: {2}',
  'senders-do': '{1}: {2}.',
  'nothing-usable': 'no TLSA record can be used',
  'path-not-judged': 'whether the path to the trust anchor is valid could not be determined here',
  'by-tls-library': 'built with GnuTLS, as Debian’s is, it does not; built with OpenSSL it delivers',
  'record-not-tried': 'how it treats such a record was not tried',
  'path-by-tls-library':
    'built with GnuTLS, as Debian’s is, it does not check the whole path; built with OpenSSL it does',
  'empty-subject': '4.96 with GnuTLS crashes at an empty subject',
  'name-not-carried': 'the certificate does not contain the name {1}',
  undocumented: 'its documentation does not say',
  'name-not-excepted':
    'its error 5.7.325 is for certificates without the name {1}, with no exception for DANE-EE',
  'date-not-excepted': 'its error 5.7.322 is for expired certificates, with no exception for DANE-EE',
  'issuer-not-a-ca': 'an issuer must be marked as a CA (RFC 5280 §6.1.4 (k))',
  'anchor-out-of-date':
    'the trust anchor is outside its validity dates, which do not count in RFC 5280 §6.1.1',
  'anchor-by-key': 'not every sender finds an anchor by its key alone (RFC 7671 §5.2.3)',
  'any-purpose': 'anyExtendedKeyUsage may count as a purpose (RFC 5280 §4.2.1.12)',
  'no-limit': 'it sets no limit, and the rest of the chain was not checked',
  'other-issuers': 'a sender that tries other issuers of the same name may find a path',
  'nobody-validates': 'no resolver validates DNSSEC here',
  'not-connected': 'this probe did not connect',
  'dns-fails': 'DNS answers fail',
  'tls-fails': 'TLS is offered and fails',
  opportunistic: 'opportunistic TLS leaves it to the sender (RFC 7435 §1.2)',
  'signed-mx-only': 'it uses DANE with signed MX records only',
  'unsigned-mx': 'with unsigned MX records, using DANE is left to the sender (§2.2.1)',
  'tls-promised': 'TLSA records promise TLS',
  'by-certificate': 'it depends on which certificate the server presents to it',
  'not-reached-outside': 'nobody outside its network reaches {1}',
  'server-too-slow': 'the server did not answer within the time limit of this probe',

  // Why a TLSA record does not authenticate a server.
  'record-not-presented': 'Nothing that the server presents has this digest.',
  'record-wrong-usage':
    'It describes a certificate that is presented, but with the wrong usage: 3 is for the server’s own certificate alone, 2 for one that issued it.',
  'record-anchor-not-sent': 'The server does not send the certificate of the trust anchor along.',
  'record-no-path': 'The certificate it describes is sent, but the server’s own is not issued under it.',
  'record-wrong-name': 'The certificate does not carry the name of the server, which DANE-TA asks for.',
  'record-expired': 'A certificate on the path to the trust anchor has expired.',
  'record-not-yet-valid': 'A certificate on the path to the trust anchor is not valid yet.',
  'record-not-a-ca': 'A certificate on the path to the trust anchor may not issue the one below it.',
  'record-unsuitable': 'A certificate on the path to the trust anchor is not meant for TLS servers.',
  'record-chain-too-long': 'More certificates lead to the trust anchor than Postfix follows.',
  'record-too-weak':
    'A key or signature on the path to the trust anchor is too weak, such as one with SHA-1.',
  'record-not-judged': 'Whether the path to the trust anchor is valid could not be judged here.',
  'record-weaker-digest':
    'It is ignored, because there are records of the same usage and selector with a stronger digest.',
  'record-pkix-usage': 'The usages 0 and 1 rely on public authorities, which SMTP does not use.',
  'record-unknown-usage': 'Its usage is not one that is defined.',
  'record-unknown-selector': 'Its selector is not one that is defined.',
  'record-unknown-matching-type': 'Its matching type is not one that is defined.',
  'record-malformed-data': 'Its data cannot be what the first three numbers say.',
  'openssl-says': '{1} OpenSSL says: {2}.',

  // Whether a key can be changed.
  'keys-without-match': 'There are several 3 1 1 records, none for a key that is in use.',
  'next-key-published':
    'There are 3 1 1 records for the key in use and for another one: the key can be changed.',
  'keys-without-spare': 'Every 3 1 1 record is for a key in use, none for the next key.',
  'key-and-issuer':
    'There are a 3 1 1 record for the key and a 2 1 1 record for its issuer, and both match: either can be changed while the other holds.',
  'key-or-issuer-unmatched':
    'There are a 3 1 1 and a 2 1 1 record, but not both match: neither holds while the other is changed.',
  'no-usable-record': 'There is no usable TLSA record.',
  'single-record':
    'There is a single TLSA record: when what it describes changes, mail is delayed until the new record has reached every cache.',
  'other-scheme':
    'The TLSA records follow neither 3 1 1 + 3 1 1 nor 3 1 1 + 2 1 1, the two schemes that allow a key to be changed without a gap.',

  // OCSP.
  'ocsp-none': 'No OCSP response is stapled.',
  'ocsp-not-checked': 'A stapled OCSP response was not checked: {1}.',
  'issuer-not-sent': 'the issuer of the certificate was not sent',
  'ocsp-says': 'The responder says {1}.',
  'ocsp-says-until': 'The responder says {1}, valid until {2}.',
  'ocsp-unknown': 'The responder does not know the certificate.',
  'ocsp-bad-signature': 'It is not signed by the issuer of the certificate.',
  'ocsp-unreadable': 'It is not an OCSP response.',
  'ocsp-other-certificate': 'It is about another certificate.',
  'ocsp-not-before': 'It is valid only from {1}.',
  'ocsp-unreadable-time': 'a time that cannot be read',
  'ocsp-past': 'It was valid until {1}.',
} as const;

export const phrase = phrasesOf(PROBE_PHRASES);

/** As a fact of something else. */
export function asPhrase({ text, code = 'verbatim', facts = [text] }: Coded): Phrase {
  return { code, facts, text };
}

/** What a step says. */
export function asStep({
  code,
  text,
  facts,
}: Phrase | ProbeFinding): Pick<ProbeStep, 'text' | 'code' | 'facts'> {
  return { text, code, facts };
}
