/** Every real sender of this machine through all scenarios of the lab, one after the other. */
import { join } from 'node:path';

import type { CheckBody } from '#contracts';

import { createCheck, readCheck } from '../api-client.js';
import type { ShiftedPhases } from '../../support/shifted-phases.js';
import type { Lab } from '../lab.js';
import { waitUntil, WaitedInVainError } from '../poll.js';
import { ChasquidSender } from './chasquid-sender.js';
import { KnownSender } from './known-sender.js';
import type { MatrixSender } from './matrix-sender.js';
import { OpenSmtpd } from './opensmtpd.js';
import { Sendmail } from './sendmail.js';

/** For the sessions of one sender. */
const SENDER_MS = 100_000;
/** Without a new session for so long nothing more is expected. */
const QUIET_MS = 10_000;
/** RFC 8461 §3.3 suggests a minute for a policy. */
const SLOW_MS = 75_000;

/** What one sender did, or why it was not measured. */
export type MatrixColumn =
  | { readonly title: string; readonly reason: string }
  | {
      readonly title: string;
      readonly settings: string;
      readonly version: string;
      readonly check: CheckBody;
      /** Whether the time was up before it had tried everything. */
      readonly wasCut: boolean;
    };

export function matrixSenders(lab: Lab, directory: string): MatrixSender[] {
  return [
    new KnownSender(lab, 'dane', 'Postfix DANE'),
    new KnownSender(lab, 'dane-only', 'Postfix DANE only'),
    new KnownSender(lab, 'tls', 'Postfix TLS'),
    new KnownSender(lab, 'plain', 'Postfix no TLS'),
    new KnownSender(lab, 'mta-sts', 'Postfix MTA-STS'),
    new KnownSender(lab, 'mta-sts-over-dane', 'Postfix MTA-STS over DANE'),
    new KnownSender(lab, 'dane-then-mta-sts', 'Postfix DANE, then MTA-STS'),
    new KnownSender(lab, 'exim-dane', 'Exim DANE'),
    new KnownSender(lab, 'exim-tls', 'Exim TLS'),
    new OpenSmtpd(`${directory}/opensmtpd`),
    new ChasquidSender(`${directory}/chasquid`, join(lab.product.certsDir, 'ca.cert.pem')),
    new Sendmail(`${directory}/sendmail`),
  ];
}

interface ColumnOptions {
  /** The scenarios to mail; all unless given. */
  readonly ids?: readonly string[];
  /** Where policies change: before the message, and once more for what was refused because of the first. */
  readonly phases?: ShiftedPhases;
}

export async function runColumn(
  { product }: Lab,
  sender: MatrixSender,
  { ids, phases }: ColumnOptions = {},
): Promise<MatrixColumn> {
  const missing = sender.missing();
  if (missing !== undefined) return { title: sender.title, reason: `\`${missing}\` is not installed` };
  await phases?.enter(product, 'first');
  await sender.start();
  try {
    const { token, scenarios } = await createCheck(product.url);
    const mailed = scenarios.filter(({ id }) => ids?.includes(id) ?? true);
    const message = {
      ...{ from: 'visitor@sender.test', subject: token },
      recipients: mailed.map(({ address }) => address),
    };
    // Some hand the message over when they have tried it, others before.
    const sending = sender.send(message);
    const failed = new Promise<never>((_, reject) => {
      sending.catch(reject);
    });
    failed.catch(() => undefined);
    const deadline = Date.now() + SENDER_MS;
    await Promise.race([untilQuiet(product.url, token, deadline), failed]);
    // For the host that defers the first attempt.
    await sender.retry();
    let check = await untilQuiet(product.url, token, deadline);
    const wasCut = Date.now() >= deadline;
    if (phases !== undefined && hasOldPolicy(check)) {
      await phases.enter(product, 'second');
      await sender.retry();
      check = await untilQuiet(product.url, token, Date.now() + SENDER_MS);
    }
    const { title, settings } = sender;
    return { title, settings, version: await sender.version(), check, wasCut };
  } finally {
    await sender.stop();
  }
}

function hasOldPolicy({ results }: CheckBody): boolean {
  return results.some(({ finding }) => finding === 'refused-before-change');
}

/** Whether it fetches the policy that never comes, and waits for that before it connects. */
function waitsForPolicy({ observations }: CheckBody): boolean {
  const there = observations.filter(({ scenario }) => scenario === 'sts-slow');
  return there.length > 0 && there.every(({ kind }) => kind === 'policy-fetch' || kind === 'dns-query');
}

/** The check, once there were sessions and no new one for a while. */
async function untilQuiet(url: string, token: string, deadline: number): Promise<CheckBody> {
  let check = await readCheck(url, token);
  let [seen, since] = [0, Date.now()];
  const settled = waitUntil(
    'silence',
    async () => {
      check = await readCheck(url, token);
      const { length } = check.observations.filter(({ query }) => query === null);
      if (length > seen) [seen, since] = [length, Date.now()];
      const isQuiet = Date.now() - since > (waitsForPolicy(check) ? SLOW_MS : QUIET_MS);
      return seen > 0 && isQuiet ? true : undefined;
    },
    { timeoutMs: Math.max(0, deadline - Date.now()), intervalMs: 500 },
  );
  await settled.catch((error: unknown) => {
    if (!(error instanceof WaitedInVainError)) throw error;
  });
  return check;
}
