/** What the stories of probes are made of: certificates, records, and servers at which all is well. */
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

import {
  sampleAddress,
  sampleCertificate,
  sampleFinding,
  sampleHandshake,
  sampleHost,
  sampleTarget,
} from './sample-probe.js';

export const RSA_KEY = '8d02536c887482bc34ff54e41d2ba659bf85b341a0a20afadb5813dcfbcf286d';
const ECDSA_KEY = 'c5f2b1c0a9e04c7f0e7a6d1b1d1f9d2f3a4c5b6d7e8f90a1b2c3d4e5f6071829';
export const CA_KEY = '2bbad93ab5c79279ec121507f272cbe0c6647a3aae52e22f388afab426b4adba';
const OTHER_KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';

export function step(text: string, details: Partial<ProbeStepBody> = {}): ProbeStepBody {
  return { at: new Date().toISOString(), host: null, address: null, state: 'done', text, ...details };
}

export function finding(
  severity: ProbeFindingBody['severity'],
  text: string,
  details: Partial<ProbeFindingBody> = {},
): ProbeFindingBody {
  return sampleFinding({ code: 'a-finding', severity, text, advice: null, rfc: null, ...details });
}

export const RSA: ProbeCertificateBody = sampleCertificate({
  issuer: 'C=US, O=Example Trust Services, CN=Example R3',
  serialNumber: '04:c2:11:7a:98:0e:55',
  sha256: RSA_KEY.split('').reverse().join(''),
  publicKeySha256: RSA_KEY,
  pem: `-----BEGIN CERTIFICATE-----\n${'MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n'.repeat(12)}-----END CERTIFICATE-----\n`,
});

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

export const RSA_RECORD = record(`3 1 1 ${RSA_KEY}`);
const ECDSA_RECORD = record(`3 1 1 ${ECDSA_KEY}`);
export const CA_RECORD = record(`2 1 1 ${CA_KEY}`);
export const WRONG_RECORD = record(`3 1 1 ${OTHER_KEY}`);

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
  return sampleHandshake({
    offered,
    certificates: [certificate, CA],
    records: results,
    dane: records.length === 0 ? 'none' : matches ? 'verified' : 'mismatch',
    ocsp: null,
    names: { accepted: ['mx1.example.org', 'example.org'], matched: ['mx1.example.org'] },
  });
}

export function address(text: string, overrides: Partial<ProbeAddressBody> = {}): ProbeAddressBody {
  return sampleAddress({
    address: text,
    handshakes: [
      handshake('any', ECDSA, [RSA_RECORD, ECDSA_RECORD]),
      handshake('rsa', RSA, [RSA_RECORD, ECDSA_RECORD]),
      handshake('ecdsa', ECDSA, [RSA_RECORD, ECDSA_RECORD]),
    ],
    ...overrides,
  });
}

export function host(name: string, overrides: Partial<ProbeHostBody> = {}): ProbeHostBody {
  const { tlsa } = sampleHost({ name });
  return sampleHost({
    name,
    tlsa: { ...tlsa, records: [RSA_RECORD, ECDSA_RECORD] },
    addresses: [address('192.0.2.25'), address('2001:db8:4:2::25')],
    ...overrides,
  });
}

const POLICY: ProbePolicyBody = {
  status: 'found',
  text: 'version: STSv1\nmode: enforce\nmx: mx1.example.org\nmx: mx2.example.org\nmax_age: 604800',
  findings: [],
};

export function target(domain: string, overrides: Partial<ProbeTargetBody> = {}): ProbeTargetBody {
  return sampleTarget({
    target: domain,
    lookup: { name: domain, type: 'MX', secure: true },
    hosts: [
      host('mx1.example.org'),
      host('mx2.example.org', { preference: 20, addresses: [address('198.51.100.25')] }),
    ],
    mtaSts: POLICY,
    tlsRpt: { status: 'found', text: 'v=TLSRPTv1; rua=mailto:tls-reports@example.org', findings: [] },
    durationMs: 1_742,
    ...overrides,
  });
}
