import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseRelayUrl } from '#config';
import { handOver } from '#relay';

import { type SubmissionServer, startSubmissionServer } from '../support/submission-server.js';

const PASSWORD = 'p@ss/wörd:1';
const MESSAGE = {
  from: 'havedane@havedane.test',
  to: 'operator@example.test',
  subject: 'Hello',
  text: 'It works.\n',
};

let server: SubmissionServer;
beforeEach(async () => {
  server = await startSubmissionServer({ user: 'relay-user', password: PASSWORD });
});
afterEach(() => server.close());

function relay(port: number, password: string) {
  const url = parseRelayUrl(`smtp://relay-user:${encodeURIComponent(password)}@127.0.0.1:${port}`);
  if (url === null) throw new Error('this is a relay URL');
  return url;
}

describe('a relay that asks for a login', () => {
  it('gets it, after STARTTLS', async () => {
    const { port, taken } = server;
    expect(await handOver(MESSAGE, relay(port, PASSWORD), 'havedane.test')).toEqual({
      kind: 'sent',
      rejected: [],
    });
    expect(taken).toMatchObject([{ user: 'relay-user', secure: true }]);
  });

  it('says what is wrong with a login that it refuses, without the password; the message is kept', async () => {
    const { port, taken } = server;
    const outcome = await handOver(MESSAGE, relay(port, 'not-the-password'), 'havedane.test');
    expect(outcome).toMatchObject({
      kind: 'later',
      isRelayDown: true,
      reason: expect.stringContaining('Invalid username or password') as string,
    });
    expect(JSON.stringify(outcome)).not.toContain('not-the-password');
    expect(taken).toEqual([]);
  });
});
