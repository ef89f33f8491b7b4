/** Carries out what the commands ask for, one rollover after the other. */
import {
  bareReport,
  planRollover,
  type RolloverReport,
  rolloverStatus,
  runRollover,
  storedRollovers,
} from '#rollover';

import { portsOpener, type Surroundings } from './open-ports.js';
import { moment } from './report/moment.js';
import type { Selection } from './selection.js';

export type RolloverContext = Surroundings;

/** Begins or goes on with those that are meant, and answers what came of each. */
export async function runSelected(selection: Selection, context: RolloverContext): Promise<RolloverReport[]> {
  const openPorts = portsOpener(context);
  return ofEach(selection, context, (id, options) => runRollover(id, options, openPorts, context.stateDir));
}

/** What `runSelected` would do. Changes nothing. */
export async function planSelected(
  selection: Selection,
  context: RolloverContext,
): Promise<RolloverReport[]> {
  const openPorts = portsOpener(context);
  return ofEach(selection, context, (id, options) => planRollover(id, options, openPorts, context.stateDir));
}

/** Where they stand, those that are finished included. Asks nobody. */
export async function statusOf(selection: Selection, stateDir: string): Promise<RolloverReport[]> {
  const status = (id: string) => rolloverStatus(id, stateDir, Date.now());
  const reports =
    selection.kind === 'one'
      ? [await status(selection.id)]
      : await Promise.all(
          (await storedRollovers(stateDir)).map(async (one) =>
            one.kind === 'stored' ? status(one.id) : bareReport(one.id, null, 'blocked', one.reason),
          ),
        );
  return reports.filter((report) => report !== null);
}

/** Whether a run could go on with it, or has finished it. */
export async function isRemembered(id: string, stateDir: string): Promise<boolean> {
  return (await storedRollovers(stateDir)).some((one) => one.id === id);
}

type Act = (id: string, options: Extract<Selection, { kind: 'one' }>['options']) => Promise<RolloverReport>;

async function ofEach(
  selection: Selection,
  { stateDir }: RolloverContext,
  act: Act,
): Promise<RolloverReport[]> {
  if (selection.kind === 'one') return [await act(selection.id, selection.options)];
  const reports: RolloverReport[] = [];
  for (const one of await storedRollovers(stateDir)) {
    if (one.kind === 'unreadable') reports.push(bareReport(one.id, null, 'blocked', one.reason));
    else if (!one.finished)
      reports.push(await act(one.id, null).catch((error: unknown) => failed(one.id, error)));
  }
  return reports;
}

/** One that fails in a way that nobody foresaw must not hold up the others. */
function failed(id: string, error: unknown): RolloverReport {
  return bareReport(id, null, 'blocked', error instanceof Error ? error.message : String(error));
}

const DAY_MS = 86_400_000;

/**
 * A cron job with --appliance would change the keys for ever.
 *
 * @throws Error when they were changed within the last day
 */
export async function assertNotJustDone({ config: { domain }, stateDir }: RolloverContext): Promise<void> {
  const now = Date.now();
  const report = await rolloverStatus(domain, stateDir, now);
  const finishedAt = report?.state === 'finished' ? report.history.at(-1)?.at : undefined;
  if (finishedAt === undefined || now - finishedAt > DAY_MS) return;
  throw new Error(
    `The keys of ${domain} were changed already: ${moment(finishedAt, now)}. With --again they are changed once more; ` +
      'a cron job continues without --appliance',
  );
}
