/** Puts together what a run needs, and prints what comes of it. */
import { loadConfig } from '#config';
import type { ProbeTargetBody } from '#contracts';
import { type ProbePorts, runProbe as probe } from '#probe';
import { directDialer, socksDialer, withDeadline } from '#smtp-client';
import { createResolver, formatEndpoint, resolverServers, type ValidationCheck } from '#dns';

import { EXIT } from '../exit-codes.js';
import { exitCodeOf } from './exit-code.js';
import { HeardResolver, SilentResolverError } from './heard-resolver.js';
import { probeAll } from './probe-all.js';
import type { ProbeFlags } from './probe-options.js';
import { noProgress, type Progress, TerminalProgress } from './progress.js';
import { createReport, type Report } from './report/report.js';
import { colouredStyle, plainStyle, type Style } from './report/style.js';
import { portOf, probeOptionsOf, proxyOf, reportSettingsOf } from './settings.js';
import type { Target } from './target.js';

/** Lines that are longer are hard to read, however wide the terminal. */
const MAX_WIDTH = 120;

/** Answers the exit code. */
export async function runProbe(
  targets: readonly Target[],
  flags: ProbeFlags,
  hasColours: boolean,
): Promise<number> {
  const report = createReport(reportSettingsOf(flags), styleFor(flags, hasColours));
  const progress = progressFor(targets, flags);
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  // Once: who presses Ctrl-C again is not to wait for anything.
  process.once('SIGINT', onInterrupt);
  try {
    const results = await probeTargets(targets, flags, { report, progress, signal: interrupt.signal });
    progress.end();
    process.stdout.write(report.end(results));
    return interrupt.signal.aborted ? EXIT.interrupted : exitCodeOf(results, flags.nagios === true);
  } finally {
    progress.end();
    process.removeListener('SIGINT', onInterrupt);
  }
}

interface Watching {
  readonly report: Report;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

async function probeTargets(
  targets: readonly Target[],
  flags: ProbeFlags,
  { report, progress, signal }: Watching,
): Promise<ProbeTargetBody[]> {
  const options = probeOptionsOf(flags);
  const { resolver, ...ports } = await portsFor(flags);
  const probeOne = async (target: Target): Promise<ProbeTargetBody> => {
    const onStep: ProbePorts['onStep'] = (step) => progress.step(target.text, step);
    const result = await withDeadline(signal, flags.timeout, (limited) =>
      probe(
        target.host,
        { ...options, port: portOf(target, flags) },
        { ...ports, resolver, onStep, signal: limited },
      ),
    );
    progress.finished(target.text);
    if (resolver.silence !== null && !target.isAddress && !signal.aborted) {
      throw new SilentResolverError(ports.resolverAddress, resolver.silence);
    }
    return result;
  };
  return probeAll(targets, probeOne, (result) => {
    progress.clear();
    process.stdout.write(report.one(result));
  });
}

async function portsFor(flags: ProbeFlags) {
  const proxy = proxyOf(flags);
  const servers = await resolverServers(loadConfig().dnsResolvers);
  const resolver = createResolver({ servers });
  const validations = new Map<string, Promise<ValidationCheck>>();
  const validates = async (name = ''): Promise<ValidationCheck['validates']> => {
    const validation = validations.get(name) ?? resolver.validates(name === '' ? [] : [name]);
    validations.set(name, validation);
    return (await validation).validates;
  };
  return {
    resolver: new HeardResolver(resolver),
    validates,
    resolverAddress: servers.map(formatEndpoint).join(', '),
    dialer: proxy === null ? directDialer() : socksDialer(proxy),
    now: Date.now,
  };
}

function styleFor({ nocolor }: ProbeFlags, hasColours: boolean): Style {
  const width = process.stdout.isTTY ? Math.min(process.stdout.columns, MAX_WIDTH) : Infinity;
  return hasColours && nocolor !== true ? colouredStyle(width) : plainStyle(width);
}

function progressFor(targets: readonly Target[], { quiet, nagios }: ProbeFlags): Progress {
  if (!process.stderr.isTTY || quiet === true || nagios === true) return noProgress;
  return new TerminalProgress(process.stderr, targets.length);
}
