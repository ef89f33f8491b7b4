/** The observer with a store and a socket of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Check, Observation } from '#checks';
import { CONSTANTS, loadConfig } from '#config';
import { createLogger } from '#logging';
import type { Store } from '#store';

import { createObserver, type ObserverParts } from '../../apps/dns/src/create-observer.js';
import { DOMAIN, insertCheck } from './receiver-fixture.js';
import { openTempStore } from './temp-store.js';

export interface ObserverFixture {
  readonly socket: string;
  readonly store: Store;
  /** The records that were logged. */
  readonly logs: Record<string, unknown>[];
  createCheck(): Promise<Check>;
  observations(check: Check): Promise<Observation[]>;
  /** Ends the observer and starts another on the same store and socket. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface ObserverFixtureOptions {
  /** What the observer sees instead of the store. */
  readonly wrapStore?: (store: Store) => ObserverParts['store'];
}

export async function startObserver({ wrapStore }: ObserverFixtureOptions = {}): Promise<ObserverFixture> {
  const directory = await mkdtemp(join(tmpdir(), 'havedane-observer-'));
  const socket = join(directory, 'queries.sock');
  const temp = await openTempStore({ maxObservationsPerCheck: CONSTANTS.MAX_OBSERVATIONS_PER_CHECK });
  const logs: Record<string, unknown>[] = [];
  const start = async () => {
    const observer = createObserver({
      config: loadConfig({ DOMAIN, DNSTAP_SOCKET: socket }),
      store: wrapStore?.(temp.store) ?? temp.store,
      logger: createLogger({ level: 'debug', pretty: false }, 'dns', {
        write: (line: string) => void logs.push(JSON.parse(line) as Record<string, unknown>),
      }),
    });
    await observer.onApplicationBootstrap();
    return observer;
  };
  let observer = await start();
  return {
    socket,
    store: temp.store,
    logs,
    createCheck: () => insertCheck(temp.store),
    observations: (check) => temp.store.observations.ofCheck(check),
    restart: async () => {
      await observer.beforeApplicationShutdown();
      observer = await start();
    },
    close: async () => {
      await observer.beforeApplicationShutdown();
      await temp.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
