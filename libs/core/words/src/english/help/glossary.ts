/** Terms as this page uses them, for the page and docs/glossary.md, which show them in alphabetical order. */
export interface GlossaryEntry {
  readonly term: string;
  readonly meaning: string;
}

export const glossary = {
  adFlag: {
    term: 'AD flag',
    meaning:
      'The bit in a DNS answer with which a validating resolver says that it verified the signatures (RFC 4035 §3.2.3).',
  },
  alert: {
    term: 'Alert',
    meaning:
      'The message in which one side of a TLS connection says why it closes the connection, such as `bad_certificate` (RFC 8446 §6).',
  },
  bounce: {
    term: 'Bounce',
    meaning: 'The message in which a server reports that it could not deliver (RFC 3464).',
  },
  controlHost: {
    term: 'Control host',
    meaning:
      'A host where delivery is correct. A refusal elsewhere counts only if the same server delivered at a control host.',
  },
  dane: {
    term: 'DANE',
    meaning:
      'DNS-based Authentication of Named Entities: a domain publishes in signed DNS which certificate its mail servers present (RFC 6698; for SMTP, RFC 7672).',
  },
  defer: {
    term: 'Defer',
    meaning: 'To keep a message in the queue and try again later.',
  },
  dnssec: {
    term: 'DNSSEC',
    meaning: 'Signatures on DNS records, so that a resolver can tell real answers from forged ones.',
  },
  doBit: {
    term: 'DO bit',
    meaning:
      'The bit in a DNS query with which a resolver asks for signatures. Without it there is no DNSSEC.',
  },
  downgrade: {
    term: 'Downgrade',
    meaning:
      'An attack that removes protection instead of breaking it, such as hiding that a server offers STARTTLS.',
  },
  mtaSts: {
    term: 'MTA-STS',
    meaning:
      'A policy, fetched over HTTPS, that requires a certificate from a public authority (RFC 8461). An alternative to DANE that needs no DNSSEC.',
  },
  opportunisticTls: {
    term: 'Opportunistic TLS',
    meaning: 'Encryption if the other side offers it, without checking who the other side is.',
  },
  release: {
    term: 'Release',
    meaning:
      'After a refusal we present a matching certificate for that check, so that the deferred message is delivered.',
  },
  rollover: {
    term: 'Rollover',
    meaning: 'Replacing a key or certificate so that a TLSA record matches at every moment.',
  },
  scenario: {
    term: 'Scenario',
    meaning: 'A receiving host with a known DNS and TLS state, and what a conforming sender does there.',
  },
  sni: {
    term: 'SNI',
    meaning:
      'The host name that a client sends in its TLS handshake (RFC 6066 §3). DANE requires senders to send one.',
  },
  startTls: {
    term: 'STARTTLS',
    meaning: 'The SMTP command that switches a connection to TLS (RFC 3207).',
  },
  tlsaRecord: {
    term: 'TLSA record',
    meaning:
      'The DNS record of DANE: usage (`3` this certificate, `2` this authority), selector (`0` certificate, `1` public key), matching type (`0` all of it, `1` SHA-256, `2` SHA-512), and the data.',
  },
  tlsRpt: {
    term: 'TLSRPT',
    meaning: 'Daily reports that show a domain how TLS connections to it went (RFC 8460).',
  },
  validatingResolver: {
    term: 'Validating resolver',
    meaning:
      'A resolver that verifies DNSSEC signatures. A sender needs one that it can trust, ideally on the same machine, or DANE stays off.',
  },
} satisfies Readonly<Record<string, GlossaryEntry>>;
