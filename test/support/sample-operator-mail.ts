import type { NewMalformedTlsReport, NewOperatorMessage, NewTlsReport } from '#store';

export function sampleMessage(changes: Partial<NewOperatorMessage> = {}): NewOperatorMessage {
  return {
    receivedAt: 1_000,
    clientAddress: '192.0.2.1',
    clientName: 'mail.sender.example',
    tlsVersion: 'TLSv1.3',
    mailFrom: 'somebody@sender.example',
    recipients: ['postmaster@havedane.test'],
    purpose: 'mail',
    content: Buffer.from('From: somebody@sender.example\r\nSubject: Hello\r\n\r\nHello\r\n'),
    ...changes,
  };
}

const ORIGIN = {
  receivedAt: 1_000,
  source: 'https',
  clientAddress: '192.0.2.1',
  dkim: 'none',
  signedBy: null,
  dkimReason: null,
} as const;

export function sampleTlsReport(changes: Partial<NewTlsReport> = {}): NewTlsReport {
  return {
    ...ORIGIN,
    organization: 'Example Inc.',
    reportId: 'one',
    contact: 'tlsrpt@example.org',
    startAt: 0,
    endAt: 500,
    successes: 3,
    failures: 1,
    policies: '[]',
    ...changes,
  };
}

export function signedBy(domain: string): Pick<NewTlsReport, 'source' | 'dkim' | 'signedBy'> {
  return { source: 'mail', dkim: 'pass', signedBy: domain };
}

export function sampleMalformedReport(changes: Partial<NewMalformedTlsReport> = {}): NewMalformedTlsReport {
  return { ...ORIGIN, problem: 'it is not JSON', raw: Buffer.from('{'), ...changes };
}
