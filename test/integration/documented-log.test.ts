/** The lines of the log that docs/host-reference.md shows are those that the receiver writes. */
import { readFile } from 'node:fs/promises';

import { expect, it } from 'vitest';

import { DOMAIN, startReceiver } from '../support/receiver-fixture.js';
import { SmtpClient } from '../support/smtp-client.js';

/** What differs from session to session. */
const VARIABLE = ['time', 'session', 'client', 'port', 'name', 'sni', 'token', 'ms'];

function withoutVariable(line: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(line).map(([name, value]) => [name, VARIABLE.includes(name) ? typeof value : value]),
  );
}

it('a delivery and a refusal are logged as documented', async () => {
  const reference = await readFile('docs/host-reference.md', 'utf8');
  const documented = (/^```json\n([^`]*"session ended"[^`]*)^```$/m.exec(reference)?.[1] ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(documented).toHaveLength(2);

  const receiver = await startReceiver();
  try {
    const { token } = await receiver.createCheck();
    const delivering = await SmtpClient.secured(receiver.port, `${token}.do.${DOMAIN}`);
    await delivering.command('EHLO mx1.example.net');
    await delivering.deliver(`test@${token}.do.${DOMAIN}`, 'Subject: a\r\n\r\nb\r\n');
    await delivering.quit();
    const refusing = await SmtpClient.secured(receiver.port, `${token}.wrong.${DOMAIN}`);
    await refusing.quit();
    const ended = () => receiver.logs.filter(({ msg }) => msg === 'session ended');
    await expect.poll(ended).toHaveLength(2);
    const logged = ended().toSorted((a, b) => String(a['sni']).localeCompare(String(b['sni'])));
    expect(logged.map(withoutVariable)).toEqual(documented.map(withoutVariable));
    expect(logged.map((line) => Object.keys(line))).toEqual(documented.map((line) => Object.keys(line)));
  } finally {
    await receiver.close();
  }
});
