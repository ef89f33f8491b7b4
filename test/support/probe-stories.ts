/**
 * What probes find out at domains of every kind: enough to show each conclusion. Addresses are of the documentation ranges
 * (RFC 5737, RFC 3849).
 */
import type {
  ProbeAddressBody,
  ProbeCertificateBody,
  ProbeFindingBody,
  ProbeHandshakeBody,
  ProbeHostBody,
  ProbePolicyBody,
  ProbeRecordResultBody,
  ProbeStepBody,
  ProbeTargetBody,
  ProbeTlsaRecordBody,
} from '#contracts';

const AT = '2026-11-20T10:15:30.123Z';
const RSA_KEY = '8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d';
const ECDSA_KEY = 'c5f2b1c0a9e04c7f0e7a6d1b1d1f9d2f3a4c5b6d7e8f90a1b2c3d4e5f6071829';
const CA_KEY = '2bbad93ab5c79279ec121507f272cbe0c6647a3aae52e22f388afab426b4adba';
const OTHER_KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';

export function step(text: string, details: Partial<ProbeStepBody> = {}): ProbeStepBody {
  return { at: new Date().toISOString(), host: null, address: null, state: 'done', text, ...details };
}

export function finding(
  severity: ProbeFindingBody['severity'],
  text: string,
  details: Partial<ProbeFindingBody> = {},
): ProbeFindingBody {
  return { code: 'a-finding', severity, text, advice: null, rfc: null, bounces: [], ...details };
}

export const RSA: ProbeCertificateBody = {
  subject: 'CN=mx1.example.org',
  issuer: 'C=US, O=Example Trust Services, CN=Example R3',
  names: ['mx1.example.org', 'mail.example.org'],
  serialNumber: '04:c2:11:7a:98:0e:55',
  notBefore: '2026-10-01T00:00:00.000Z',
  notAfter: '2026-12-30T00:00:00.000Z',
  key: 'RSA 2048',
  signatureAlgorithm: 'sha256WithRSAEncryption',
  isCa: false,
  sha256: RSA_KEY.split('').reverse().join(''),
  publicKeySha256: RSA_KEY,
  pem: `-----BEGIN CERTIFICATE-----\n${'MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n'.repeat(12)}-----END CERTIFICATE-----\n`,
};

export const ECDSA: ProbeCertificateBody = {
  ...RSA,
  serialNumber: '04:c2:11:7a:98:0e:56',
  key: 'ECDSA P-256',
  sha256: ECDSA_KEY.split('').reverse().join(''),
  publicKeySha256: ECDSA_KEY,
};

const CA: ProbeCertificateBody = {
  ...RSA,
  subject: RSA.issuer,
  issuer: 'C=US, O=Example Trust Services, CN=Example Root X1',
  names: ['Example R3'],
  serialNumber: '91:2b:08',
  notAfter: '2029-09-15T16:00:00.000Z',
  isCa: true,
  sha256: CA_KEY.split('').reverse().join(''),
  publicKeySha256: CA_KEY,
};

export function record(text: string): ProbeTlsaRecordBody {
  const [usage = 3, selector = 1, matchingType = 1] = text.split(' ').map(Number);
  return { text, usage, selector, matchingType };
}

const RSA_RECORD = record(`3 1 1 ${RSA_KEY}`);
const ECDSA_RECORD = record(`3 1 1 ${ECDSA_KEY}`);
const CA_RECORD = record(`2 1 1 ${CA_KEY}`);
const WRONG_RECORD = record(`3 1 1 ${OTHER_KEY}`);

function compared(
  presented: ProbeCertificateBody,
  records: readonly ProbeTlsaRecordBody[],
): ProbeRecordResultBody[] {
  return records.map((one) => {
    const depth = [presented, CA].findIndex(({ publicKeySha256 }) => one.text.endsWith(publicKeySha256));
    if (depth >= 0) return { ...one, result: 'match', reason: null, rfc: null, depth };
    return {
      ...one,
      result: 'mismatch',
      reason: 'No certificate that was presented has this public key.',
      rfc: 'RFC 7671 §5.1',
      depth: null,
    };
  });
}

