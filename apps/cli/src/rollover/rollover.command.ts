/**
 * `havedane rollover`: changes the key of a mail server, or of this instance, so that no sender with DANE is ever left without
 * a TLSA record that matches.
 */
import type { Command } from 'commander';

import { loadConfig } from '#config';
import type { RolloverReport } from '#rollover';

import { exitCodeHelp } from '../exit-codes.js';
import type { ExitStatus } from '../exit-status.js';
import { withoutBriefLocks } from './brief-locks.js';
import { printReports } from './print-reports.js';
import { exitCodeOf } from './report/exit-code.js';
import type { ReportKind } from './report/format-report.js';
import {
  assertNotJustDone,
  isRemembered,
  planSelected,
  type RolloverContext,
  runSelected,
  statusOf,
} from './roll-over.js';
import {
  addPlanOptions,
  addRunOptions,
  addStatusOptions,
  type OutputFlags,
  type StatusFlags,
  type TargetFlags,
} from './rollover-options.js';
import { type Selection, selectionOf, unknownHost } from './selection.js';

interface RunFlags extends TargetFlags, OutputFlags {
  readonly dryRun?: true;
  readonly quiet?: true;
}

export function registerRollover(program: Command, status: ExitStatus): void {
  const rollover = program
    .command('rollover')
    .description("Roll a mail server's key without downtime for DANE (RFC 7671 §8.1)");
  registerPlan(rollover, status);
  registerRun(rollover, status);
  registerStatus(rollover, status);
}

function registerPlan(rollover: Command, status: ExitStatus): void {
  const plan = rollover.command('plan').description('Show what a run would do and when; changes nothing');
  addPlanOptions(plan)
    .addHelpText('after', exitCodeHelp('rollover'))
    .action(async (flags: TargetFlags & OutputFlags) => {
      status.code = await plans(await performable(plan, flags), flags);
    });
}

function registerRun(rollover: Command, status: ExitStatus): void {
  const run = rollover
    .command('run')
    .description('Begin a rollover, or continue those under way as far as is safe now');
  addRunOptions(run)
    .addHelpText('after', RUN_HELP + exitCodeHelp('rollover'))
    .action(async (flags: RunFlags) => {
      const selection = await performable(run, flags);
      status.code = await (flags.dryRun === true ? plans(selection, flags) : runs(selection, flags));
    });
}

const RUN_HELP = `
Nothing is slept through: where it has to wait it ends, and a later run goes on. Without options a run goes on with every
rollover that is under way, so this does for cron: */5 * * * * havedane rollover run --quiet

It begins one with --appliance, or with --host, --cert, --next-cert and --reload: docs/rollover.md.
`;

function registerStatus(rollover: Command, status: ExitStatus): void {
  const command = rollover
    .command('status')
    .description('Show where rollovers stand, from the stored state alone');
  addStatusOptions(command)
    .addHelpText('after', exitCodeHelp('rollover'))
    .action(async (flags: StatusFlags) => {
      const selection = selected(command, { ...flags, port: [], keep: [] });
      const { stateDir } = contextOf(flags);
      const reports = await statusOf(selection, stateDir);
      if (reports.length === 0 && flags.json !== true) console.log(nothingStored(selection));
      else printReports(reports, { kind: 'status', json: flags.json === true, quiet: false });
      status.code = exitCodeOf(reports);
    });
}

function nothingStored(selection: Selection): string {
  if (selection.kind === 'one') return `Nothing is remembered of a rollover of ${selection.id}.`;
  return 'No rollover is under way, and none was done.';
}

async function plans(selection: Selection, flags: TargetFlags & OutputFlags): Promise<number> {
  const reports = await planSelected(selection, contextOf(flags));
  tell(reports, flags, 'plan');
  return exitCodeOf(reports);
}

async function runs(selection: Selection, flags: RunFlags): Promise<number> {
  const context = contextOf(flags);
  if (flags.appliance === true && flags.again !== true) await assertNotJustDone(context);
  const reports = await runSelected(selection, context);
  const told = flags.quiet === true ? await withoutBriefLocks(reports, context.stateDir) : reports;
  tell(told, flags, 'run');
  return exitCodeOf(reports);
}

function tell(reports: readonly RolloverReport[], flags: RunFlags, kind: ReportKind): void {
  const { json, quiet } = flags;
  if (reports.length === 0 && json !== true && quiet !== true) console.log(NOTHING_UNDER_WAY);
  else printReports(reports, { kind, json: json === true, quiet: quiet === true });
}

const NOTHING_UNDER_WAY =
  'No rollover is under way. One begins with --appliance, or with --host, --cert, --next-cert and --reload.';

function selected(command: Command, flags: TargetFlags): Selection {
  const selection = selectionOf(flags, loadConfig());
  return selection.kind === 'misuse' ? command.error(selection.reason) : selection;
}

/** What can be gone on with, or begun. */
async function performable(command: Command, flags: TargetFlags & OutputFlags): Promise<Selection> {
  const selection = selected(command, flags);
  if (selection.kind === 'all' || selection.options !== null) return selection;
  const { stateDir } = contextOf(flags);
  return (await isRemembered(selection.id, stateDir)) ? selection : command.error(unknownHost(selection.id));
}

function contextOf({ state, json, quiet }: OutputFlags & Pick<RunFlags, 'quiet'>): RolloverContext {
  const config = loadConfig();
  const ask = (line: string): void => {
    // Standard output is for the JSON alone, and what is quiet speaks of trouble only.
    if (json === true || quiet === true) process.stderr.write(`${line}\n`);
    else console.log(line);
  };
  return { config, stateDir: state ?? config.rolloverDir, ask };
}
