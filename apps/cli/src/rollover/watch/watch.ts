/** One look after the other, with what each is to be told of it. */
import { randomUUID } from 'node:crypto';

import type { WatchChangeBody, WatchReportBody } from '#contracts';
import { formatEndpoint, resolverServers } from '#dns';
import {
  type Look,
  noteLook,
  pendingOf,
  queueNews,
  settle,
  type WatchedTarget,
  type WatchFile,
  type WatchState,
} from '#rollover';

import type { Channel } from './channels/channel.js';
import { look, type LookSettings } from './look.js';
import { tell } from './tell.js';
import { watchReport } from './watch-report.js';

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
    const news = take(await file.read(), seen, targets, []);
    return watchReport({ ...told, ...news, channels: [] });
  }
  const names = channels.map(({ name }) => name);
  const report = await file.change(async (book) => {
    const { state, changes } = take(book.state, seen, targets, names);
    await book.save(state);
    const after = await tell(state, book, { channels, now: seen.at, complain, signal });
    return watchReport({ ...told, state: after, changes, channels: names.filter(isWaitedFor) });
  });
  if (report !== undefined) return report;
  complain(
    'Another watch has been telling something for two minutes: what is new now is told at the next look',
  );
  const news = take(await file.read(), seen, targets, []);
  return watchReport({ ...told, ...news, channels: [] });
}

function isWaitedFor(channel: string): boolean {
  return channel !== 'output';
}

function take(
  before: WatchState,
  seen: Look,
  targets: readonly WatchedTarget[],
  channels: readonly string[],
): { state: WatchState; changes: readonly WatchChangeBody[] } {
  const looked = seen.kind === 'seen' ? targets.map(({ name }) => name) : [];
  const noted = noteLook(before, seen);
  const queued = queueNews(noted, [REPORT_CHANNEL, ...channels], looked, seen.at, randomUUID);
  const pending = pendingOf(queued, REPORT_CHANNEL);
  return {
    state: pending.reduce((state, { id }) => settle(state, REPORT_CHANNEL, id), queued),
    changes: pending.flatMap(({ changes }) => changes),
  };
}

async function resolverAddress({ config }: LookSettings): Promise<string> {
  const servers = await resolverServers(config.dnsResolvers).catch(() => []);
  return servers.map(formatEndpoint).join(', ');
}
