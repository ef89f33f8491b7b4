/** Puts together what a watch needs, and starts it. */
import { type Config, loadConfig } from '#config';
import { RolloverError } from '#rollover';
import { errnoText } from '#text';
import { type MetricsServer, Watch, WatchFile, WatchFileError, type WatchPorts } from '#watch';

import type { Target } from '../../probe/target.js';
import { EXIT } from '../../exit-codes.js';
import { describeError, errorLine } from '../../report-error.js';
import { exitCodeOf } from './exit-code.js';
import type { WatchFlags } from './watch-options.js';
import { WatchPrinter } from './watch-printer.js';
import { channelsOf, lookSettings, targetsOf, WatchUsageError } from './watch-settings.js';

/** A relay that hangs is not waited for longer than this once the end was asked for. */
const LAST_WORDS_MS = 20_000;

/**
 * Answers the exit code.
 *
 * @throws WatchUsageError, WatchFileError, RolloverError, ConfigError
 */
export async function runWatch(hosts: readonly Target[], flags: WatchFlags): Promise<number> {
  if (flags.metrics !== undefined && flags.every === undefined) {
    throw new WatchUsageError('--metrics needs --every: a single check ends before anybody can ask');
  }
  const ending = new AbortController();
  const printer = new WatchPrinter(flags);
  const ports = await openPorts(hosts, flags, loadConfig(), printer, ending.signal);
  const watch = new Watch(ports, (report) => printer.report(report), flags.metricsFile);
  if (flags.every !== undefined) return stay(watch, flags.every, await metricsServer(watch, flags), ending);
  const report = await watch.look();
  return report === null ? EXIT.unknown : exitCodeOf(report);
}

async function openPorts(
  hosts: readonly Target[],
  flags: WatchFlags,
  config: Config,
  printer: WatchPrinter,
  signal: AbortSignal,
): Promise<WatchPorts> {
  const stateDir = flags.state ?? config.rolloverDir;
  const isDryRun = flags.dryRun === true;
  const file = new WatchFile(stateDir, complain);
  const channels = await channelsOf(flags, config);
  const targets = () => targetsOf(hosts, flags, config, stateDir);
  // Now rather than at the first look: what is wrong with the call is reported before anything is looked at.
  await targets();
  if (!isDryRun) await file.prepare();
  return {
    ...{ targets, file, isDryRun, complain, signal },
    settings: lookSettings(flags, config, stateDir),
    channels: [...channels, ...(printer.channel === undefined || isDryRun ? [] : [printer.channel])],
  };
}

/** Until SIGTERM or SIGINT. */
async function stay(
  watch: Watch,
  everyMs: number,
  server: MetricsServer | null,
  ending: AbortController,
): Promise<number> {
  const onSignal = (): void => {
    ending.abort();
    setTimeout(() => process.exit(EXIT.ok), LAST_WORDS_MS).unref();
  };
  // Once: who presses Ctrl-C again is not to wait for anything.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, onSignal);
  try {
    await watch.stay(everyMs, (error) => void process.stderr.write(describeError(error)));
  } finally {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.removeListener(signal, onSignal);
    await server?.close();
  }
  return EXIT.ok;
}

async function metricsServer(watch: Watch, { metrics: address }: WatchFlags): Promise<MetricsServer | null> {
  if (address === undefined) return null;
  try {
    return await watch.serveMetrics(address);
  } catch (error) {
    const reason = errnoText(error);
    throw new WatchUsageError(`--metrics cannot listen at ${address.host} port ${address.port}: ${reason}`);
  }
}

function complain(line: string): void {
  process.stderr.write(errorLine(line));
}

/** Whether a person has to fix the call or a setting before anything can be watched. */
export function isMisuse(error: unknown): boolean {
  return (
    error instanceof WatchUsageError || error instanceof WatchFileError || error instanceof RolloverError
  );
}
