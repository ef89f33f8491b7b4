import type { ProbeTargetBody } from '#contracts';

import type { ProbeEngine } from './probe-engine.js';

export interface LocalEngineSettings {
  /** For a lab: connect to every address. */
  readonly allowPrivate: boolean;
  readonly perTargetAndMinute: number;
  readonly heloName: string;
}

/** Probes in this thread. */
export class LocalEngine implements ProbeEngine {
  constructor(private readonly settings: LocalEngineSettings) {}

  run(): Promise<ProbeTargetBody> {
    return Promise.reject(new Error(`the engine is not built yet (${this.settings.heloName})`));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
