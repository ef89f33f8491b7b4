/** TLS reports by HTTPS and by mail, through the API: kept, verified, counted and shown. */
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { checkBody } from '#contracts';

import { CheckChanges } from '../../apps/api/src/checks/check-changes.js';
import { OperatorMailJob } from '../../apps/api/src/operator/mail/operator-mail.job.js';
import { localParser } from '../../apps/api/src/operator/parsing/local-parser.js';
import { ParserFailure } from '../../apps/api/src/operator/parsing/parser.js';
import { startApi, type ApiFixture } from '../support/api-fixture.js';
import { sampleMessage } from '../support/sample-operator-mail.js';
import { sampleObservation } from '../support/sample-observation.js';
import { zip } from '../support/zip-archive.js';
import { dkimKeysOf, reportMail, type ReportMailOptions, tlsReport } from '../support/tls-report-mail.js';

const LIMITS = { maxMessages: 100, maxBytes: 10_000_000 };

let api: ApiFixture;
let dns = dkimKeysOf();
let today = Date.now();
beforeEach(async () => {
  dns = dkimKeysOf('google.example', 'evil.example');
  today = Date.now();
  api = await startApi({}, { clock: () => today, resolveTxt: (name) => dns(name) });
});
afterEach(() => api.close());

const store = () => api.receiver;
const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/api/tlsrpt`, { method: 'POST', body, headers });
const gzip = { 'Content-Type': 'application/tlsrpt+gzip' };
const json = { 'Content-Type': 'application/tlsrpt+json' };

async function mail(options: ReportMailOptions = {}, recipients = ['tls-reports@havedane.test']) {
  const content = await reportMail(options);
  await store().operatorMail.keep(sampleMessage({ purpose: 'tls-report', recipients, content }), LIMITS);
  await api.app.get(OperatorMailJob).run();
}

const metrics = async () => (await fetch(`${api.adminUrl}/metrics`)).text();

describe('a report by HTTPS', () => {
  it.each([
    ['compressed', gzipSync(JSON.stringify(tlsReport())), gzip],
    ['plain', Buffer.from(JSON.stringify(tlsReport())), json],
    ['a zip archive', zip(Buffer.from(JSON.stringify(tlsReport()))), {}],
    ['compressed, with no type', gzipSync(JSON.stringify(tlsReport())), {}],
    [
      'plain, with a type of its own',
      Buffer.from(JSON.stringify(tlsReport())),
      { 'Content-Type': 'text/plain' },
    ],
  ])('is taken when it is %s', async (_how, body, headers) => {
    const response = await post(body, headers);
    expect([response.status, await response.json()]).toEqual([200, { outcome: 'stored', reason: null }]);
    expect(await store().tlsReports.list()).toMatchObject([
      {
        ...{ kind: 'report', source: 'https', organization: 'Google Inc.', successes: 2, failures: 5 },
        ...{ dkim: 'none', signedBy: null, clientAddress: '127.0.0.1' },
      },
    ]);
  });

  it('is dropped when it comes again', async () => {
    const body = gzipSync(JSON.stringify(tlsReport()));
    await post(body, gzip);
    expect(await (await post(body, gzip)).json()).toEqual({ outcome: 'duplicate', reason: null });
    expect(await store().tlsReports.list()).toHaveLength(1);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'it is not JSON, or not complete'],
    [
      'half a report',
      gzipSync(JSON.stringify(tlsReport())).subarray(0, 90),
      'its compressed data is damaged or not complete',
    ],
    ['a bomb', gzipSync(Buffer.alloc(12_000_000)), 'it has more than 10485760 octets when decompressed'],
    ['nested some millions deep', gzipSync('['.repeat(8_000_000)), 'it is nested more than 32 levels deep'],
    ['other JSON', Buffer.from('{"a":1}'), 'organization-name must be a text'],
  ])('is kept with the reason and answered with 200 when it is %s', async (_what, body, reason) => {
    const response = await post(body, gzip);
    expect([response.status, await response.json()]).toEqual([200, { outcome: 'malformed', reason }]);
    expect(await store().tlsReports.list()).toMatchObject([
      { kind: 'malformed', problem: reason, raw: body.subarray(0, 65_536) },
    ]);
  });

  it('is refused when it is larger than anybody needs compressed, and the API goes on', async () => {
    const response = await post(Buffer.alloc(1_048_577, 0x20), json);
    expect(response.status).toBe(413);
    expect((await post(JSON.stringify(tlsReport()), json)).status).toBe(200);
  });

  it('is told that there is nothing to read there', async () => {
    expect((await fetch(`${api.url}/api/tlsrpt`)).status).toBe(405);
  });

  it('leaves other requests their own limit', async () => {
    const response = await fetch(`${api.url}/api/checks`, { method: 'POST', body: 'x'.repeat(20_000) });
    expect(response.status).toBe(413);
  });
});

describe('a report about the hosts of a check', () => {
  it('is shown beside what was seen, and says who has signed it', async () => {
    const created = await fetch(`${api.url}/api/checks`, { method: 'POST' });
    const { token } = checkBody.parse(await created.json());
    const changed: string[] = [];
    api.app.get(CheckChanges).subscribe((one) => changed.push(one));
    const [plan] = (tlsReport() as { policies: { policy: object }[] }).policies;
    const report = tlsReport({
      'date-range': {
        'start-datetime': new Date(0).toISOString(),
        'end-datetime': new Date(today).toISOString(),
      },
      policies: [{ ...plan, policy: { ...plan!.policy, 'policy-domain': `${token}.wrong.havedane.test` } }],
    });
    const seen = (scenario: 'do' | 'wrong', kind: 'delivered' | 'refused') =>
      store().observations.append(sampleObservation(token, { scenario, kind, at: today }));
    await seen('do', 'delivered');
    await seen('wrong', 'refused');
    await post(JSON.stringify(report), json);

    const read = async () => checkBody.parse(await (await fetch(`${api.url}/api/checks/${token}`)).json());
    const unsigned = await read();
    expect(unsigned.reports).toMatchObject([
      {
        ...{ organization: 'Google Inc.', signedBy: null, source: 'https' },
        sessions: [
          {
            ...{ scenario: 'wrong', policy: 'tlsa', successes: 2, failures: 5 },
            failuresByType: [{ resultType: 'tlsa-invalid', sessions: 5 }],
            ...{ seen: { delivered: 0, failed: 1 }, finding: 'success-impossible' },
          },
        ],
      },
    ]);
    expect(changed).toEqual([token]);
    await mail({ report });
    const signed = await read();
    expect(signed.reports).toMatchObject([{ signedBy: 'google.example', source: 'mail' }]);
    expect(signed.verdict).toEqual(unsigned.verdict);
  });
});

describe('a report by mail', () => {
  it.each<[string, ReportMailOptions]>([
    ['as Google sends it', {}],
    [
      'as Microsoft sends it, uncompressed',
      { contentType: 'application/tlsrpt+json', attachment: Buffer.from(JSON.stringify(tlsReport())) },
    ],
    ['as an ordinary attachment', { multipart: 'multipart/mixed', contentType: 'application/gzip' }],
    [
      'as a zip archive of no telling type or name',
      {
        ...{ multipart: 'multipart/mixed', contentType: 'application/octet-stream', filename: 'report.bin' },
        attachment: zip(Buffer.from(JSON.stringify(tlsReport()))),
      },
    ],
    ['in the body', { isInBody: true }],
    ['by the name of its file', { multipart: 'multipart/mixed', contentType: 'application/octet-stream' }],
  ])('is taken %s, when who reports has signed it', async (_how, options) => {
    await mail(options);
    expect(await store().tlsReports.list()).toMatchObject([
      {
        source: 'mail',
        organization: 'Google Inc.',
        dkim: 'pass',
        signedBy: 'google.example',
        dkimReason: null,
      },
    ]);
    expect(await store().operatorMail.list()).toEqual([]);
  });

  it.each<[string, ReportMailOptions, object]>([
    ['not signed', { signer: null }, { dkim: 'none', dkimReason: 'it is not signed' }],
    [
      'signed by somebody else',
      { signer: 'evil.example' },
      { dkim: 'fail', dkimReason: 'it is signed by another domain than the one that reports' },
    ],
    [
      'signed with no key',
      { signer: 'nokey.example' },
      { dkim: 'fail', dkimReason: 'its signature is not valid' },
    ],
  ])('is kept and marked when it is %s', async (_what, options, expected) => {
    await mail(options);
    expect(await store().tlsReports.list()).toMatchObject([{ signedBy: null, ...expected }]);
    expect(await metrics()).toContain('havedane_tls_report_sessions_total{result="failure",verified="no"} 5');
  });

  it('that was forged before does not keep the genuine one out', async () => {
    await post(JSON.stringify(tlsReport({ policies: [] })), json);
    await mail();
    expect(await store().tlsReports.list()).toMatchObject([{ signedBy: 'google.example', failures: 5 }]);
    await mail();
    expect(await store().tlsReports.list()).toHaveLength(1);
  });

  it('waits while DNS does not answer', async () => {
    dns = () => Promise.reject(Object.assign(new Error('timeout'), { code: 'ETIMEOUT' }));
    await mail();
    expect(await store().tlsReports.list()).toEqual([]);
    expect(await store().operatorMail.list()).toMatchObject([
      { purpose: 'tls-report', attempts: 1, problem: 'DNS does not answer for the key of its signature' },
    ]);
  });

  it('whose DNS never answers waits, and holds others up no longer than a moment', async () => {
    const genuine = dns;
    const asked: string[] = [];
    dns = (name) => {
      asked.push(name.split('.').slice(-2).join('.'));
      return name.endsWith('.slow.example') ? new Promise(() => undefined) : genuine(name);
    };
    const keep = async (signer: string, clientAddress: string, receivedAt: number) => {
      const content = await reportMail({ signer });
      const message = { purpose: 'tls-report' as const, recipients: ['tls-reports@havedane.test'], content };
      await store().operatorMail.keep(sampleMessage({ ...message, clientAddress, receivedAt }), LIMITS);
    };
    // What is due in the future is not taken up before all are there.
    await keep('google.example', '198.51.100.1', today + 2_000);
    for (const later of [1_000, 1_001, 1_002]) await keep('slow.example', '192.0.2.1', today + later);
    today += 10_000;
    void api.app.get(OperatorMailJob).run();
    await expect.poll(() => asked.length).toBeGreaterThan(1);
    expect(asked.slice(0, 2)).toEqual(['slow.example', 'google.example']);
    await expect.poll(async () => (await store().tlsReports.list()).length).toBe(1);
  });

  it('that cannot be read stays for the operator with the reason', async () => {
    await mail({ attachment: Buffer.from('{"organization-name":"x"') });
    const problem = 'it is not JSON, or not complete';
    expect(await store().tlsReports.list()).toMatchObject([{ kind: 'malformed', problem, dkim: 'pass' }]);
    expect(await store().operatorMail.list()).toMatchObject([
      { purpose: 'mail', readAt: null, problem: `the attached TLS report cannot be read: ${problem}` },
    ]);
  });

  it.each([
    [
      'nested deeply',
      { attachment: gzipSync('['.repeat(8_000_000)) },
      'it is nested more than 32 levels deep',
    ],
    [
      'of many values',
      { attachment: gzipSync(`[${'1,'.repeat(300_000)}1]`) },
      'it has more than 250000 values',
    ],
  ])('that is %s is not parsed and stays for the operator', async (_what, options, problem) => {
    await mail(options);
    expect(await store().operatorMail.list()).toMatchObject([
      { purpose: 'mail', problem: `the attached TLS report cannot be read: ${problem}` },
    ]);
  });

  it('with more parts than a report has is not parsed and stays for the operator', async () => {
    const content = Buffer.from(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(1_001)}`,
    );
    await store().operatorMail.keep(sampleMessage({ purpose: 'tls-report', content }), LIMITS);
    await api.app.get(OperatorMailJob).run();
    expect(await store().operatorMail.list()).toMatchObject([
      { purpose: 'mail', problem: 'it has more than 1000 lines that begin a part, so it was not parsed' },
    ]);
  });

  it('without a report stays for the operator', async () => {
    const message = sampleMessage({ purpose: 'tls-report', recipients: ['tls-reports@havedane.test'] });
    await store().operatorMail.keep(message, LIMITS);
    await api.app.get(OperatorMailJob).run();
    expect(await store().operatorMail.list()).toMatchObject([
      { purpose: 'mail', problem: 'no TLS report is attached' },
    ]);
  });

  it('for postmaster as well is evaluated, and stays for postmaster', async () => {
    await mail({}, ['TLS-Reports@havedane.test', 'postmaster@havedane.test']);
    expect(await store().tlsReports.list()).toHaveLength(1);
    expect(await store().operatorMail.list()).toMatchObject([{ purpose: 'mail', problem: null }]);
  });
});

