import type {
  CheckBody,
  CheckScenarioBody,
  EvidenceBody,
  ObservationBody,
  ResultBody,
  ServerBody,
} from '#contracts';

/** A check as the server sends it, for unit tests. */
export function aCheck(changes: Partial<CheckBody> = {}): CheckBody {
  return {
    token: 'k3v9x0m2c7qa',
    url: 'https://havedane.test/check/k3v9x0m2c7qa',
    revision: 1,
    createdAt: '2025-03-12T14:00:00.000Z',
    expiresAt: '2025-03-19T14:00:00.000Z',
    headline: { kind: 'dane-alone', title: changes.verdict?.title ?? 'Waiting', meaning: '' },
    verdict: {
      outcome: 'waiting',
      provisional: false,
      code: 'nothing-yet',
      title: 'Waiting',
      explanation: '',
      messages: [],
      doubts: [],
      advice: [],
    },
    mtaSts: null,
    scenarios: [
      aScenario({ id: 'do', title: 'Valid DANE' }),
      aScenario({ id: 'dont', title: 'No DANE' }),
      aScenario({ id: 'wrong', title: 'Broken DANE' }),
    ],
    servers: [],
    results: [],
    strangers: [],
    release: { state: 'not-yet', at: null },
    releases: [],
    reports: [],
    newCheck: null,
    observations: [],
    observationsDropped: 0,
    ...changes,
  };
}

export function aScenario(changes: Partial<CheckScenarioBody> = {}): CheckScenarioBody {
  const id = changes.id ?? 'do';
  return {
    id,
    group: 'basics',
    mechanism: 'dane',
    level: 'quick',
    title: 'Valid DANE',
    summary: '',
    address: `test@k3v9x0m2c7qa.${id}.havedane.test`,
    classicAddress: `k3v9x0m2c7qa@${id}.havedane.test`,
    expected: 'delivered',
    requirement: 'required',
    fallback: false,
    noQueue: false,
    phases: null,
    state: 'waiting',
    conclusion: 'waiting',
    finding: '',
    rfc: 'RFC 7672 §2.2',
    ...changes,
  };
}

export function anObservation(changes: Partial<ObservationBody> = {}): ObservationBody {
  return {
    id: 1,
    at: '2025-03-12T14:03:22.123Z',
    kind: 'delivered',
    scenario: 'do',
    clientAddress: '203.0.113.25',
    clientName: 'mx1.example.net',
    attribution: 'exact',
    tls: {
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      serverName: 'k3v9x0m2c7qa.do.havedane.test',
    },
    detail: '',
    evidence: null,
    query: null,
    ...changes,
  };
}

export function aServer(changes: Partial<ServerBody> = {}): ServerBody {
  return {
    address: '203.0.113.25',
    name: 'mx1.example.net',
    reverseName: null,
    label: null,
    membership: 'delivered',
    results: [],
    ...changes,
  };
}

export function aResult(changes: Partial<ResultBody> = {}): ResultBody {
  return {
    scenario: 'wrong',
    server: '203.0.113.25',
    state: 'refused',
    conclusion: 'pass',
    requirement: 'required',
    finding: 'refused-unmatched-certificate',
    text: 'It hung up.',
    fetches: [],
    rfc: 'RFC 7672 §2.2',
    ...changes,
  };
}

export function anEvidence(changes: Partial<EvidenceBody> = {}): EvidenceBody {
  return {
    session: 's-1',
    clientPort: 40_025,
    end: 'open',
    alert: null,
    certificate: 'leaf',
    certificateOfRelease: false,
    sinceCertificateMs: 3,
    reached: null,
    reply: null,
    timing: null,
    mailFrom: null,
    recipient: null,
    messageId: null,
    size: null,
    ...changes,
  };
}
