/** Puts together what a watch needs, and runs it. */
import { type Config, loadConfig } from '#config';
import type { WatchReportBody } from '#contracts';
import { RolloverError, WatchFile, WatchFileError } from '#rollover';
import { errnoText, fileFault } from '#text';

import type { Target } from '../../probe/target.js';
import { describeError, errorLine } from '../../report-error.js';
import { every } from './every.js';
import { writeMetricsFile } from './metrics/metrics-file.js';
import { type MetricsServer, serveMetrics } from './metrics/metrics-server.js';
import { WatchMetrics } from './metrics/watch-metrics.js';
import { channelsOf, lookSettings, targetsOf, WatchUsageError } from './watch-settings.js';
import { lookAndTell, type WatchPorts } from './watch.js';
import type { WatchFlags } from './watch-options.js';
import { WatchPrinter } from './watch-printer.js';
import { EXIT, exitCodeOf } from './watch-report.js';

/** A relay that hangs is not waited for longer than this once the end was asked for. */
const LAST_WORDS_MS = 20_000;

/**
 * Answers the exit code.
 *
 * @throws WatchUsageError, WatchFileError, RolloverError, ConfigError
 */
export async function runWatch(hosts: readonly Target[], flags: WatchFlags): Promise<number> {
  if (flags.metrics !== undefined && flags.every === undefined) {
    throw new WatchUsageError('--metrics needs --every: who looks once has ended before anybody could ask');
  }
  const config = loadConfig();
  const ending = new AbortController();
  const printer = new WatchPrinter(flags);
  const ports = await openPorts(hosts, flags, config, printer, ending.signal);
  const metrics = new WatchMetrics();
  const look = async (): Promise<WatchReportBody | null> => {
    const report = await lookAndTell(ports);
    if (report === null) return null;
    printer.report(report);
    metrics.take(report);
    await saveMetrics(metrics, flags.metricsFile);
    return report;
  };
  if (flags.every !== undefined) return stay(flags.every, look, await serverFor(metrics, flags), ending);
  const report = await look();
  return report === null ? EXIT.blind : exitCodeOf(report);
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
  // Now rather than at the first look: what is wrong with the call is to be told at once.
  await targets();
  if (!isDryRun) await file.prepare();
  return {
    ...{ targets, file, isDryRun, complain, signal },
    settings: lookSettings(flags, config, stateDir),
    channels: [...channels, ...(printer.channel === undefined || isDryRun ? [] : [printer.channel])],
  };
}

/** Until SIGTERM or SIGINT, whatever goes wrong meanwhile. */
async function stay(
  everyMs: number,
  look: () => Promise<unknown>,
  server: MetricsServer | null,
  ending: AbortController,
): Promise<number> {
  const onSignal = (): void => {
    ending.abort();
    setTimeout(() => process.exit(EXIT.well), LAST_WORDS_MS).unref();
  };
  // Once: who presses Ctrl-C again is not to wait for anything.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, onSignal);
  const work = () => look().then(ignore, (error: unknown) => void process.stderr.write(describeError(error)));
  try {
    await every(everyMs, work, ending.signal);
  } finally {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.removeListener(signal, onSignal);
    await server?.close();
  }
  return EXIT.well;
}

async function serverFor(
  metrics: WatchMetrics,
  { metrics: address }: WatchFlags,
): Promise<MetricsServer | null> {
  if (address === undefined) return null;
  try {
    return await serveMetrics(metrics.registry, address);
  } catch (error) {
    const reason = errnoText(error);
    throw new WatchUsageError(`--metrics cannot listen at ${address.host} port ${address.port}: ${reason}`);
  }
}

async function saveMetrics({ registry }: WatchMetrics, path: string | undefined): Promise<void> {
  if (path === undefined) return;
  try {
    await writeMetricsFile(path, await registry.metrics());
  } catch (error) {
    complain(`${path} cannot be written: ${fileFault(error)}`);
  }
}

function complain(line: string): void {
  process.stderr.write(errorLine(line));
}

function ignore(): void {
  // What a look comes to was told by it.
}

/** Whether a person has to mend the call or a setting before anything can be watched. */
export function isMisuse(error: unknown): boolean {
  return (
    error instanceof WatchUsageError || error instanceof WatchFileError || error instanceof RolloverError
  );
}
