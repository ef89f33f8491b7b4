/**
 * Hosts that stand for an attacker who takes TLS away: what a server's leaving proves there. Nothing was presented that it could
 * refuse, so its leaving says less than the refusal of a certificate, and never proves alone that a server enforces DANE.
 */
import { isControl, isDowngrade, listenerOf, type Scenario } from '#scenarios';

import { beganAt } from '../attribution.js';

import { type ByKey, beganMail, byKey, byName, firstOfItsSystem, isUnderOneOf } from './controls.js';
import { keysOfNames, ONE_ATTEMPT_MS, waitedMs } from './delivered.js';
import { isItsOwn, RETRIES_APART_MS } from './proof.js';
import { type Catalogue, type Party, type Server, isAt, isControlDelivery } from './servers.js';
import type { Finding, SeenObservation } from './verdict.js';

/** Whether the client could not get TLS at that host, and ended the session before it began a message. */
export function isWithheld({ kind, tls, evidence }: SeenObservation, scenario: Scenario): boolean {
  if (evidence === null) return false;
  const leftAfterEhlo = tls === null && evidence.reached === 'greeted' && evidence.recipient === null;
  switch (listenerOf(scenario).startTls) {
    case 'absent':
      return kind === 'left' && leftAfterEhlo;
    case 'deferred':
      // One that did not ask for TLS was not denied it.
      return kind === 'rejected' && leftAfterEhlo && evidence.reply?.startsWith('454') === true;
    case 'reset':
      return kind === 'tls-failed' && evidence.certificate === null && evidence.end === 'server-closed';
    case 'offered':
      return false;
  }
}

export interface Withholding {
  readonly isProven: boolean;
  readonly finding: Finding;
  /** The sessions that it rests on. */
  readonly seen: readonly SeenObservation[];
}

/**
 * What it means that a server withheld its mail at the scenario; null where it was not seen to.
 *
 * @param hesitates whether an address of its system also left where mail may go in the clear (hesitationsOf)
 */
export function withholdingOf(
  server: Server,
  scenario: Scenario,
  catalogue: Catalogue,
  hesitates: boolean,
): Withholding | null {
  if (!isDowngrade(scenario)) return null;
  const all = server.seen.filter((each) => each.scenario === scenario.id && isWithheld(each, scenario));
  if (all.length === 0) return null;
  const likely = (finding: Finding, seen: readonly SeenObservation[] = all): Withholding => ({
    isProven: false,
    finding,
    seen,
  });
  const exclusive = all.filter(isItsOwn);
  if (exclusive.length === 0) return likely('withheld-from-shared-address');
  if (server.seen.some((each) => each.scenario === scenario.id && beganMail(each)))
    return likely('withheld-not-always', exclusive);
  const deliveries = server.seen.filter((each) => isControlDelivery(each, catalogue));
  const names = keysOfNames(deliveries);
  const own = exclusive.filter((each) => isUnderOneOf(names, each));
  if (own.length === 0) return likely('withheld-under-another-name', exclusive);
  const clear = byName(deliveries.filter((each) => isClearControl(each, catalogue)));
  // Behind one address there may be several machines, as with refusals (proof.ts).
  const machines = [...byName(own)].map(([name, seen]) =>
    withholdingUnderName(seen, clear.get(name)?.[0], hesitates),
  );
  return machines.find(({ isProven }) => isProven) ?? machines[0] ?? null;
}

function withholdingUnderName(
  own: readonly SeenObservation[],
  clear: SeenObservation | undefined,
  hesitates: boolean,
): Withholding {
  const likely = (finding: Finding): Withholding => ({ isProven: false, finding, seen: own });
  if (clear === undefined) return likely('withheld-without-control');
  if (hesitates || !isInAttemptOf(clear, own)) return likely('withheld-at-control-too');
  // Some senders defer at first and give up TLS when they retry; at the control host their first attempts may have been lost unseen.
  const apartMs = Math.max(RETRIES_APART_MS, waitedMs(clear));
  const isRepeated = (own.at(-1)?.at ?? 0) - (own[0]?.at ?? 0) >= apartMs;
  return isRepeated
    ? { isProven: true, finding: 'withheld-without-tls', seen: own }
    : likely('withheld-once');
}

/**
 * It sends in the clear where it can get no TLS and may do without: who demands TLS everywhere withholds mail for another reason
 * than DANE. Who sends in the clear where TLS is offered may have tried it first.
 */
function isClearControl(seen: SeenObservation, catalogue: Catalogue): boolean {
  return (
    seen.tls === null && isAt((scenario) => isControl(scenario) && isDowngrade(scenario), seen, catalogue)
  );
}

/** From the attempt on in which it sent in the clear: before that it may have withheld that message, too, in a session that was lost. */
function isInAttemptOf(clear: SeenObservation, withheld: readonly SeenObservation[]): boolean {
  const isPrompt = (withheld[0]?.at ?? 0) >= beganAt(clear) - ONE_ATTEMPT_MS;
  return isPrompt || (withheld.at(-1)?.at ?? 0) > clear.at;
}

/**
 * The sessions of clients that left where mail may go in the clear, or where they sent in the clear all the same: who does that may
 * come back elsewhere as well.
 */
export function hesitationsOf(everybody: readonly Party[], catalogue: Catalogue): ByKey {
  return byKey(everybody.flatMap(({ seen }) => hesitationsIn(seen, catalogue)));
}

/**
 * Whether it did so, or another address of its system: a pool may fall back from any of them.
 *
 * @param system the addresses that DNS ties to it
 */
export function isHesitant(
  server: Server,
  system: ReadonlySet<string>,
  hesitations: ByKey,
  catalogue: Catalogue,
): boolean {
  return (
    hesitationsIn(server.seen, catalogue).length > 0 ||
    firstOfItsSystem(server, system, hesitations) < Infinity
  );
}

function hesitationsIn(seen: readonly SeenObservation[], catalogue: Catalogue): SeenObservation[] {
  const inClear = new Set(
    seen.filter(({ kind, tls }) => kind === 'delivered' && tls === null).map(({ scenario }) => scenario),
  );
  return seen.filter((each) =>
    isAt(
      (scenario) => isWithheld(each, scenario) && (isControl(scenario) || inClear.has(scenario.id)),
      each,
      catalogue,
    ),
  );
}
