/** The thread that probes, as `WorkerEngine` starts it. */
import { parentPort, workerData } from 'node:worker_threads';

import { LocalEngine, type LocalEngineSettings } from './local-engine.js';
import { serveProbes } from './serve-probes.js';

if (parentPort === null) throw new Error('this module runs in a worker thread only');
serveProbes(parentPort, new LocalEngine(workerData as LocalEngineSettings));
