import type { ProbeStepBody, ProbeTargetBody } from '#contracts';

/** Probes one mail domain. */
export interface ProbeEngine {
  /**
   * Rejects only when the engine itself fails: whatever servers, resolvers and networks do is a result. After the signal it
   * answers soon, with what is known by then.
   */
  run(domain: string, onStep: (step: ProbeStepBody) => void, signal: AbortSignal): Promise<ProbeTargetBody>;
  /** Ends whatever still runs. */
  close(): Promise<void>;
}
