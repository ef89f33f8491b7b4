/** The queued message of a real Postfix, after the verdict: let through, delivered, verified, and gone from the queue. */
import { beforeAll, describe, expect, it, vi } from 'vitest';

import type { CheckBody } from '#contracts';

import { CheckWatch, readCheck, releaseCheck } from '../lab/api-client.js';
import type { Lab } from '../lab/lab.js';
import { runSender } from '../lab/run-sender.js';
import type { Sender } from '../lab/sender.js';
import { PATIENT } from '../support/patience.js';
import { executeSql } from '../support/raw-database.js';
import { seenAt } from '../support/seen-at.js';
import { sharedLab } from '../support/shared-lab.js';

const SENTENCE = 'deferred and retried correctly (RFC 7672 §2.2)';

let lab: Lab;

beforeAll(async () => {
  lab = await sharedLab(['dane', 'tls']);
  // What other files of this lab left.
  await (await lab.sender('dane')).emptyQueue();
});

describe('Postfix with DANE, once its refusal is proven', () => {
  it('retries, verifies the spare certificate, delivers, and keeps its verdict', async () => {
    const { check, message, sender } = await runSender(lab, 'dane', 'host');
    expect(check.verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    expect(check.release.state).toBe('possible');
    expect(Date.parse(check.release.at ?? '')).toBe(knownAt(check) + 3 * 60_000);
    expect(await sender.queued(message)).toEqual([message.recipients[2]]);

    // Not yet released: a retry is refused as the first attempt was.
    const watch = await CheckWatch.open(lab.product.url, check.token);
    await sender.flush();
    await watch.until((now) => seenAt(now, 'wrong').length === 2, 'a second refusal');
    expect(await sender.queued(message)).toEqual([message.recipients[2]]);

    expect((await releaseCheck(lab.product.url, check.token)).release.state).toBe('released');
    await watch.until(({ release }) => release.state === 'released', 'the release');
    await flushUntilDelivered(sender, watch);
    await expect.poll(() => sender.queued(message)).toEqual([]);

    await vi.waitFor(async () => {
      expect(await readCheck(lab.product.url, check.token)).toEqual(watch.current);
    }, PATIENT);
    const { current } = watch;
    watch.close();
    expect(seenAt(current, 'wrong').at(-1)).toMatchObject({
      kind: 'delivered',
      attribution: 'exact',
      clientAddress: '127.0.0.31',
      tls: { serverName: `${check.token}.wrong.havedane.test` },
      evidence: { certificate: 'spare', messageId: `<${message.messageId}>` },
    });
    const log = (await sender.log()).map(({ text }) => text);
    expect(log).toContainEqual(
      expect.stringMatching(new RegExp(`^Verified TLS connection established to ${check.token}\\.wrong\\.`)),
    );
    const { messages, ...verdict } = current.verdict;
    expect(verdict).toMatchObject({ outcome: 'enforces', provisional: false, title: check.verdict.title });
    expect(messages.slice(0, -1)).toEqual(check.verdict.messages);
    expect(messages.at(-1)?.text).toContain(SENTENCE);
    expect(current.scenarios[2]).toMatchObject({ id: 'wrong', state: 'refused', conclusion: 'pass' });
    expect(current.scenarios[2]?.finding).toContain(SENTENCE);
  });

  it('is let through without being asked, when RELEASE_AFTER_MINUTES have passed', async () => {
    const { check, message, sender } = await runSender(lab, 'dane', 'host');
    // The three minutes began earlier than they did: they are over in a moment.
    const at = Date.now() + 3000;
    await executeSql(
      lab.product.databaseFile,
      `UPDATE releases SET refused_at = ${at - 3 * 60_000} WHERE token = '${check.token}'`,
    );
    const watch = await CheckWatch.open(lab.product.url, check.token);
    expect(watch.current.release).toEqual({ state: 'possible', at: new Date(at).toISOString() });
    await watch.until(({ release }) => release.state === 'released', 'the release');
    expect(Date.now()).toBeGreaterThanOrEqual(at);
    await flushUntilDelivered(sender, watch);
    await expect.poll(() => sender.queued(message)).toEqual([]);
    expect(watch.current.verdict).toMatchObject({ outcome: 'enforces', provisional: false });
    watch.close();
  });

  it('is released for that check alone', async () => {
    const [first, second] = [
      await runSender(lab, 'dane', 'host'),
      await runSender(lab, 'dane', 'host'),
    ] as const;
    await releaseCheck(lab.product.url, first.check.token);
    const watches = await Promise.all(
      [first, second].map(({ check }) => CheckWatch.open(lab.product.url, check.token)),
    );
    const [released, waiting] = watches as [CheckWatch, CheckWatch];
    await flushUntilDelivered(first.sender, released);
    await waiting.until((now) => seenAt(now, 'wrong').length >= 2, 'the retry of the other message');
    expect(waiting.current.release.state).toBe('possible');
    expect(new Set(seenAt(waiting.current, 'wrong').map(({ kind }) => kind))).toEqual(new Set(['refused']));
    expect(await second.sender.queued(second.message)).toEqual([second.message.recipients[2]]);
    for (const watch of watches) watch.close();
  });

  it('cannot be released when it was mailed by the classic form', async () => {
    const { check, message, sender } = await runSender(lab, 'dane', 'classic');
    expect(check.verdict.outcome).toBe('enforces');
    expect(check.release).toEqual({ state: 'unavailable', at: null });
    await expect(releaseCheck(lab.product.url, check.token)).rejects.toThrow(
      /answered 409: .*all checks share/,
    );
    expect(await sender.queued(message)).toEqual([message.recipients[2]]);
  });
});

describe('Postfix without DANE', () => {
  it('has nothing that could be released', async () => {
    const { check } = await runSender(lab, 'tls', 'host');
    expect(check.release).toEqual({ state: 'not-yet', at: null });
    await expect(releaseCheck(lab.product.url, check.token)).rejects.toThrow(/answered 409/);
  });
});

/** The receiver notices a release within a moment: a retry that comes sooner is refused once more. */
async function flushUntilDelivered(sender: Sender, watch: CheckWatch): Promise<void> {
  await expect
    .poll(
      async () => {
        await sender.flush();
        return watch.current.release.state;
      },
      { interval: 500 },
    )
    .toBe('delivered');
}

/** When a server was known to refuse: the first pair of a refusal and a delivery at a control host by one address. */
function knownAt(check: CheckBody): number {
  const controls = [...seenAt(check, 'do'), ...seenAt(check, 'dont')].filter(
    ({ kind }) => kind === 'delivered',
  );
  const times = seenAt(check, 'wrong')
    .filter(({ kind }) => kind === 'refused')
    .flatMap((refusal) =>
      controls
        .filter(({ clientAddress }) => clientAddress === refusal.clientAddress)
        .map(({ at }) => Math.max(Date.parse(at), Date.parse(refusal.at))),
    );
  if (times.length === 0) throw new Error('no server was seen to refuse');
  return Math.min(...times);
}
