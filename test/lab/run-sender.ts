/** One run, as a visitor makes it: a check, one message to its addresses, and what came of it. */
import type { AddressStyle, Outcome, Protection } from '#checks';
import type { CheckBody } from '#contracts';
import type { ScenarioId } from '#scenarios';

import { askedAbout } from '../support/seen-at.js';

import { CheckWatch, createCheck, readCheck } from './api-client.js';
import { MAX_MESSAGE_BYTES } from './lab-addresses.js';
import type { Lab } from './lab.js';
import { WaitedInVainError, waitUntil } from './poll.js';
import type { SenderName, SenderProfile } from './sender-profiles.js';
import type { DeliveryAttempt, LogLine, Sender, SentMessage } from './sender.js';
import { quickOf } from '../support/quick-scenarios.js';

export interface SenderRun {
  readonly sender: Sender;
  readonly message: SentMessage;
  /** The first attempt at each recipient, as the sender's log has it. */
  readonly attempts: readonly DeliveryAttempt[];
  /** What the sender logged of its sessions for this message. */
  readonly log: readonly SenderLogLine[];
  readonly check: CheckBody;
  /** What the product has to conclude. */
  readonly expected: Outcome;
  /** Null: nothing is expected of MTA-STS. */
  readonly protection: Protection | null;
  readonly asExpected: boolean;
  /** When each observation, by its id, had reached a browser (milliseconds since the epoch). */
  readonly receivedAt: ReadonlyMap<number, number>;
}

export interface SenderLogLine extends LogLine {
  readonly scenario: ScenarioId;
}

/** @param size of the message: `oversized` is more than the receiver takes, so that nothing can be delivered */
export async function runSender(
  lab: Lab,
  name: SenderName,
  style: AddressStyle,
  size: 'small' | 'oversized' = 'small',
): Promise<SenderRun> {
  const sender = await lab.sender(name);
  // Whoever refuses one host and brings nothing to the others is no server of the check: nothing can be said.
  const expected = size === 'small' ? sender.profile.expected : 'waiting';
  const watch = await CheckWatch.open(lab.product.url, (await createCheck(lab.product.url)).token);
  try {
    const { token } = watch.current;
    const hasPolicies = watch.current.scenarios.some(({ id }) => POLICY_IDS.includes(id));
    const isJudged = size === 'small' && hasPolicies;
    const protection = (isJudged ? sender.profile.protection : undefined) ?? null;
    const before = (await sender.log()).length;
    const recipients = addressesOf(watch.current, style, sender.profile);
    const message = await sender.send({
      from: 'visitor@sender.test',
      recipients,
      subject: `HaveDane ${token}`,
      ...(size === 'oversized' && { bodyBytes: MAX_MESSAGE_BYTES + 1 }),
    });
    const attempts = await sender.attempts(message);
    const delivered = attempts.filter(({ status }) => status === 'sent').map(({ recipient }) => recipient);
    const asExpected = await watch
      .until((check) => isSettled(check, { expected, protection }, delivered), `the verdict on ${name}`)
      .then(() => true, isTimeout);
    const mailed = mailedTo(watch.current, sender.profile);
    const log = excerpt((await sender.log()).slice(before), mailed, recipients);
    const { current: check, receivedAt } = watch;
    return { sender, message, attempts, log, check, expected, protection, asExpected, receivedAt };
  } finally {
    watch.close();
  }
}

/** Of hosts with a policy, those that tell whether it is enforced, and whether it overrides DANE. */
const POLICY_IDS: readonly string[] = ['sts-good', 'sts-none', 'sts-cert', 'sts-dane'];

function mailedTo(
  check: CheckBody,
  { protection }: Pick<SenderProfile, 'protection'>,
): CheckBody['scenarios'] {
  const hosts = protection === undefined ? [] : check.scenarios.filter(({ id }) => POLICY_IDS.includes(id));
  return [...quickOf(check), ...hosts];
}

export function addressesOf(
  check: CheckBody,
  style: AddressStyle,
  profile: Pick<SenderProfile, 'protection'> = {},
): string[] {
  return mailedTo(check, profile).map(({ address, classicAddress }) =>
    style === 'classic' ? classicAddress : address,
  );
}

/**
 * The run with what resolvers asked about its hosts, which the name server reports within two seconds. Nothing is known
 * of the classic address form, where all checks share their hosts.
 */
export async function withQueries(lab: Lab, run: SenderRun, style: AddressStyle): Promise<SenderRun> {
  if (style === 'classic') return run;
  const check = await waitUntil('the DNS queries of every host', async () => {
    const now = await readCheck(lab.product.url, run.check.token);
    return quickOf(now).every(({ id }) => askedAbout(now, id).length > 0) ? now : undefined;
  });
  return { ...run, check };
}

/** The expected outcome is there, and everything that the sender delivered is in the check. */
function isSettled(
  check: CheckBody,
  { expected, protection }: Pick<SenderRun, 'expected' | 'protection'>,
  delivered: readonly string[],
): boolean {
  return (
    check.verdict.outcome === expected &&
    (protection === null || check.mtaSts?.protection === protection) &&
    check.scenarios.every(
      ({ address, classicAddress, state }) =>
        state === 'delivered' || (!delivered.includes(address) && !delivered.includes(classicAddress)),
    )
  );
}

function isTimeout(error: unknown): false {
  if (error instanceof WaitedInVainError) return false;
  throw error;
}

/** The lines of the SMTP client that name one of the hosts, by host. */
function excerpt(
  lines: readonly LogLine[],
  mailed: CheckBody['scenarios'],
  recipients: readonly string[],
): readonly SenderLogLine[] {
  return mailed.flatMap(({ id }, index) => {
    const host = recipients[index]?.split('@')[1] ?? id;
    return lines
      .filter(({ service, text }) => service === 'smtp' && mentions(text, host))
      .map((line) => ({ ...line, scenario: id }));
  });
}

function mentions(text: string, host: string): boolean {
  return text.split(/[\s\[\]<>@/:,]+/).includes(host);
}
