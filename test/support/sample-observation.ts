import type { NewObservation } from '#checks';

/** A delivery at the classic address of the check at `do`, with everything that a receiver records; or what `kind` says. */
export function sampleObservation(
  token: string | null,
  overrides: Partial<NewObservation> = {},
): NewObservation {
  const isRefusal = overrides.kind === 'refused';
  const at = overrides.at ?? Date.now();
  return {
    token,
    at,
    kind: 'delivered',
    scenario: 'do',
    clientAddress: '192.0.2.1',
    clientName: 'mail.example.org',
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', serverName: 'do.havedane.test' },
    detail: 'The message was delivered.',
    evidence: {
      session: 'k3v9x2',
      clientPort: 40_125,
      end: isRefusal ? 'quit' : 'open',
      alert: null,
      certificate: 'leaf',
      sinceCertificateMs: 12,
      reached: isRefusal ? 'nothing' : 'data',
      reply: null,
      timing: {
        connectedAt: at,
        ehlo: 1,
        startTls: 2,
        clientHello: 3,
        certificate: 4,
        mail: 9,
      },
      mailFrom: 'admin@example.org',
      recipient: `${token ?? 'test'}@do.havedane.test`,
      messageId: '<1@example.org>',
      size: 812,
    },
    query: null,
    ...overrides,
  };
}
