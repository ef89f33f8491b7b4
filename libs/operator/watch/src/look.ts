/** Looks at what is served and what is published. */
import { setTimeout } from 'node:timers/promises';

import { type ProbeOptions, runProbe } from '#probe';
import { directDialer } from '#smtp-client';
import { createResolver, type Endpoint, formatEndpoint, resolverServers, type StubResolver } from '#dns';
import { type RecordUnderWay } from '#rollover';

import { explainRecords } from './explain-records.js';
import { fingerprint, type Snapshot, type SeenTarget } from './notifications.js';
import { isTlsOnConnect, type WatchedTarget } from './watched-target.js';
import { judgeTarget } from './judge-target.js';
import { alert, type Alert, WATCH_ITSELF, type WatchState } from './watch-state.js';

export interface LookSettings {
  /** For EHLO. */
  readonly heloName: string;
  /** Empty: those of the machine. */
  readonly resolvers: readonly Endpoint[];
  readonly families: readonly (4 | 6)[];
  readonly connectTimeoutMs: number;
  readonly expirationWarningMs: number;
  /** How long after a new alert is looked again, before it counts. */
  readonly confirmAfterMs: number;
  /** Of rollovers whose state is kept here. Never rejects. */
  readonly recordsUnderWay: () => Promise<readonly RecordUnderWay[]>;
}

/** Each has up to 20 connections. */
const TARGETS_AT_ONCE = 8;
/** Laboratories have no root zone; one of the names is in a signed zone there. */
const MOST_NAMES_FOR_VALIDATION = 5;

/** An alert that is new counts only if it is still there at a second look: a packet that was lost alarms nobody. */
export async function look(
  targets: readonly WatchedTarget[],
  before: WatchState,
  settings: LookSettings,
  signal: AbortSignal,
): Promise<Snapshot> {
  const first = await lookOnce(targets, before, settings, signal);
  if (first.kind === 'blind') {
    if (before.targets[WATCH_ITSELF]?.alert) return first;
    await pause(settings.confirmAfterMs, signal);
    return signal.aborted ? first : lookOnce(targets, before, settings, signal);
  }
  const doubtful = first.targets.filter((seen) => isNew(seen, before)).map(({ target }) => target);
  if (doubtful.length === 0) return first;
  await pause(settings.confirmAfterMs, signal);
  const second = signal.aborted ? first : await lookOnce(doubtful, before, settings, signal);
  if (second.kind === 'blind') return second;
  const again = new Map(second.targets.map((seen) => [seen.target.name, seen]));
  return { ...second, targets: first.targets.map((seen) => again.get(seen.target.name) ?? seen) };
}

function isNew({ target, look: { alerts } }: SeenTarget, before: WatchState): boolean {
  const known = before.targets[target.name]?.alert?.alerts ?? [];
  return alerts.length > 0 && fingerprint(alerts) !== fingerprint(known);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}

async function lookOnce(
  targets: readonly WatchedTarget[],
  before: WatchState,
  settings: LookSettings,
  signal: AbortSignal,
): Promise<Snapshot> {
  const resolver = await openResolver(settings, signal);
  const reason = resolver instanceof Error ? withoutResolver(resolver) : await distrust(resolver, targets);
  if (reason !== null || resolver instanceof Error) {
    return { kind: 'blind', at: Date.now(), reason: reason ?? withoutResolver(new Error()) };
  }
  const records = await settings.recordsUnderWay();
  const seen = await eachOf(targets, async (target): Promise<SeenTarget> => {
    const body = await probe(target, resolver, settings, signal);
    const { promised = [], policy = null } = before.targets[target.name] ?? {};
    const judged = judgeTarget(target, body, { promised, policy }, Date.now());
    return { target, look: explainRecords(judged, body, records) };
  });
  return { kind: 'seen', at: Date.now(), targets: seen };
}

async function openResolver(
  { resolvers, connectTimeoutMs }: LookSettings,
  signal: AbortSignal,
): Promise<StubResolver | Error> {
  try {
    const servers = await resolverServers(resolvers);
    return createResolver({ servers, timeoutMs: connectTimeoutMs, signal });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const RESOLVER_ADVICE =
  'Name a validating resolver in DNS_RESOLVER, such as Unbound on this machine. Until then nothing is watched.';

function withoutResolver({ message }: Error): Alert {
  return alert({ code: 'no-resolver', subject: 'DNS_RESOLVER', text: message, advice: RESOLVER_ADVICE });
}

/** Why nothing that the resolver says may be believed; null when it validates. */
async function distrust(resolver: StubResolver, targets: readonly WatchedTarget[]): Promise<Alert | null> {
  const names = [...new Set(targets.map(({ host }) => host))].slice(0, MOST_NAMES_FOR_VALIDATION);
  const { validates, detail } = await resolver.validates(names);
  const subject = resolver.servers.map(formatEndpoint).join(', ');
  switch (validates) {
    case 'yes':
      return null;
    case 'no': {
      const text = `The resolver ${detail}.`;
      return alert({ code: 'resolver-does-not-validate', subject, text, advice: RESOLVER_ADVICE });
    }
    case 'unknown': {
      const text = `The resolver answers nothing: ${detail}.`;
      return alert({ code: 'resolver-silent', subject, text, advice: RESOLVER_ADVICE });
    }
  }
}

function probe(target: WatchedTarget, resolver: StubResolver, settings: LookSettings, signal: AbortSignal) {
  const options: ProbeOptions = {
    mode: { kind: target.mode },
    port: target.port,
    tlsOnConnect: isTlsOnConnect(target),
    families: settings.families,
    akaNames: [],
    heloName: settings.heloName,
    connectTimeoutMs: settings.connectTimeoutMs,
    expirationWarningMs: settings.expirationWarningMs,
    expectOcsp: false,
    allNameServers: true,
    suggest: false,
    policies: target.mode === 'mx',
    // The operator knows from where the domain gets its mail.
    isInternal: true,
  };
  return runProbe(target.host, options, {
    resolver,
    resolverAddress: resolver.servers.map(formatEndpoint).join(', '),
    validates: () => Promise.resolve('yes'),
    dialer: directDialer(),
    now: Date.now,
    onStep: () => undefined,
    signal,
  });
}

async function eachOf<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(TARGETS_AT_ONCE, items.length) }, worker));
  return results;
}
