import { shortData } from '../../short-data.js';
import { setsShown } from '../../judge/judge-served.js';
import { firstOf, type NameLook } from '../../judge/looks.js';
import { hasRecord } from '../../planned-record.js';
import type { ActiveRun } from '../active-run.js';
import { hindered, unhindered } from '../hindrance.js';
import { blocked, DONE, type StepOutcome } from '../step-outcome.js';
import { answersForItself, listRecords, planned } from '../survey.js';
import { lookAtAllNames, servedFaults, silentServers } from './verify-served.js';

/** Sees that what was deleted is gone everywhere, and that what is presented is still judged as it should be. */
export async function finalCheck(run: ActiveRun): Promise<StepOutcome> {
  const looks = await lookAtAllNames(run);
  const left = await recordsLeft(run, looks);
  if (left.length > 0) return hindered(run, firstOf(left));

  const faults = await servedFaults(run, setsShown(looks));
  if (faults.length > 0) return blocked(firstOf(faults.map(({ detail }) => detail)));
  await unhindered(run);
  await run.tell('final-check', 'what is published and what every address presents fit together');
  return DONE;
}

/** What is in the way of saying that they are gone, each a line. */
async function recordsLeft(run: ActiveRun, looks: readonly NameLook[]): Promise<string[]> {
  const shown = [...silentServers(looks), ...serversBehind(run, looks)];
  const held = await recordsHeld(run);
  // Deleted, and there again, or a person was asked and has not done it yet: whether it may go is looked at anew.
  if (held.length > 0 && (answersForItself(run.ports.provider) || shown.length > 0)) {
    await run.reopen('delete');
    return held;
  }
  return shown;
}

async function recordsHeld(run: ActiveRun): Promise<string[]> {
  const { provider } = run.ports;
  const { toDelete } = run.state;
  const listed = await listRecords(provider, [...new Set(toDelete.map(({ name }) => name))]);
  return listed
    .filter((record) => hasRecord(toDelete, planned(record)))
    .map(({ name, data }) => `${provider.title} still holds ${shortData(data)} at ${name}`);
}

function serversBehind(run: ActiveRun, looks: readonly NameLook[]): string[] {
  return looks.flatMap(({ tlsaName, view }) =>
    view.kind === 'unknown'
      ? []
      : view.servers.flatMap(({ server, answer }) => {
          if (answer.kind === 'failed') return [];
          const behind = answer.records.filter((data) =>
            hasRecord(run.state.toDelete, { name: tlsaName, data }),
          );
          return behind.map((data) => `${server} still shows ${shortData(data)} at ${tlsaName}`);
        }),
  );
}
