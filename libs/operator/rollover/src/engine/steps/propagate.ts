import { type Interlock, judgeInterlock } from '../../interlock/judge-interlock.js';
import { wantedRecords } from '../../judge/judge-readiness.js';
import { firstOf, greatestTtl } from '../../judge/looks.js';
import { hasRecord, unionOf } from '../../planned-record.js';
import { ttlText } from '../../ttl-text.js';
import type { ActiveRun } from '../active-run.js';
import { switchNotBefore } from '../decide.js';
import { hindered, unhindered } from '../hindrance.js';
import { blocked, DONE, type StepOutcome } from '../step-outcome.js';
import { listRecords, lookAtNames, namesOf, planned } from '../survey.js';
import { addRecords } from './publish.js';

/**
 * The interlock. It opens two TTLs after every name server was seen to show all records, if all show them still. One that
 * shows something else in between restarts the wait; one that is silent only holds it up, since nobody's cache is
 * filled by silence.
 */
export async function propagate(run: ActiveRun): Promise<StepOutcome> {
  const interlock = await look(run);
  switch (interlock.kind) {
    case 'unknown':
      return interlock.isPassing ? hindered(run, interlock.detail) : blocked(interlock.detail);
    case 'closed':
      return closed(run, interlock);
    case 'shown':
      await unhindered(run);
      return shown(run);
  }
}

/** When it returns, every name server has answered: whatever is seen was so before the time that is then noted. */
async function look(run: ActiveRun): Promise<Interlock> {
  const { ports, certificates, state } = run;
  const looks = await lookAtNames(ports, namesOf(ports.places, certificates.current, certificates.next));
  const ttl = Math.max(state.ttl, greatestTtl(looks));
  if (ttl !== state.ttl) await run.save({ ttl });
  return judgeInterlock({
    looks,
    wanted: wantedRecords(certificates),
    places: ports.places,
    next: certificates.next,
    mayBeUnpublished: false,
    now: ports.now(),
  });
}

async function closed(
  run: ActiveRun,
  { details, isContradicted, missing }: Extract<Interlock, { kind: 'closed' }>,
): Promise<StepOutcome> {
  const reason = firstOf(details);
  if (isContradicted && run.state.seenAt !== null) {
    await run.save({ seenAt: null });
    await run.tell('propagate', `the wait starts over: ${reason}`);
  }
  // Somebody may have deleted them, or a person not yet have added them.
  const wanted = unionOf(missing);
  const listed = await listRecords(run.ports.provider, [...new Set(wanted.map(({ name }) => name))]);
  const lost = wanted.filter((record) => !hasRecord(listed.map(planned), record));
  if (lost.length > 0) await addRecords(run, 'propagate', lost);
  return hindered(run, reason);
}

async function shown(run: ActiveRun): Promise<StepOutcome> {
  if (run.state.seenAt === null) {
    await run.save({ seenAt: run.ports.now() });
    await run.tell('propagate', 'every authoritative name server shows the records');
  }
  const until = switchNotBefore(run.state);
  if (until !== null && run.ports.now() >= until) return DONE;
  return {
    kind: 'waiting',
    until,
    reason: `every name server shows the records: two TTLs (2 × ${ttlText(run.state.ttl)}) must pass until no cache is without them`,
  };
}