describe('mail that ends what handles it', () => {
  const REASON =
    /^it is set aside: handling it never came to an end, 2 times; `havedane inbox show --raw 1` prints it$/;

  it('is set aside after two processes', async () => {
    await store().operatorMail.keep(
      sampleMessage({ purpose: 'tls-report', content: await reportMail() }),
      LIMITS,
    );
    // As a process does that dies with it.
    for (const now of [2_000, 3_000]) await store().operatorMail.takeDue(['tls-report'], now, now + 1_000);
    await api.app.get(OperatorMailJob).run();
    expect(await store().tlsReports.list()).toEqual([]);
    expect(await store().operatorMail.list()).toMatchObject([
      { dueAt: null, readAt: null, problem: expect.stringMatching(REASON) as string },
    ]);
  });

  it('is set aside after two threads', async () => {
    const parse = vi.fn(() => Promise.reject(new ParserFailure('ended', 'out of memory')));
    let now = 1_000_000;
    const other = await startApi({}, { clock: () => now, parser: { ...localParser, reportMail: parse } });
    const mailbox = other.receiver.operatorMail;
    await mailbox.keep(sampleMessage({ purpose: 'tls-report', content: await reportMail() }), LIMITS);
    for (let run = 0; run < 5; run += 1) {
      await other.app.get(OperatorMailJob).run();
      now += 86_400_000;
    }
    expect(parse).toHaveBeenCalledTimes(2);
    expect(await mailbox.list()).toMatchObject([
      { dueAt: null, readAt: null, problem: expect.stringMatching(REASON) as string },
    ]);
    await other.close();
  });
});

