import { expect, it } from 'vitest';

import type { WatchReportBody, WatchTargetBody, WatchAlertBody } from '#contracts';

import { plainStyle } from '../../probe/report/style.js';
import { formatReport } from './format-report.js';

const RECORD = `_25._tcp.mail.example.org. IN TLSA 3 1 1 ${'8d02'.repeat(16)}`;

function alert(overrides: Partial<WatchAlertBody> = {}): WatchAlertBody {
  return {
    code: 'tlsa-mismatch',
    subject: 'mail.example.org:25 [192.0.2.25]',
    text: 'Nothing that 192.0.2.25 presents matches a TLSA record: senders that use DANE do not deliver.',
    advice: 'If this is the key that you installed, publish its record now, beside those that are there.',
    publish: [RECORD],
    rfc: 'RFC 7672 §2.2',
    ...overrides,
  };
}

function target(overrides: Partial<WatchTargetBody> = {}): WatchTargetBody {
  return {
    ...{ target: 'mail.example.org:25', expected: 'verified', state: 'well', since: null },
    ...{ alerts: [], notes: [], notAfter: '2027-01-02T03:04:05.000Z' },
    ...overrides,
  };
}

function report(overrides: Partial<WatchReportBody> = {}): WatchReportBody {
  return {
    at: '2026-11-01T14:00:00.000Z',
    resolver: { address: '127.0.0.1:53', alert: null },
    targets: [target()],
    ...{ changes: [], untold: {} },
    ...overrides,
  };
}

it('formatReport, says in one line of each target that it is well', () => {
  const wrong = target({ target: 'wrong.example.org:25', expected: 'mismatch', notAfter: null });
  expect(formatReport(report({ targets: [target(), wrong] }), plainStyle())).toBe(
    `✓ mail.example.org:25  what is served is published; certificate until 2027-01-02
✓ wrong.example.org:25  nothing matches, as intended
2 targets: 2 well
`,
  );
});

it('formatReport, folds what is wrong to the terminal, but no record, and counts what is still to be told', () => {
  const bad = target({
    state: 'alert',
    since: '2026-11-01T12:34:56.000Z',
    alerts: [alert()],
    notes: [alert({ text: 'There is a single record.', publish: [], advice: null })],
  });
  expect(formatReport(report({ targets: [bad], untold: { webhook: 2, mail: 0 } }), plainStyle(72))).toBe(
    `✗ mail.example.org:25  alert since 2026-11-01 12:34:56 UTC (1 h 25 min ago)
  mail.example.org:25 [192.0.2.25]: Nothing that 192.0.2.25 presents
  matches a TLSA record: senders that use DANE do not deliver.
  (RFC 7672 §2.2)
    to do: If this is the key that you installed, publish its record
           now, beside those that are there.
      ${RECORD}
  · mail.example.org:25 [192.0.2.25]: There is a single record.
    (RFC 7672 §2.2)
1 target: 1 with alerts; 2 still to be sent by webhook
`,
  );
});

it('formatReport, says first that nothing can be seen, and of each target what is known of it', () => {
  const silent = alert({ subject: '127.0.0.1:53', text: 'It answers nothing.', publish: [], rfc: null });
  const unknown = target({ state: 'unknown', notAfter: null });
  const before = target({ ...unknown, target: 'b.example.org:25', since: '2026-11-01T13:59:00.000Z' });
  const resolver = { address: '127.0.0.1:53', alert: silent };
  expect(formatReport(report({ resolver, targets: [unknown, before] }), plainStyle())).toBe(
    `✗ nothing can be seen
  127.0.0.1:53: It answers nothing.
    to do: ${silent.advice ?? ''}
? mail.example.org:25  not seen
? b.example.org:25  not seen; alert since 2026-11-01 13:59:00 UTC (1 min ago)
2 targets: 2 not seen
`,
  );
});
