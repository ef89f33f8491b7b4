import { lockedSince, type RolloverReport } from '#rollover';

/** Runs of cron and of whoever renews meet now and then; no step takes longer than this unless something hangs. */
const BRIEF_MS = 10 * 60_000;

/** Without those that another run is at work on that began a short time ago, or has ended by now: they need nobody. */
export async function withoutBriefLocks(
  reports: readonly RolloverReport[],
  stateDir: string,
): Promise<RolloverReport[]> {
  const kept: RolloverReport[] = [];
  for (const report of reports) {
    const isBrief = report.state === 'locked' && (await lockAge(stateDir, report.id)) < BRIEF_MS;
    if (!isBrief) kept.push(report);
  }
  return kept;
}

async function lockAge(stateDir: string, id: string): Promise<number> {
  const since = await lockedSince(stateDir, id);
  return since === null ? 0 : Date.now() - since;
}