describe('the metrics', () => {
  it('count reports and sessions, with no label that a reporter chose', async () => {
    await mail();
    await post(
      JSON.stringify(tlsReport({ 'report-id': 'other' })).replace('tlsa-invalid', 'made-up-42'),
      json,
    );
    await post('{', json);
    const text = await metrics();
    for (const line of [
      'havedane_tls_reports_total{source="mail",verified="yes",outcome="stored"} 1',
      'havedane_tls_reports_total{source="https",verified="no",outcome="malformed"} 1',
      'havedane_tls_report_sessions_total{result="success",verified="yes"} 2',
      'havedane_tls_report_failures_total{type="tlsa-invalid",verified="yes"} 5',
      'havedane_tls_report_failures_total{type="other",verified="no"} 5',
      'havedane_operator_messages{state="unread"} 0',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain('made-up-42');
    expect(text).not.toContain('Google');
  });
});

describe('the table for the operator', () => {
  const table = () => fetch(`${api.adminUrl}/admin/tlsrpt`);

  it('shows reporter, period, policy, successes and failures by result type', async () => {
    await mail();
    await post('{', json);
    const text = await (await table()).text();
    expect(text).toContain('<td>Google Inc.</td><td>signed by google.example</td>');
    expect(text).toContain(
      '<td>tlsa wrong.havedane.test</td><td class="number">2</td><td class="number">5</td><td>tlsa-invalid: 5</td>',
    );
    expect(text).toContain('cannot be read: it is not JSON, or not complete');
  });

  it('shows what strangers wrote as text, and lets no script run', async () => {
    await post(JSON.stringify(tlsReport({ 'organization-name': `<script>alert("1")</script>'&` })), json);
    const response = await table();
    const text = await response.text();
    expect(text).not.toContain('<script');
    expect(text).toContain('<td>&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#39;&#38;</td>');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
  });
});
