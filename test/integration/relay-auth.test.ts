import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';

import { parseRelayUrl } from '#config';
import { handOver } from '#relay';

const PASSWORD = 'p@ss/wörd:1';
const MESSAGE = {
  from: 'havedane@havedane.test',
  to: 'operator@example.test',
  subject: 'Hello',
  text: 'It works.\n',
};

let server: SMTPServer | undefined;

/** A relay that takes mail from `relay-user` alone, after STARTTLS. */
async function startRelay() {
  const delivered: { readonly user: unknown; readonly secure: boolean }[] = [];
  server = new SMTPServer({
    logger: false,
    disableReverseLookup: true,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth({ username, password }, _session, callback) {
      const isRight = username === 'relay-user' && password === PASSWORD;
      callback(isRight ? null : new Error('Invalid username or password'), { user: username });
    },
    onData(stream, { user, secure }, callback) {
      delivered.push({ user, secure });
      stream.resume().once('end', () => callback());
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return { port, delivered };
}

afterEach(async () => {
  await new Promise<void>((resolve) => {
    if (server === undefined) resolve();
    else server.close(() => resolve());
  });
});

function relay(port: number, password: string) {
  const url = parseRelayUrl(`smtp://relay-user:${encodeURIComponent(password)}@127.0.0.1:${port}`);
  if (url === null) throw new Error('this is a relay URL');
  return url;
}

describe('a relay that asks for a login', () => {
  it('gets it, after STARTTLS', async () => {
    const { port, delivered } = await startRelay();
    expect(await handOver(MESSAGE, relay(port, PASSWORD), 'havedane.test')).toEqual({
      kind: 'sent',
      rejected: [],
    });
    expect(delivered).toEqual([{ user: 'relay-user', secure: true }]);
  });

  it('says what is wrong with a login that it refuses, without the password; the message is kept', async () => {
    const { port, delivered } = await startRelay();
    const outcome = await handOver(MESSAGE, relay(port, 'not-the-password'), 'havedane.test');
    expect(outcome).toMatchObject({
      kind: 'later',
      isRelayDown: true,
      reason: expect.stringContaining('Invalid username or password') as string,
    });
    expect(JSON.stringify(outcome)).not.toContain('not-the-password');
    expect(delivered).toEqual([]);
  });
});
