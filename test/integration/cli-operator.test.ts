/** `havedane inbox` and `havedane tlsrpt`, on a store that the receiver and the API have filled. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runCommandLine } from '../support/run-command-line.js';
import {
  sampleMalformedReport,
  sampleMessage,
  sampleTlsReport,
  signedBy,
} from '../support/sample-operator-mail.js';
import { startSubmissionServer } from '../support/submission-server.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';

const LIMITS = { maxMessages: 100, maxBytes: 10_000_000 };
const CONTENT = [
  'From: =?utf-8?q?J=C3=BCrgen?= <j@person.example>',
  'Subject: The page \u001b[31mis down',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Hello,\u001b]0;pwned\u0007',
  'please look.',
  '',
].join('\r\n');

let temp: TempStore;
beforeEach(async () => {
  temp = await openTempStore();
});
afterEach(() => temp.close());

const run = (...args: string[]) => runCommandLine(args, { DATABASE_URL: `sqlite:${temp.database.path}` });
const mailed = (env: Readonly<Record<string, string>>) =>
  runCommandLine(['tlsrpt', 'digest', '--mail'], { DATABASE_URL: `sqlite:${temp.database.path}`, ...env });
const mail = () => temp.store.operatorMail;
const keep = () =>
  mail().keep(sampleMessage({ content: Buffer.from(CONTENT), receivedAt: Date.UTC(2026, 0, 9, 12) }), LIMITS);
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

const field = (count: number) => 'X-Field: x\r\n'.repeat(count);

describe('havedane mail', () => {
  it.each([
    [
      'parts',
      `Subject: Hello\r\n\r\n${'--b\r\n\r\n'.repeat(1_001)}`,
      '1000 lines that begin a part',
      'Hello',
    ],
    ['multiparts', `Subject: Hello\r\n\r\n${'boundary=b\r\n'.repeat(33)}`, '32 multiparts', 'Hello'],
    ['header fields', `Subject: Hello\r\n${field(501)}\r\ntext`, '500 header fields', null],
  ])('parses no more %s than the API does, and shows the rest', async (_what, content, excess, subject) => {
    await mail().keep(sampleMessage({ content: Buffer.from(content) }), LIMITS);
    expect(JSON.parse((await run('inbox', 'list', '--json')).stdout)).toMatchObject([{ id: 1, subject }]);
    const { code, stdout } = await run('inbox', 'show', '1', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ subject, attachments: [], mailFrom: 'somebody@sender.example' },
      text: expect.stringMatching(
        `^It has more than ${excess}.* so it was not parsed. .havedane inbox show --raw 1. prints it.$`,
      ),
    });
    expect((await run('inbox', 'show', '1', '--raw')).stdout).toBe(content);
  });

  it('lists what is kept, and says when there is nothing', async () => {
    expect(await run('inbox', 'list')).toEqual({ code: 0, stdout: 'No mail.\n', stderr: '' });
    await keep();
    await mail().settle(1, { problem: 'the relay does not take it: ETIMEDOUT' });
    const { stdout } = await run('inbox', 'list');
    expect(stdout.split('\n')[1]).toMatch(
      /^1 +new +2026-01-09 12:00 +postmaster@havedane\.test +"?Jürgen"? <j@person\.example> +The page \\u\{1b\}\[31mis down +the relay does not/,
    );
    expect(stdout).not.toMatch(control);
    expect(JSON.parse((await run('inbox', 'list', '--json')).stdout)).toMatchObject([
      {
        id: 1,
        read: false,
        receivedAt: '2026-01-09T12:00:00.000Z',
        recipients: ['postmaster@havedane.test'],
      },
    ]);
  });

  it('shows a message, without obeying what it says to the terminal, and counts it as read', async () => {
    await keep();
    const { stdout } = await run('inbox', 'show', '1');
    expect(stdout).toContain('192.0.2.1 (mail.sender.example), TLSv1.3');
    expect(stdout).toContain('\n\nHello,\\u{1b}]0;pwned\\u{7}\nplease look.\n');
    expect(stdout).not.toMatch(control);
    expect(await mail().totals()).toMatchObject({ unread: 0 });
    expect(JSON.parse((await run('inbox', 'show', '1', '--json')).stdout)).toMatchObject({
      ...{ id: 1, read: true, mailFrom: 'somebody@sender.example', attachments: [] },
    });
  });

  it('shows a message as it came', async () => {
    await keep();
    expect((await run('inbox', 'show', '1', '--raw')).stdout).toBe(CONTENT);
  });

  it('deletes messages, all that are named or none', async () => {
    for (let n = 0; n < 3; n += 1) await keep();
    expect(await run('inbox', 'delete', '1', '9')).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: 'havedane: There is no message 9; `havedane inbox list` lists them.\n',
    });
    expect(await run('inbox', 'delete')).toMatchObject({ code: 2 });
    expect((await run('inbox', 'delete', '1', '3')).stdout).toBe('Deleted: 2\n');
    expect((await mail().list()).map(({ id }) => id)).toEqual([2]);
  });

  it.each(['0', '-1', 'x', '1.5', '99999999999999999999'])('refuses %s as a number', async (id) => {
    const { code, stderr } = await run('inbox', 'show', '--', id);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('havedane tlsrpt', () => {
  const policies = [
    {
      ...{
        type: 'tlsa',
        domain: 'wrong.havedane.test',
        mxHosts: [],
        policy: ['3 1 1 abcd'],
        successes: 3,
        failures: 1,
      },
      failuresByType: [{ resultType: 'tlsa-invalid', sessions: 1 }],
      details: [
        {
          ...{
            resultType: 'tlsa-invalid',
            sessions: 1,
            sendingMtaIp: '192.0.2.7',
            receivingIp: '192.0.2.25',
          },
          ...{
            receivingMxHostname: 'wrong.havedane.test',
            receivingMxHelo: null,
            additionalInformation: null,
          },
          failureReasonCode: 'no\u001b match',
        },
      ],
      detailsDropped: 2,
    },
  ];
  const report = sampleTlsReport({ policies: JSON.stringify(policies), ...signedBy('example.org') });

  it('lists reports by policy, and what cannot be read', async () => {
    expect((await run('tlsrpt', 'list')).stdout).toBe('No TLS reports.\n');
    await temp.store.tlsReports.keep(report, 100);
    await temp.store.tlsReports.keepMalformed(sampleMalformedReport(), 100);
    const { stdout } = await run('tlsrpt', 'list');
    expect(stdout).toMatch(/^2 .* no +cannot be read: it is not JSON$/m);
    expect(stdout).toMatch(
      /^1 .* example\.org +Example Inc\. +1970-01-01–1970-01-01 +tlsa wrong\.havedane\.test +3 +1 +tlsa-invalid 1$/m,
    );
    expect(JSON.parse((await run('tlsrpt', 'list', '--json')).stdout)).toMatchObject([
      { id: 2, problem: 'it is not JSON', raw: 'ew==' },
      { id: 1, problem: null, signedBy: 'example.org', successes: 3, failures: 1, policies },
    ]);
  });

  it('shows a report with every failure', async () => {
    await temp.store.tlsReports.keep(report, 100);
    const { stdout } = await run('tlsrpt', 'show', '1');
    expect(stdout).toContain('signed by example.org');
    expect(stdout).toContain(
      '- 1 × tlsa-invalid, from 192.0.2.7, to wrong.havedane.test, at 192.0.2.25, no\\u{1b} match\n  - and 2 more',
    );
    expect(stdout).not.toMatch(control);
  });

  it('shows what came in the place of a report', async () => {
    await temp.store.tlsReports.keepMalformed(
      sampleMalformedReport({ raw: Buffer.from('{"a":\u001b') }),
      100,
    );
    const { stdout } = await run('tlsrpt', 'show', '1');
    expect(stdout).toContain('it is not JSON\n\n{"a":\\u{1b}\n');
  });

  describe('digest', () => {
    const today = { receivedAt: Date.now() - 3_600_000 };
    const failed = sampleTlsReport({ ...today, reportId: 'two', policies: JSON.stringify(policies) });
    const lastWeek = { ...report, receivedAt: Date.now() - 7 * 86_400_000 };

    it('sums up the failures of the last day, by policy', async () => {
      await temp.store.tlsReports.keep(lastWeek, 100);
      await temp.store.tlsReports.keep(failed, 100);
      await temp.store.tlsReports.keep(
        sampleTlsReport({ ...report, ...today, reportId: 'three', organization: 'Signed' }),
        100,
      );
      await temp.store.tlsReports.keepMalformed(sampleMalformedReport(today), 100);
      const { stdout } = await run('tlsrpt', 'digest');
      expect(stdout.split('\n').slice(0, 3).join('\n')).toMatch(
        /UTC: 2, 1 of them verified\n1 could not be read: .*\n6 sessions succeeded, 2 failed$/,
      );
      expect(stdout).toContain(
        'tlsa wrong.havedane.test: 2 of 8 sessions failed\n  tlsa-invalid 2\n  reported by Example Inc. (not verified), Signed\n  senders 192.0.2.7\n',
      );
      expect(JSON.parse((await run('tlsrpt', 'digest', '--json', '--since', '8d')).stdout)).toMatchObject({
        reports: 3,
        failing: [{ domain: 'wrong.havedane.test', failures: 3, byType: { 'tlsa-invalid': 3 } }],
      });
      expect(await run('tlsrpt', 'digest', '--since', 'soon')).toMatchObject({ code: 2 });
    });

    it('goes to the operator by mail when something failed, and not otherwise', async () => {
      const server = await startSubmissionServer({ user: 'u', password: 'p' });
      const env = {
        OPERATOR_EMAIL: 'operator@example.net',
        OPERATOR_RELAY: `smtp://u:p@127.0.0.1:${server.port}`,
      };
      expect(await run('tlsrpt', 'digest', '--mail')).toMatchObject({
        code: 1,
        stderr: 'havedane: --mail needs OPERATOR_RELAY and OPERATOR_EMAIL.\n',
      });
      expect(await mailed(env)).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(server.taken).toEqual([]);
      await temp.store.tlsReports.keep(failed, 100);
      expect(await mailed(env)).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(server.taken).toMatchObject([{ to: ['operator@example.net'] }]);
      await server.close();
      expect(await mailed(env)).toMatchObject({ code: 1, stderr: expect.stringContaining('was not sent') });
    });
  });

  it('says in one line that there is no such report', async () => {
    expect(await run('tlsrpt', 'show', '7')).toMatchObject({
      ...{
        code: 1,
        stderr: 'havedane: There is no TLS report 7; `havedane tlsrpt list` lists them.\n',
      },
    });
  });
});
