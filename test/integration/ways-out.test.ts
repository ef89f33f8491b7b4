/**
 * Every way out by which text of strangers gets to people, and text that would forge lines, move a cursor, change colours,
 * turn the direction of writing or hide: none of it may come out as it came in.
 */
import { describe, expect, it } from 'vitest';

import { createLogger } from '#logging';
import { isHarmless, printableJson } from '#text';
import { readReport } from '#tlsrpt';
import { headline, notificationText, alert } from '#watch';

import { reportsPage } from '../../apps/api/src/admin/reports-page.js';
import { forwardedMessage } from '../../apps/api/src/operator/mail/forwarded-message.js';
import { problem } from '../../apps/api/src/problem/problems.js';
import { formatDoctorReport } from '../../apps/cli/src/doctor/doctor-report.js';
import { formatMessage, formatMessages } from '../../apps/cli/src/mail/format-message.js';
import { describeError } from '../../apps/cli/src/report-error.js';
import { formatReport, formatReports } from '../../apps/cli/src/tlsrpt/format-report.js';
import { printable as stored } from '../../apps/smtp/src/session/observe.js';
import { sampleMessage, sampleTlsReport } from '../support/sample-operator-mail.js';

/** Each with what an attack would do with it. */
const CHARACTERS = {
  'an escape sequence': '\u001b[31m',
  'a C0 control': '\u0007',
  'a C1 control': '\u009b2J',
  'a line end of Unicode': '\u2028',
  'an override of direction': '\u202e',
  'an isolate of direction': '\u2066',
  'a space without width': '\u200b',
  'a byte order mark': '\ufeff',
  'a tag': '\u{e0041}',
  'a lone surrogate': '\ud800',
  'a deletion': '\u007f',
};

const ALL = Object.values(CHARACTERS).join('x');
const HOSTILE = `a${ALL}z`;

/** Line ends and tabs are our own: what is printed has lines. */
const withoutLines = (text: string): string => text.replaceAll(/[\n\t]/g, '');

function expectClean(text: string): void {
  for (const [what, characters] of Object.entries(CHARACTERS))
    expect(text.includes(characters), `${what} in ${JSON.stringify(text)}`).toBe(false);
  expect(isHarmless(withoutLines(text))).toBe(true);
  // What was between is still there, as far as there is room for it: cleaning is no leaving out.
  expect(text).toMatch(/a.*x/s);
}

const MESSAGE = {
  ...{ id: 1, receivedAt: '2026-01-01T00:00:00Z', size: 1, read: false, attempts: 1 },
  ...{ recipients: [HOSTILE], from: HOSTILE, subject: HOSTILE, problem: HOSTILE },
  ...{ clientAddress: '192.0.2.1', clientName: HOSTILE, tlsVersion: HOSTILE, mailFrom: HOSTILE },
  ...{ text: HOSTILE, attachments: [{ name: HOSTILE, type: HOSTILE, size: 1 }] },
};

const POLICY = {
  ...{ details: [], detailsDropped: 0 },
  ...{ type: HOSTILE, domain: HOSTILE, successes: 1, failures: 1, policy: [HOSTILE] },
  failuresByType: [{ resultType: HOSTILE, sessions: 1 }],
};

