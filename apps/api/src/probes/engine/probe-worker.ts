/** The thread that probes, as `WorkerEngine` starts it. */
import { parentPort, workerData } from 'node:worker_threads';

import type { Endpoint } from '#dns';

import { LocalEngine, type LocalEngineSettings, resolverFinder } from './local-engine.js';
import { serveProbes } from './serve-probes.js';

export interface ProbeWorkerData {
  readonly settings: LocalEngineSettings;
  readonly resolvers: readonly Endpoint[];
}

if (parentPort === null) throw new Error('this module runs in a worker thread only');
const { settings, resolvers } = workerData as ProbeWorkerData;
serveProbes(parentPort, new LocalEngine(settings, resolverFinder(resolvers)));
