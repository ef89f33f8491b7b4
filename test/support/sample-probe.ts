/** What a probe tells, made by hand: a domain whose two MX hosts are verified. Each part can be told otherwise. */
import type {
  DaneState,
  ProbeAddressBody,
  ProbeCertificateBody,
  ProbeFindingBody,
  ProbeHandshakeBody,
  ProbeHostBody,
  ProbeRecordResultBody,
  ProbeSenderBody,
  ProbeTargetBody,
  ProbeTlsaRecordBody,
} from '#contracts';

const KEY = '8d02'.repeat(16);
export const SAMPLE_RECORDS: readonly ProbeTlsaRecordBody[] = [
  { text: `3 1 1 ${KEY}`, usage: 3, selector: 1, matchingType: 1 },
  { text: `3 1 1 ${'77aa'.repeat(16)}`, usage: 3, selector: 1, matchingType: 1 },
];

export function sampleFinding(overrides: Partial<ProbeFindingBody> = {}): ProbeFindingBody {
  return {
    code: 'tlsa-mismatch',
    severity: 'error',
    text: 'No TLSA record matches what the server presents.',
    advice: 'Publish the TLSA records of the new certificate before you install it.',
    rfc: 'RFC 7672 §2.2.3',
    bounces: [],
    ...overrides,
  };
}

export function sampleCertificate(overrides: Partial<ProbeCertificateBody> = {}): ProbeCertificateBody {
  return {
    subject: 'CN=mx1.example.org',
    issuer: 'CN=Example CA',
    names: ['mx1.example.org', 'mail.example.org'],
    serialNumber: '03a1',
    notBefore: '2026-10-01T00:00:00.000Z',
    notAfter: '2026-12-30T00:00:00.000Z',
    key: 'RSA 2048',
    signatureAlgorithm: 'sha256WithRSAEncryption',
    isCa: false,
    sha256: 'c1'.repeat(32),
    publicKeySha256: KEY,
    pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    ...overrides,
  };
}

/** Which of the records matched: the first, unless told otherwise. */
export function sampleRecordResults(
  overrides: readonly Partial<ProbeRecordResultBody>[] = [{ result: 'match', reason: null, depth: 0 }],
): ProbeRecordResultBody[] {
  return SAMPLE_RECORDS.map((record, index) => ({
    ...record,
    result: 'mismatch',
    reason: 'nothing that was presented has this digest',
    rfc: 'RFC 7671 §5.1',
    depth: null,
    ...overrides[index],
  }));
}

export function sampleHandshake(overrides: Partial<ProbeHandshakeBody> = {}): ProbeHandshakeBody {
  return {
    offered: 'rsa',
    status: 'completed',
    error: null,
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', keyExchange: 'X25519' },
    certificates: [sampleCertificate()],
    records: sampleRecordResults(),
    dane: 'verified',
    ocsp: { status: 'none', text: 'no OCSP answer was stapled' },
    names: { accepted: ['mx1.example.org'], matched: ['mx1.example.org'] },
    webPki: { trusted: true, error: null },
    ...overrides,
  };
}

export function sampleNotOffered(offered: ProbeHandshakeBody['offered'] = 'ecdsa'): ProbeHandshakeBody {
  return {
    ...{ offered, status: 'not-offered', error: null, tls: null, certificates: [], records: [] },
    ...{ dane: null, ocsp: null, names: null, webPki: null },
  };
}

export function sampleAddress(overrides: Partial<ProbeAddressBody> = {}): ProbeAddressBody {
  return {
    address: '192.0.2.25',
    port: 25,
    result: 'ok',
    dane: 'verified',
    banner: '220 mx1.example.org ESMTP',
    starttls: true,
    handshakes: [sampleHandshake(), sampleNotOffered()],
    findings: [],
    durationMs: 182,
    ...overrides,
  };
}

const DELIVERS = { verdict: 'unauthenticated', text: 'delivers over TLS, unauthenticated' } as const;
const DEFERS = { verdict: 'deferred', text: 'does not deliver' } as const;
const UNKNOWN = { verdict: 'not-known', text: 'not known: this probe did not connect' } as const;

const VERDICTS: Readonly<Record<DaneState, Omit<ProbeSenderBody, 'sender'>>> = {
  verified: { verdict: 'authenticated', text: 'delivers, authenticated' },
  mismatch: DEFERS,
  unusable: DELIVERS,
  none: DELIVERS,
  insecure: DELIVERS,
  bogus: DEFERS,
  'no-starttls': DEFERS,
  'not-looked-at': UNKNOWN,
  unreachable: DEFERS,
};

function sampleSenders(dane: DaneState): ProbeSenderBody[] {
  return ['Postfix', 'Exim', 'Exchange Online', 'RFC 7672'].map((sender) => ({ sender, ...VERDICTS[dane] }));
}

export function sampleHost(overrides: Partial<ProbeHostBody> = {}): ProbeHostBody {
  const name = overrides.name ?? 'mx1.example.org';
  return {
    name,
    port: 25,
    preference: 10,
    result: 'ok',
    dane: 'verified',
    canonicalName: name,
    addressesSecure: true,
    tlsa: {
      ...{ name: `_25._tcp.${name}`, baseDomain: name, status: 'found', secure: true, ttl: 3600 },
      ...{ records: [...SAMPLE_RECORDS], nameServers: null },
    },
    referenceNames: [name, 'example.org'],
    addresses: [sampleAddress(), sampleAddress({ address: '2001:db8::25' })],
    senders: sampleSenders(overrides.dane ?? 'verified'),
    rollover: {
      scheme: '3 1 1 + 3 1 1',
      ready: true,
      text: 'There are 3 1 1 records for the key in use and for another one: the key can be changed.',
    },
    suggestions: [],
    findings: [],
    ...overrides,
  };
}

export function sampleTarget(overrides: Partial<ProbeTargetBody> = {}): ProbeTargetBody {
  return {
    target: 'example.org',
    mode: 'mx',
    result: 'ok',
    dane: 'verified',
    findings: [],
    lookup: { name: 'example.org', type: 'MX', secure: true },
    hosts: [sampleHost()],
    mtaSts: null,
    tlsRpt: null,
    resolver: { address: '192.0.2.53:53', validates: true },
    startedAt: '2026-11-01T12:00:00.000Z',
    durationMs: 431,
    ...overrides,
  };
}
