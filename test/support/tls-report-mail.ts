/** TLS reports, and the mails that large senders put them into, made for the test and signed with a key of its own. */
import { generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { dkimSign } from 'mailauth/lib/dkim/sign.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const DKIM_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const DKIM_RECORD = `v=DKIM1; k=rsa; s=tlsrpt; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

/** DNS that knows the key of these domains, with the selector `s1`, and nothing else. */
export function dkimKeysOf(...domains: string[]): (name: string) => Promise<string[][]> {
  return (name) => {
    if (domains.some((domain) => name === `s1._domainkey.${domain}`)) return Promise.resolve([[DKIM_RECORD]]);
    return Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }));
  };
}

/** As Google reports DANE failures. */
export function tlsReport(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return {
    'organization-name': 'Google Inc.',
    'date-range': { 'start-datetime': `${day}T00:00:00Z`, 'end-datetime': `${day}T23:59:59Z` },
    'contact-info': 'smtp-tls-reporting@google.example',
    'report-id': `${day}T00:00:00Z_wrong.havedane.test`,
    policies: [
      {
        policy: {
          'policy-type': 'tlsa',
          'policy-string': [`3 1 1 ${'ab'.repeat(32)}`],
          'policy-domain': 'wrong.havedane.test',
          'mx-host': ['wrong.havedane.test'],
        },
        summary: { 'total-successful-session-count': 2, 'total-failure-session-count': 5 },
        'failure-details': [
          {
            'result-type': 'tlsa-invalid',
            'sending-mta-ip': '192.0.2.77',
            'receiving-ip': '192.0.2.25',
            'receiving-mx-hostname': 'wrong.havedane.test',
            'failed-session-count': 5,
          },
        ],
      },
    ],
    ...changes,
  };
}

export interface ReportMailOptions {
  readonly report?: unknown;
  readonly contentType?: string;
  readonly filename?: string;
  readonly attachment?: Buffer;
  /** Null: not signed. */
  readonly signer?: string | null;
  /** The type of the whole message: `multipart/report` unless the sender does without. */
  readonly multipart?: string;
  /** The report is all there is, as text. */
  readonly isInBody?: boolean;
}

export async function reportMail(options: ReportMailOptions = {}): Promise<Buffer> {
  const { report = tlsReport(), signer = 'google.example' } = options;
  const content = options.attachment ?? gzipSync(JSON.stringify(report));
  const filename = options.filename ?? 'google.example!wrong.havedane.test!1!2!001.json.gz';
  const message = [
    'From: <noreply-smtp-tls-reporting@google.example>',
    'To: tls-reports@havedane.test',
    'Subject: Report Domain: wrong.havedane.test Submitter: google.example Report-ID: <1@google.example>',
    'TLS-Report-Domain: wrong.havedane.test',
    'TLS-Report-Submitter: google.example',
    'MIME-Version: 1.0',
    ...(options.isInBody === true ? bodyOf(report) : attachmentOf(options, content, filename)),
  ].join('\r\n');
  if (signer === null) return Buffer.from(message);
  const key = {
    signingDomain: signer,
    selector: 's1',
    privateKey: DKIM_KEY,
    canonicalization: 'relaxed/relaxed',
  };
  // Without a time of signing mailauth asks the clock twice, and in the second that ends between them signs another time.
  const { signatures } = await dkimSign(message, { ...key, signTime: new Date(), signatureData: [key] });
  return Buffer.from(signatures + message);
}

function bodyOf(report: unknown): string[] {
  return ['Content-Type: text/plain; charset="UTF-8"', '', JSON.stringify(report, null, 1), ''];
}

function attachmentOf(options: ReportMailOptions, content: Buffer, filename: string): string[] {
  return [
    `Content-Type: ${options.multipart ?? 'multipart/report; report-type="tlsrpt"'}; boundary="b1"`,
    '',
    '--b1',
    'Content-Type: text/plain; charset="UTF-8"',
    '',
    'This is an aggregate TLS report from google.example',
    '',
    '--b1',
    `Content-Type: ${options.contentType ?? 'application/tlsrpt+gzip'}; name="${filename}"`,
    `Content-Disposition: attachment; filename="${filename}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(content.toString('base64').match(/.{1,76}/g) ?? []),
    '--b1--',
    '',
  ];
}
