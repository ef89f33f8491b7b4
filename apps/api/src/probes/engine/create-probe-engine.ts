import type { Config } from '#config';

import { PROBE_WORKER } from '../../worker-files.js';
import type { ProbeEngine } from './probe-engine.js';
import type { ProbeWorkerData } from './probe-worker.js';
import { WorkerEngine } from './worker-engine.js';

/** What probes for the page. Costs nothing until the first probe. */
export function createProbeEngine({ probes, domain, dnsResolvers }: Config): ProbeEngine {
  const data: ProbeWorkerData = {
    settings: {
      allowPrivate: probes.allowPrivate,
      perTargetAndMinute: probes.perTargetAndMinute,
      heloName: domain,
    },
    resolvers: dnsResolvers,
  };
  return new WorkerEngine({ file: PROBE_WORKER, data });
}