describe('text of strangers', () => {
  it.each([false, true])('in the log: pretty %s', (pretty) => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'info', pretty }, 'smtp', {
      write: (line: string) => void lines.push(line),
    });
    const error = Object.assign(new Error(HOSTILE), { response: HOSTILE });
    logger.info({ client: HOSTILE, nested: { list: [HOSTILE] }, err: error, [HOSTILE]: 1 }, HOSTILE);
    expectClean(lines.join('').replaceAll(/\u001b\[\d+m/g, ''));
  });

  it('in the terminal: an error', () => {
    expectClean(describeError(new Error(HOSTILE)));
  });

  it('in the terminal: mail to the operator', () => {
    expectClean(formatMessages([MESSAGE]));
    expectClean(formatMessage(MESSAGE));
  });

  it('in the terminal: TLS reports', () => {
    const common = { id: 1, receivedAt: '2026-01-01T00:00:00Z', source: 'mail', clientAddress: '192.0.2.1' };
    const origin = { ...common, dkim: 'none', signedBy: HOSTILE, dkimReason: HOSTILE } as const;
    const read = { ...origin, problem: null, organization: HOSTILE, reportId: HOSTILE, contact: HOSTILE };
    const report = {
      ...read,
      start: '2026-01-01',
      end: '2026-01-02',
      successes: 1,
      failures: 1,
      policies: [POLICY],
    };
    const broken = { ...origin, problem: HOSTILE, raw: Buffer.from(HOSTILE).toString('base64') };
    for (const view of [report, broken]) {
      expectClean(formatReports([view as never]));
      expectClean(formatReport(view as never));
    }
  });

  it('in the terminal: the doctor', () => {
    const line = {
      check: 'tlsa',
      subject: HOSTILE,
      status: 'error',
      expected: HOSTILE,
      found: HOSTILE,
      advice: HOSTILE,
    };
    expectClean(formatDoctorReport([line as never], false));
  });

  it('in the terminal: JSON, which means the same when it is read', () => {
    const value = { [HOSTILE]: [HOSTILE, { text: `${HOSTILE}\n` }] };
    expectClean(printableJson(value));
    expect(JSON.parse(printableJson(value))).toEqual(value);
  });

  it('in HTML', () => {
    const origin = { signedBy: HOSTILE, dkim: 'none' } as const;
    const report = sampleTlsReport({
      ...{ organization: HOSTILE, policies: JSON.stringify([POLICY]) },
      signedBy: HOSTILE,
    });
    expectClean(reportsPage([{ kind: 'report', id: 1, ...report }]));
    const broken = { ...report, ...origin, kind: 'malformed', id: 2, problem: HOSTILE };
    expectClean(reportsPage([broken as never]));
  });

  it('in problem details', () => {
    expectClean(problem('method-not-allowed', 'methods', HOSTILE).detail);
  });

  it('in forwarded mail', () => {
    const content = sampleMessage({ clientName: HOSTILE, mailFrom: HOSTILE, recipients: [HOSTILE] });
    const message = {
      ...content,
      id: 1,
      problem: HOSTILE,
      attempts: 1,
      dueAt: 0,
      readAt: null,
      unfinished: 0,
    };
    const header = { subject: HOSTILE, author: HOSTILE };
    const mail = forwardedMessage(message, header, {
      ...{ domain: 'havedane.test', to: 'me@example.org', from: undefined },
    });
    expectClean(mail.subject);
    expect(mail.subject).not.toContain('\n');
    expectClean(mail.text);
    expect(mail).not.toHaveProperty('replyTo');
  });

  it('in notifications of a watch', () => {
    const alerts = [
      alert({ code: 'x', subject: 'mx.example:25', text: HOSTILE, advice: HOSTILE, publish: [HOSTILE] }),
    ];
    const change = { event: 'began', target: 'mx.example', since: 0, alerts } as const;
    expectClean(notificationText([change]));
    expect(isHarmless(headline([change]))).toBe(true);
  });

  it('in what is stored of a session', () => {
    expectClean(stored(HOSTILE, 1000));
  });

  it('in what is stored of a TLS report', async () => {
    const text = JSON.stringify({
      ...{ 'organization-name': HOSTILE, 'report-id': HOSTILE, 'contact-info': HOSTILE },
      'date-range': { 'start-datetime': '2026-01-01T00:00:00Z', 'end-datetime': '2026-01-01T23:59:59Z' },
      policies: [
        {
          policy: { 'policy-type': 'sts', 'policy-domain': 'example.org', 'policy-string': [HOSTILE] },
          summary: { 'total-successful-session-count': 1, 'total-failure-session-count': 0 },
        },
      ],
    });
    const read = await readReport(Buffer.from(text), { maxBytes: 100_000, now: Date.parse('2026-01-02') });
    expect(read.kind).toBe('report');
    expect(isHarmless(withoutLines(JSON.stringify(read)))).toBe(true);
  });
});
