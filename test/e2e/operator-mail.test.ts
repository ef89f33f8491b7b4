/** Mail to the operator from a real Postfix, through the built product, to a real Postfix. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createCheck, readCheck } from '../lab/api-client.js';
import { OPERATOR_RELAY_ADDRESS, OPERATOR_RELAY_PORT } from '../lab/lab-addresses.js';
import type { Lab } from '../lab/lab.js';
import { OPERATOR_EMAIL, OperatorRelay } from '../lab/operator-relay.js';
import { runCommand } from '../lab/run-command.js';
import { startLab } from '../lab/start-lab.js';
import { releaseSharedLab } from '../support/shared-lab.js';
import { reportMail, tlsReport } from '../support/tls-report-mail.js';

let lab: Lab;
let relay: OperatorRelay;

beforeAll(async () => {
  await releaseSharedLab();
  lab = await startLab(['dane'], {
    environment: {
      OPERATOR_EMAIL,
      OPERATOR_RELAY: `smtp://${OPERATOR_RELAY_ADDRESS}:${OPERATOR_RELAY_PORT}`,
    },
  });
  relay = new OperatorRelay(join(lab.directory, 'postfix-relay'), lab.product.certsDir);
  await relay.start();
});

afterAll(async () => {
  await relay.stop();
  await lab.stop();
});

/** Hands a message to the sender's Postfix, as it is. */
async function send(message: string, ...recipients: readonly string[]): Promise<void> {
  const { config } = (await lab.postfix('dane')).directories;
  const args = ['-C', config, '-i', '-f', 'person@dane.sender.test', '--', ...recipients];
  await runCommand('sendmail', args, { input: message });
}

const WAIT = { interval: 200 };

describe('mail to the operator', () => {
  it('reaches the operator whole, and the check in the same message as ever', async () => {
    const check = await createCheck(lab.product.url);
    const address = check.scenarios.find(({ id }) => id === 'do')!.address;
    const head = [
      'From: A. Person <person@dane.sender.test>',
      'To: postmaster@do.havedane.test',
      'Subject: Grüße',
    ];
    const body = ['Your page is down — since “noon”.', '.', '..', 'From here on it is fine.', ''];
    await send([...head, '', ...body].join('\n'), 'postmaster@do.havedane.test', address);

    await expect.poll(() => relay.messages(), WAIT).toHaveLength(1);
    const [message = ''] = await relay.messages();
    expect(message).toMatch(/^Return-Path: <>$/m);
    expect(message).toMatch(/^X-HaveDane-Forwarded: havedane\.test$/im);
    expect(message).toContain('Received: from havedane.test (');
    const mail = await simpleParser(Buffer.from(message, 'latin1'));
    expect(mail.from?.value[0]?.address).toBe('postmaster@havedane.test');
    expect(mail.replyTo?.value[0]?.address).toBe('person@dane.sender.test');
    // The original is a part of its own: with the trace of the sender's server, and every line of the body.
    const [, original = ''] = Buffer.from(message, 'latin1')
      .toString('utf8')
      .split(/^Content-Type: message\/rfc822.*$/m);
    expect(original).toContain('by dane.sender.test (Postfix, from userid 0)');
    expect(original).toContain(body.join('\n'));
    expect(await relay.log()).toContainEqual(
      expect.stringMatching(/^Anonymous TLS connection established from/),
    );

    await expect
      .poll(
        async () => (await readCheck(lab.product.url, check.token)).scenarios.map(({ state }) => state),
        WAIT,
      )
      .toContain('delivered');
    expect(JSON.parse(await lab.product.havedane('inbox', 'list', '--json'))).toEqual([]);
    expect(await (await lab.postfix('dane')).queue()).toEqual([]);
  });

  it('that is a TLS report is evaluated instead, and seen by the operator', async () => {
    const report = tlsReport({ 'report-id': 'end-to-end' });
    const message = await reportMail({ report, attachment: gzipSync(JSON.stringify(report)), signer: null });
    await send(message.toString().replaceAll('\r\n', '\n'), 'TLS-Reports@havedane.test');
    await expect
      .poll(async () => JSON.parse(await lab.product.havedane('tlsrpt', 'list', '--json')) as unknown, WAIT)
      .toMatchObject([
        { source: 'mail', organization: 'Google Inc.', reportId: 'end-to-end', dkim: 'none', failures: 5 },
      ]);
    const table = await (await fetch(`${lab.product.adminUrl}/admin/tlsrpt`)).text();
    expect(table).toContain('tlsa-invalid: 5');
    expect(await relay.messages()).toHaveLength(1);
  });

  it('that should have been a TLS report reaches the operator with the reason', async () => {
    const message = await reportMail({ attachment: Buffer.from('{"organization-name":'), signer: null });
    await send(message.toString().replaceAll('\r\n', '\n'), 'tls-reports@havedane.test');
    await expect.poll(() => relay.messages(), WAIT).toHaveLength(2);
    const [, second = ''] = await relay.messages();
    expect((await simpleParser(second)).text).toContain(
      'the attached TLS report cannot be read: it is not JSON, or not complete',
    );
  });
});
