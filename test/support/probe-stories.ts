/**
 * What probes find out at domains of every kind: enough to show each conclusion. Addresses are of the documentation ranges
 * (RFC 5737, RFC 3849).
 */
import type { ProbeHostBody, ProbeTargetBody } from '#contracts';

import {
  address,
  CA_KEY,
  CA_RECORD,
  ECDSA,
  finding,
  handshake,
  host,
  record,
  RSA,
  RSA_KEY,
  RSA_RECORD,
  target,
  WRONG_RECORD,
} from './probe-story-parts.js';
import { sampleNotOffered } from './sample-probe.js';

const MISMATCH = finding('error', 'No certificate that mx1.example.org presents matches its TLSA records.', {
  code: 'tlsa-mismatch',
  advice:
    'Publish a TLSA record for the key that is served, or serve the certificate that the records describe. Publish first and change the key afterwards, two TTLs later.',
  rfc: 'RFC 7672 §2.2.3',
  bounces: [
    { sender: 'Exchange Online', text: '550 5.7.323 tlsa-invalid: The domain failed DANE validation' },
    { sender: 'Postfix', text: '4.7.5 Server certificate not verified' },
    { sender: 'Postfix', text: '4.7.5 Server certificate not trusted' },
  ],
});

/** Of a host whose addresses nobody has found secure. */
const NOT_SECURE: Partial<ProbeHostBody> = {
  dane: 'insecure',
  addressesSecure: false,
  rollover: null,
  tlsa: {
    name: '_25._tcp.mx1.example.org',
    baseDomain: 'mx1.example.org',
    status: 'not-asked',
    secure: false,
    ttl: null,
    records: [],
    nameServers: null,
  },
};

const UNPUBLISHED = finding(
  'error',
  'The ECDSA certificate of 192.0.2.25 has no TLSA record: senders that prefer ECDSA do not deliver.',
  {
    code: 'second-certificate-unpublished',
    advice: 'Publish a 3 1 1 record for this key as well, or stop serving the certificate.',
    rfc: 'RFC 7671 §5.1',
  },
);

