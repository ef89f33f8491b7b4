import { judgeServed, type PublishedSet, type ServedFault, setsShown } from '../../judge/judge-served.js';
import { firstOf, type NameLook } from '../../judge/looks.js';
import type { ActiveRun } from '../active-run.js';
import { hindered, unhindered } from '../hindrance.js';
import { blocked, DONE, type StepOutcome } from '../step-outcome.js';
import { connectToPlaces, lookAtNames, namesOf } from '../survey.js';

/** A server may need a moment to load a certificate after its reload command has ended. */
const ATTEMPTS = 11;
const BETWEEN_ATTEMPTS_MS = 1_000;

export async function verifyServed(run: ActiveRun): Promise<StepOutcome> {
  const looks = await lookAtAllNames(run);
  const silent = silentServers(looks);
  if (silent.length > 0) return hindered(run, firstOf(silent));
  const faults = await lastFaults(run, setsShown(looks));
  if (faults.length > 0) return judged(run, faults);
  await unhindered(run);
  const text = run.state.keepsRecords
    ? 'every address presents the next certificate'
    : 'every address presents the next certificate, and it matches the records at every name server as planned';
  await run.tell('verify', text);
  return DONE;
}

async function lastFaults(
  run: ActiveRun,
  sets: ReadonlyMap<string, readonly PublishedSet[]>,
): Promise<ServedFault[]> {
  for (let attempt = 1; ; attempt += 1) {
    const faults = await servedFaults(run, sets);
    if (faults.length === 0 || attempt === ATTEMPTS) return faults;
    await run.ports.pause(BETWEEN_ATTEMPTS_MS);
  }
}

async function judged(run: ActiveRun, faults: readonly ServedFault[]): Promise<StepOutcome> {
  const notNext = detailsOf(faults, 'not-next');
  if (notNext.length === 0) return blocked(firstOf(faults.map(({ detail }) => detail)));
  // Both certificates' records are published, so it may be tried as often as wanted.
  await run.reopen('switch');
  return blocked(
    `${firstOf(notNext)}: the reload had no effect there; the next run repeats it, and nothing is deleted before it has`,
  );
}

/** What is wrong with what is presented now, the next certificate being expected everywhere. */
export async function servedFaults(
  run: ActiveRun,
  sets: ReadonlyMap<string, readonly PublishedSet[]>,
): Promise<ServedFault[]> {
  const placeLooks = await connectToPlaces(run.ports);
  return judgeServed({
    placeLooks,
    sets,
    next: run.certificates.next,
    mayBeUnpublished: run.state.keepsRecords,
    now: run.ports.now(),
  });
}

export function detailsOf(faults: readonly ServedFault[], kind: ServedFault['kind']): string[] {
  return faults.filter((fault) => fault.kind === kind).map(({ detail }) => detail);
}

export function lookAtAllNames(run: ActiveRun): Promise<NameLook[]> {
  const { current, next } = run.certificates;
  return lookAtNames(run.ports, namesOf(run.ports.places, current, next));
}

/** Those that cannot be asked, each a line. */
export function silentServers(looks: readonly NameLook[]): string[] {
  return looks.flatMap(({ view }) =>
    view.kind === 'unknown'
      ? [view.detail]
      : view.servers.flatMap(({ server, answer }) =>
          answer.kind === 'failed' ? [`${server} ${answer.detail}`] : [],
        ),
  );
}