export function handshake(
  offered: ProbeHandshakeBody['offered'],
  certificate: ProbeCertificateBody,
  records: readonly ProbeTlsaRecordBody[],
): ProbeHandshakeBody {
  const results = compared(certificate, records);
  const matches = results.some(({ result }) => result === 'match');
  return {
    offered,
    status: 'completed',
    error: null,
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', keyExchange: 'X25519' },
    certificates: [certificate, CA],
    records: results,
    dane: records.length === 0 ? 'none' : matches ? 'verified' : 'mismatch',
    ocsp: null,
    names: { accepted: ['mx1.example.org', 'example.org'], matched: ['mx1.example.org'] },
    webPki: { trusted: true, error: null },
  };
}

function notOffered(offered: ProbeHandshakeBody['offered']): ProbeHandshakeBody {
  return {
    ...handshake(offered, RSA, []),
    status: 'not-offered',
    tls: null,
    certificates: [],
    dane: null,
    names: null,
    webPki: null,
  };
}

export function address(text: string, overrides: Partial<ProbeAddressBody> = {}): ProbeAddressBody {
  return {
    address: text,
    port: 25,
    result: 'ok',
    dane: 'verified',
    banner: 'mx1.example.org ESMTP Postfix',
    starttls: true,
    handshakes: [
      handshake('any', ECDSA, [RSA_RECORD, ECDSA_RECORD]),
      handshake('rsa', RSA, [RSA_RECORD, ECDSA_RECORD]),
      handshake('ecdsa', ECDSA, [RSA_RECORD, ECDSA_RECORD]),
    ],
    findings: [],
    durationMs: 214,
    ...overrides,
  };
}

export function host(name: string, overrides: Partial<ProbeHostBody> = {}): ProbeHostBody {
  return {
    name,
    port: 25,
    preference: 10,
    result: 'ok',
    dane: 'verified',
    canonicalName: name,
    addressesSecure: true,
    tlsa: {
      name: `_25._tcp.${name}`,
      baseDomain: name,
      status: 'found',
      secure: true,
      ttl: 3600,
      records: [RSA_RECORD, ECDSA_RECORD],
      nameServers: null,
    },
    referenceNames: [name, 'example.org'],
    addresses: [address('192.0.2.25'), address('2001:db8:4:2::25')],
    rollover: {
      scheme: '3 1 1 + 3 1 1',
      ready: true,
      text: 'The record of the next key is published already: the key can be changed without a moment of mismatch.',
    },
    suggestions: [],
    findings: [],
    ...overrides,
  };
}

const POLICY: ProbePolicyBody = {
  status: 'found',
  text: 'version: STSv1\nmode: enforce\nmx: mx1.example.org\nmx: mx2.example.org\nmax_age: 604800',
  findings: [],
};

export function target(domain: string, overrides: Partial<ProbeTargetBody> = {}): ProbeTargetBody {
  return {
    target: domain,
    mode: 'mx',
    result: 'ok',
    dane: 'verified',
    findings: [],
    lookup: { name: domain, type: 'MX', secure: true },
    hosts: [
      host('mx1.example.org'),
      host('mx2.example.org', { preference: 20, addresses: [address('198.51.100.25')] }),
    ],
    mtaSts: POLICY,
    tlsRpt: { status: 'found', text: 'v=TLSRPTv1; rua=mailto:tls-reports@example.org', findings: [] },
    resolver: { address: '127.0.0.1:53', validates: true },
    startedAt: AT,
    durationMs: 1_742,
    ...overrides,
  };
}

const MISMATCH = finding('error', 'No certificate that mx1.example.org presents matches its TLSA records.', {
  code: 'tlsa-mismatch',
  advice:
    'Publish a TLSA record for the key that is served, or serve the certificate that the records describe. Publish first and change the key afterwards, two TTLs later.',
  rfc: 'RFC 7672 §2.2.3',
  bounces: [
    { sender: 'Exchange Online', text: '550 5.7.323 tlsa-invalid: The domain failed DANE validation' },
    { sender: 'Postfix', text: '4.7.5 Server certificate not trusted' },
  ],
});

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
        notOffered('ecdsa'),
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
          handshakes: [handshake('any', RSA, []), handshake('rsa', RSA, []), notOffered('ecdsa')],
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
        }),
      ],
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