/** Each kind of domain by its name. */
export const STORIES = {
  verified: (domain: string) => target(domain),
  mismatch: (domain: string) => {
    const wrong = address('192.0.2.25', {
      result: 'error',
      dane: 'mismatch',
      handshakes: [
        handshake('any', RSA, [WRONG_RECORD]),
        handshake('rsa', RSA, [WRONG_RECORD]),
        sampleNotOffered('ecdsa'),
      ],
    });
    const broken = host('mx1.example.org', {
      result: 'error',
      dane: 'mismatch',
      addresses: [wrong],
      rollover: { scheme: 'single', ready: false, text: 'A single record leaves no room to change the key.' },
      suggestions: [`_25._tcp.mx1.example.org. IN TLSA 3 1 1 ${RSA_KEY}`],
      findings: [MISMATCH],
    });
    const records = { ...broken.tlsa, records: [WRONG_RECORD] };
    return target(domain, {
      result: 'error',
      dane: 'mismatch',
      findings: [MISMATCH],
      hosts: [{ ...broken, tlsa: records }, host('mx2.example.org', { preference: 20 })],
    });
  },
  'second-certificate': (domain: string) => {
    const records = [RSA_RECORD, CA_RECORD, record('0 0 1 aabbcc')];
    const one = address('192.0.2.25', {
      result: 'error',
      dane: 'mismatch',
      handshakes: [
        handshake('any', ECDSA, [RSA_RECORD]),
        handshake('rsa', RSA, [RSA_RECORD]),
        handshake('ecdsa', ECDSA, [RSA_RECORD]),
      ],
      findings: [UNPUBLISHED],
    });
    const mixed = host('mx1.example.org', {
      result: 'error',
      dane: 'mismatch',
      canonicalName: 'mx1.provider.example.net',
      addresses: [one],
      findings: [UNPUBLISHED],
    });
    return target(domain, {
      result: 'error',
      dane: 'mismatch',
      findings: [UNPUBLISHED],
      hosts: [{ ...mixed, tlsa: { ...mixed.tlsa, records } }],
    });
  },
  none: (domain: string) => {
    const advice = finding(
      'warning',
      'mx1.example.org has no TLSA records: whom a sender talks to is not verified.',
      {
        code: 'no-tlsa',
        advice: 'Publish the records below, once you have made sure that they are of your own key.',
        rfc: 'RFC 7672 §2.2',
      },
    );
    const plain = host('mx1.example.org', {
      result: 'warning',
      dane: 'none',
      addresses: [
        address('192.0.2.25', {
          result: 'warning',
          dane: 'none',
          handshakes: [handshake('any', RSA, []), handshake('rsa', RSA, []), sampleNotOffered('ecdsa')],
        }),
      ],
      rollover: null,
      suggestions: [
        `_25._tcp.mx1.example.org. IN TLSA 3 1 1 ${RSA_KEY}`,
        `_25._tcp.mx1.example.org. IN TLSA 2 1 1 ${CA_KEY}`,
      ],
      findings: [advice],
    });
    return target(domain, {
      result: 'warning',
      dane: 'none',
      findings: [advice],
      hosts: [{ ...plain, tlsa: { ...plain.tlsa, status: 'none', ttl: null, records: [] } }],
      mtaSts: { status: 'none', text: null, findings: [finding('info', 'No MTA-STS policy is published.')] },
      tlsRpt: {
        status: 'none',
        text: null,
        findings: [finding('info', 'No reports on TLS are asked for.', { rfc: 'RFC 8460 §3' })],
      },
    });
  },
  insecure: (domain: string) =>
    target(domain, {
      result: 'warning',
      dane: 'insecure',
      lookup: { name: domain, type: 'MX', secure: false },
      findings: [
        finding('warning', `${domain} is not signed with DNSSEC, so DANE does not apply.`, {
          rfc: 'RFC 7672 §2.1.3',
        }),
      ],
      hosts: [
        host('mx1.example.org', {
          result: 'warning',
          ...NOT_SECURE,
        }),
      ],
    }),
  'not-validated': (domain: string) =>
    target(domain, {
      result: 'error',
      dane: 'insecure',
      lookup: { name: domain, type: 'MX', secure: false },
      findings: [
        finding('error', 'The resolver of this service does not validate DNSSEC.', {
          code: 'resolver-does-not-validate',
          advice: 'That is for the operator of this service to fix; the domain is not at fault.',
        }),
      ],
      hosts: [
        host('mx1.example.org', {
          result: 'ok',
          ...NOT_SECURE,
          addresses: [
            address('192.0.2.25', {
              dane: 'insecure',
              handshakes: [{ ...handshake('any', RSA, []), dane: 'insecure' }],
            }),
          ],
        }),
      ],
      resolver: { address: null, validates: false },
    }),
  'no-such-domain': (domain: string) =>
    target(domain, {
      result: 'error',
      dane: 'unreachable',
      findings: [
        finding('error', `The domain ${domain} does not exist.`, {
          code: 'no-such-domain',
          advice: 'Check the spelling.',
          rfc: 'RFC 5321 §5.1',
        }),
      ],
      hosts: [],
      mtaSts: null,
      tlsRpt: null,
    }),
  bogus: (domain: string) =>
    target(domain, {
      result: 'error',
      dane: 'bogus',
      findings: [
        finding(
          'error',
          `The DNSSEC signatures of ${domain} are not valid: senders that validate find no mail servers.`,
          {
            code: 'bogus',
            advice:
              'Compare the DS record at the registrar with the keys of the zone, and look whether signatures have expired.',
            rfc: 'RFC 7672 §2.1.2',
            bounces: [
              {
                sender: 'Exchange Online',
                text: '450 4.7.324 dnssec-invalid: Destination domain returned invalid DNSSEC records',
              },
            ],
          },
        ),
      ],
      lookup: { name: domain, type: 'MX', secure: false },
      hosts: [],
      mtaSts: null,
      tlsRpt: null,
    }),
  'no-starttls': (domain: string) =>
    target(domain, {
      result: 'error',
      dane: 'no-starttls',
      findings: [
        finding('error', 'mx1.example.org does not offer STARTTLS.', {
          rfc: 'RFC 7672 §2.2',
          advice: 'Turn TLS on: mail to this domain is carried in clear.',
        }),
      ],
      hosts: [
        host('mx1.example.org', {
          result: 'error',
          dane: 'no-starttls',
          addresses: [
            address('192.0.2.25', { result: 'error', dane: 'no-starttls', starttls: false, handshakes: [] }),
          ],
        }),
      ],
    }),
  unreachable: (domain: string) =>
    target(domain, {
      result: 'error',
      dane: 'unreachable',
      findings: [finding('error', 'No mail server could be connected to.')],
      hosts: [
        host('mx1.example.org', {
          result: 'error',
          dane: 'unreachable',
          addresses: [
            address('192.0.2.25', {
              result: 'error',
              dane: 'unreachable',
              banner: null,
              starttls: null,
              handshakes: [],
              findings: [finding('error', 'The connection was refused.')],
            }),
          ],
        }),
      ],
    }),
} as const satisfies Record<string, (domain: string) => ProbeTargetBody>;

export type StoryName = keyof typeof STORIES;
