import type { Config } from '#config';

import type { LocalEngineSettings } from './local-engine.js';
import type { ProbeEngine } from './probe-engine.js';
import { WorkerEngine } from './worker-engine.js';

/** What probes for the page. Costs nothing until the first probe. */
export function createProbeEngine({ probes, publicUrl }: Config): ProbeEngine {
  const settings: LocalEngineSettings = {
    allowPrivate: probes.allowPrivate,
    perTargetAndMinute: probes.perTargetAndMinute,
    heloName: new URL(publicUrl).hostname,
  };
  return new WorkerEngine({ file: new URL('./probe-worker.js', import.meta.url), data: settings });
}
