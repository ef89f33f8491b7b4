/** How a message is read: no faster than its client may send, and to its end where that comes with the end of the session. */
import { PassThrough } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Check } from '#checks';
import { createLogger, SparingLog } from '#logging';

import { Bandwidth } from '../../apps/smtp/src/limits/bandwidth.js';
import { MessagesService, type MessageOutcome } from '../../apps/smtp/src/messages/messages.service.js';
import { OperatorMailbox } from '../../apps/smtp/src/operator/operator-mailbox.js';
import { LiveChecks } from '../../apps/smtp/src/recipients/live-checks.js';
import { RecipientsService } from '../../apps/smtp/src/recipients/recipients.service.js';
import { SessionRecorder } from '../../apps/smtp/src/session/session-recorder.js';
import { Session } from '../../apps/smtp/src/session/session.js';
import { DOMAIN, insertCheck } from '../support/receiver-fixture.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';

let temp: TempStore;
let recorder: SessionRecorder;
let messagesAt: (bandwidth: Bandwidth) => MessagesService;
let messages: MessagesService;

beforeAll(async () => {
  temp = await openTempStore();
  const logger = createLogger({ level: 'silent', pretty: false }, 'smtp');
  const log = { logger, states: SparingLog.ofStates(logger) };
  const liveChecks = new LiveChecks(temp.store.checks, null);
  recorder = new SessionRecorder(DOMAIN, temp.store, liveChecks, log);
  const limits = { maxMessages: 10, maxBytes: 10_000 };
  const mailbox = new OperatorMailbox(limits, 1000, temp.store, log);
  const recipients = new RecipientsService(DOMAIN, liveChecks, mailbox, log);
  messagesAt = (bandwidth) => new MessagesService(1000, bandwidth, recipients, recorder, mailbox, log);
  messages = messagesAt(new Bandwidth(1e6, 1e6));
});

afterAll(async () => {
  await temp.close();
});

/** A session that ends at once after `finish`, before anything that was sent is read. */
async function receive(check: Check, finish: (message: PassThrough) => void): Promise<MessageOutcome> {
  const address = `test@${check.token}.do.${DOMAIN}`;
  const session = new Session('s1', '192.0.2.1', 40_000);
  session.said('DATA');
  session.recipientNamed({ token: check.token, scenario: 'do', address });
  const message = new PassThrough();
  const outcome = messages.receive(message, [address], session);
  finish(message);
  session.ended('client-closed');
  recorder.ended(session);
  await recorder.idle();
  return outcome;
}

describe('a session that ends', () => {
  it.each<[string, (message: PassThrough) => void, MessageOutcome, string]>([
    ['with a whole message unread delivers it', (message) => message.end('test\r\n'), 'stored', 'delivered'],
    [
      'in the middle of a message has left',
      (message) => {
        message.write('te');
        message.destroy();
      },
      'broken-off',
      'left',
    ],
  ])('%s, and says nothing else', async (_, finish, outcome, kind) => {
    const check = await insertCheck(temp.store);
    expect(await receive(check, finish)).toBe(outcome);
    expect((await temp.store.observations.ofCheck(check)).map((one) => one.kind)).toEqual([kind]);
  });
});

describe('a client that sends faster than it may', () => {
  it('has to wait in all its sessions, and nobody else', async () => {
    const { token } = await insertCheck(temp.store);
    const slowly = messagesAt(new Bandwidth(1, 500));
    const begin = (client: string) => {
      const message = new PassThrough();
      const outcome = slowly.receive(
        message,
        [`test@${token}.do.${DOMAIN}`],
        new Session('s1', client, 40_000),
      );
      return { message, outcome };
    };
    const [first, second, other] = [begin('192.0.2.1'), begin('192.0.2.1'), begin('192.0.2.2')];
    first.message.end(Buffer.alloc(500, 'a'));
    expect(await first.outcome).toBe('stored');
    second.message.write(Buffer.alloc(100, 'b'));
    await expect.poll(() => second.message.isPaused()).toBe(true);
    other.message.end(Buffer.alloc(500, 'c'));
    expect(await other.outcome).toBe('stored');
    expect(second.message.isPaused()).toBe(true);
    second.message.destroy();
    expect(await second.outcome).toBe('broken-off');
  });
});
