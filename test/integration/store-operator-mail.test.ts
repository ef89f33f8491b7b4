import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { sampleMessage } from '../support/sample-operator-mail.js';
import { type ContractStore, openContractStore } from '../support/contract-store.js';

const LIMITS = { maxMessages: 20, maxBytes: 100_000 };

let temp: ContractStore;
beforeEach(async () => {
  temp = await openContractStore();
});
afterEach(() => temp.close());

const mail = () => temp.store.operatorMail;
/** In a network of its own. */
const client = (n: number) => ({ clientAddress: `10.0.${n}.1` });
const ids = async () => (await mail().list()).map(({ id }) => id);

/** Fills the mailbox, with two messages from each client. */
async function fill(messages = LIMITS.maxMessages): Promise<void> {
  for (let n = 0; n < messages; n += 1) {
    expect(await mail().keep(sampleMessage(client(Math.floor(n / 2))), LIMITS)).toBe('accepted');
  }
}

describe('a message to the operator', () => {
  it('is kept as it came, octet for octet', async () => {
    const content = Buffer.from([...Array(256).keys()]);
    const message = sampleMessage({ content, mailFrom: '', tlsVersion: null, clientName: null });
    expect(await mail().keep(message, LIMITS)).toBe('accepted');
    expect(await mail().find(1)).toEqual({
      ...message,
      ...{ id: 1, readAt: null, attempts: 0, unfinished: 0, dueAt: 1_000, problem: null },
    });
    expect(await mail().find(2)).toBeNull();
  });

  it('is listed with the beginning of its content alone', async () => {
    await mail().keep(sampleMessage({ content: Buffer.alloc(50_000, 'x') }), LIMITS);
    const [summary] = await mail().list();
    expect(summary).toMatchObject({ id: 1, size: 50_000, recipients: ['postmaster@havedane.test'] });
    expect(summary?.head).toHaveLength(16_384);
    expect(summary).not.toHaveProperty('content');
  });

  it('survives the process that kept it', async () => {
    await mail().keep(sampleMessage(), LIMITS);
    expect((await (await temp.openAnother()).operatorMail.find(1))?.mailFrom).toBe('somebody@sender.example');
  });
});

describe('a mailbox that is full', () => {
  it('of messages that nobody has read takes no more, and loses none', async () => {
    await fill();
    expect(await mail().room('192.0.2.99', 10, LIMITS)).toBe('full');
    expect(await mail().keep(sampleMessage(client(99)), LIMITS)).toBe('full');
    expect(await mail().totals()).toMatchObject({ messages: 20, unread: 20 });
  });

  it('by their octets takes what still fits', async () => {
    const limits = { ...LIMITS, maxBytes: 1_000 };
    const sized = (size: number, n: number) =>
      sampleMessage({ ...client(n), content: Buffer.alloc(size, 'x') });
    expect(await mail().keep(sized(990, 1), limits)).toBe('accepted');
    expect(await mail().keep(sized(11, 2), limits)).toBe('full');
    expect(await mail().keep(sized(10, 2), limits)).toBe('accepted');
  });

  it('makes room with read messages, the oldest first', async () => {
    await fill();
    for (const id of [7, 4]) await mail().markRead(id, 5_000);
    expect(await mail().keep(sampleMessage(client(99)), LIMITS)).toBe('accepted');
    expect(await ids()).not.toContain(4);
    expect(await ids()).toContain(7);
    expect(await mail().totals()).toMatchObject({ messages: 20, unread: 19 });
    await mail().keep(sampleMessage(client(99)), LIMITS);
    expect(await mail().keep(sampleMessage(client(98)), LIMITS)).toBe('full');
  });

  it('has room again when something was deleted', async () => {
    await fill();
    expect(await mail().delete([1, 2, 77])).toBe(2);
    expect(await mail().keep(sampleMessage(client(99)), LIMITS)).toBe('accepted');
  });
});

