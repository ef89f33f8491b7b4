import type { ProbeStepBody, ProbeTargetBody } from '#contracts';
import type { Rate, RateExceeded } from '#limits';

/** Counts one more connection to a target for all processes together; see `RatesRepository`. Never rejects. */
export type CountTarget = (rates: readonly Rate[]) => Promise<RateExceeded | null>;

/** Probes one mail domain. */
export interface ProbeEngine {
  /**
   * Rejects only when the engine itself fails: whatever servers, resolvers and networks do is a result. After the signal it
   * answers soon, with what is known by then.
   */
  run(
    domain: string,
    onStep: (step: ProbeStepBody) => void,
    signal: AbortSignal,
    count: CountTarget,
  ): Promise<ProbeTargetBody>;
  /** Ends whatever still runs. */
  close(): Promise<void>;
}
