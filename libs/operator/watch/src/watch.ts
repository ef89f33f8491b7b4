/** One look after the other: what each shows is reported, counted and handed to the channels. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import type { WatchReportBody } from '#contracts';
import { formatEndpoint, resolverServers } from '#dns';
import { fileFault } from '#text';

import { look, type LookSettings } from './look.js';
import { type Snapshot, noteSnapshot, pendingOf, queueNotifications, settle } from './notifications.js';
import {
  type ListenAddress,
  type MetricsServer,
  serveMetrics,
  WatchMetrics,
  writeMetricsFile,
} from './metrics.js';
import { type Channel, tell } from './tell.js';
import type { WatchFile } from './watch-file.js';
import { watchReport } from './watch-report.js';
import type { Change, WatchState } from './watch-state.js';
import type { WatchedTarget } from './watched-target.js';

export interface WatchPorts {
  readonly targets: () => Promise<readonly WatchedTarget[]>;
  readonly settings: LookSettings;
  readonly file: WatchFile;
  readonly channels: readonly Channel[];
  /** Nothing is written and nobody is told. */
  readonly isDryRun: boolean;
  readonly complain: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Looks once, or again and again, and keeps the numbers for Prometheus. */
export class Watch {
  private readonly metrics = new WatchMetrics();

  constructor(
    private readonly ports: WatchPorts,
    private readonly onReport: (report: WatchReportBody) => void,
    /** For the textfile collector of node_exporter; undefined: none. */
    private readonly metricsFile?: string,
  ) {}

  /** Null when it was ended meanwhile. */
  async look(): Promise<WatchReportBody | null> {
    const report = await lookAndTell(this.ports);
    if (report === null) return null;
    this.onReport(report);
    this.metrics.take(report);
    await this.saveMetrics();
    return report;
  }

  /** Until the signal of the ports, whatever goes wrong meanwhile. */
  stay(everyMs: number, onError: (error: unknown) => void): Promise<void> {
    return every(everyMs, () => this.look().then(() => undefined, onError), this.ports.signal);
  }

  /** Rejects when it cannot listen. */
  serveMetrics(address: ListenAddress): Promise<MetricsServer> {
    return serveMetrics(this.metrics.registry, address);
  }

  private async saveMetrics(): Promise<void> {
    if (this.metricsFile === undefined) return;
    try {
      await writeMetricsFile(this.metricsFile, await this.metrics.registry.metrics());
    } catch (error) {
      this.ports.complain(`${this.metricsFile} cannot be written: ${fileFault(error)}`);
    }
  }
}

/** What is new since the last look of anybody, for the report; it is told by being there. */
const REPORT_CHANNEL = 'report';

/** Looks once and tells what is new. Null when it was ended meanwhile: what was seen by then is worth nothing. */
export async function lookAndTell(ports: WatchPorts): Promise<WatchReportBody | null> {
  const { file, channels, signal, complain } = ports;
  const targets = await ports.targets();
  const seen = await look(targets, await file.read(), ports.settings, signal);
  if (signal.aborted) return null;
  const told = { look: seen, targets, resolverAddress: await resolverAddress(ports.settings) };
  if (ports.isDryRun) {
    const changes = take(await file.read(), seen, targets, []);
    return watchReport({ ...told, ...changes, channels: [] });
  }
  const names = channels.map(({ name }) => name);
  const report = await file.change(async (book) => {
    const { state, changes } = take(book.state, seen, targets, names);
    await book.save(state);
    const after = await tell(state, book, { channels, now: seen.at, complain, signal });
    return watchReport({ ...told, state: after, changes, channels: names.filter(isWaitedFor) });
  });
  if (report !== undefined) return report;
  complain('Another watch has been sending alerts for two minutes: new ones are sent at the next check');
  const changes = take(await file.read(), seen, targets, []);
  return watchReport({ ...told, ...changes, channels: [] });
}

function isWaitedFor(channel: string): boolean {
  return channel !== 'output';
}

function take(
  before: WatchState,
  seen: Snapshot,
  targets: readonly WatchedTarget[],
  channels: readonly string[],
): { state: WatchState; changes: readonly Change[] } {
  const looked = seen.kind === 'seen' ? targets.map(({ name }) => name) : [];
  const noted = noteSnapshot(before, seen);
  const queued = queueNotifications(noted, [REPORT_CHANNEL, ...channels], looked, seen.at, randomUUID);
  const pending = pendingOf(queued, REPORT_CHANNEL);
  return {
    state: pending.reduce((state, { id }) => settle(state, REPORT_CHANNEL, id), queued),
    changes: pending.flatMap(({ changes }) => changes),
  };
}

async function resolverAddress({ resolvers }: LookSettings): Promise<string> {
  const servers = await resolverServers(resolvers).catch(() => []);
  return servers.map(formatEndpoint).join(', ');
}

/**
 * Does it at once and again and again, until the signal. The times are counted from the start, so that they do not drift.
 *
 * @param work never rejects
 */
export async function every(ms: number, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  while (!signal.aborted) {
    await work();
    await setTimeout(delayUntilNext(ms, performance.now() - began), undefined, { signal }).catch(
      () => undefined,
    );
  }
}

/** Times that passed while it was done are left out. */
export function delayUntilNext(everyMs: number, passedMs: number): number {
  return (Math.floor(passedMs / everyMs) + 1) * everyMs - passedMs;
}