describe('a client that floods', () => {
  it('has a tenth of the messages, whatever address of its network it uses, and leaves room to the others', async () => {
    const flood = (last: number) => sampleMessage({ clientAddress: `2001:db8:1:2::${last}` });
    const results = [];
    for (let n = 1; n <= 5; n += 1) results.push(await mail().keep(flood(n), LIMITS));
    expect(results).toEqual(['accepted', 'accepted', 'client-full', 'client-full', 'client-full']);
    expect(await mail().room('2001:db8:1:2:3::9', 10, LIMITS)).toBe('client-full');
    expect(await mail().keep(sampleMessage({ clientAddress: '2001:db8:1:3::1' }), LIMITS)).toBe('accepted');
  });

  it.each([
    ['an IPv4 /24', (n: number) => `192.0.2.${n}`],
    ['an IPv6 /56', (n: number) => `2001:db8:0:${n}::1`],
    ['an IPv6 /48', (n: number) => `2001:db8:0:${n}00::1`],
  ])(
    'has three tenths from all addresses of %s, and leaves room to the others',
    async (_network, address) => {
      const results = [];
      for (let n = 1; n <= 8; n += 1)
        results.push(await mail().keep(sampleMessage({ clientAddress: address(n) }), LIMITS));
      expect(results).toEqual([...Array<string>(6).fill('accepted'), 'client-full', 'client-full']);
      expect(await mail().keep(sampleMessage({ clientAddress: '198.51.100.1' }), LIMITS)).toBe('accepted');
    },
  );

  it('has a tenth of the octets, but one message of any size', async () => {
    const sized = (size: number) => sampleMessage({ content: Buffer.alloc(size, 'x') });
    expect(await mail().keep(sized(60_000), LIMITS)).toBe('accepted');
    expect(await mail().keep(sized(10), LIMITS)).toBe('client-full');
  });

  it('has room again once its messages are read', async () => {
    await mail().keep(sampleMessage({ content: Buffer.alloc(60_000, 'x') }), LIMITS);
    await mail().markRead(1, 5_000);
    expect(await mail().keep(sampleMessage(), LIMITS)).toBe('accepted');
  });

  it('keeps within the limits when it sends all at once', async () => {
    const other = await temp.openAnother();
    const kept = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? temp.store : other).operatorMail.keep(sampleMessage(), LIMITS),
      ),
    );
    expect(kept.filter((result) => result === 'accepted')).toHaveLength(2);
  });
});

describe('takeDue', () => {
  it('takes the oldest that is due, of the kinds asked for, and counts it', async () => {
    await mail().keep(sampleMessage({ receivedAt: 2_000 }), LIMITS);
    await mail().keep(sampleMessage({ receivedAt: 1_000, purpose: 'tls-report' }), LIMITS);
    expect(await mail().takeDue(['mail', 'tls-report'], 999, 9_000)).toBeNull();
    expect(await mail().takeDue(['mail'], 1_500, 9_000)).toBeNull();
    expect(await mail().takeDue(['mail', 'tls-report'], 3_000, 9_000)).toMatchObject({
      ...{ id: 2, attempts: 1, dueAt: 9_000 },
    });
    expect(await mail().takeDue(['mail', 'tls-report'], 3_000, 9_000)).toMatchObject({ id: 1 });
    expect(await mail().takeDue(['mail', 'tls-report'], 3_000, 9_000)).toBeNull();
  });

  it('passes over clients that are to wait, with all of their network', async () => {
    const from = (clientAddress: string, receivedAt: number) =>
      mail().keep(sampleMessage({ clientAddress, receivedAt }), LIMITS);
    await from('2001:db8::1', 1_000);
    await from('2001:db8::2', 1_001);
    await from('192.0.2.1', 1_002);
    const except = ['2001:db8::/64'];
    expect(await mail().takeDue(['mail'], 2_000, 9_000, except)).toMatchObject({ id: 3 });
    expect(await mail().takeDue(['mail'], 2_000, 9_000, except)).toBeNull();
    expect(await mail().takeDue(['mail'], 2_000, 9_000, [])).toMatchObject({ id: 1 });
  });

  it('gives a message whose process died to the next, later', async () => {
    await mail().keep(sampleMessage(), LIMITS);
    await mail().takeDue(['mail'], 1_000, 9_000);
    const another = (await temp.openAnother()).operatorMail;
    expect(await another.takeDue(['mail'], 8_999, 20_000)).toBeNull();
    expect(await another.takeDue(['mail'], 9_000, 20_000)).toMatchObject({ id: 1, attempts: 2 });
  });

  it('counts what was taken up and never came to an end, until an end is noted', async () => {
    await mail().keep(sampleMessage(), LIMITS);
    await mail().takeDue(['mail'], 1_000, 2_000);
    expect(await mail().takeDue(['mail'], 2_000, 3_000)).toMatchObject({ attempts: 2, unfinished: 2 });
    await mail().settle(1, { dueAt: 4_000, unfinished: 2 });
    expect(await mail().takeDue(['mail'], 4_000, 5_000)).toMatchObject({ attempts: 3, unfinished: 3 });
    await mail().settle(1, { dueAt: 6_000 });
    expect(await mail().takeDue(['mail'], 6_000, 7_000)).toMatchObject({ attempts: 4, unfinished: 1 });
  });

  it('gives each message to one of two processes', async () => {
    for (const n of [1, 2, 3]) await mail().keep(sampleMessage(client(n)), LIMITS);
    const other = (await temp.openAnother()).operatorMail;
    const taken = await Promise.all(
      [mail(), other, mail(), other].map((repository) => repository.takeDue(['mail'], 1_000, 9_000)),
    );
    expect(taken.flatMap((message) => message?.id ?? []).sort()).toEqual([1, 2, 3]);
  });

  it('leaves alone what was settled for good', async () => {
    await mail().keep(sampleMessage(), LIMITS);
    await mail().takeDue(['mail'], 1_000, 9_000);
    await mail().settle(1, { dueAt: null, problem: 'nobody wants it' });
    expect(await mail().takeDue(['mail'], Number.MAX_SAFE_INTEGER, 9_000)).toBeNull();
    expect(await mail().find(1)).toMatchObject({ problem: 'nobody wants it', readAt: null });
  });
});
