import type { ProbeStepBody, ProbeTargetBody } from '#contracts';

/** A hostile set of records could make steps without end; nobody reads that many. */
const MAX_STEPS = 500;

/** What is shown of a probe, wherever it comes from. */
export interface ProbeStatus {
  readonly id: string;
  readonly domain: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly steps: readonly ProbeStepBody[];
  readonly result: ProbeTargetBody | null;
}

/** What came of a probe: its result, or a sentence that says why there is none. */
export type ProbeOutcome = ProbeTargetBody | string;

/** A probe that waits or runs in this process. */
export class ActiveProbe {
  /** Ends it early. */
  readonly abort = new AbortController();
  /** Settled when its end is written down; undefined before its end. */
  ending: Promise<void> | undefined;
  private state: 'waiting' | 'running' = 'waiting';
  private readonly steps: ProbeStepBody[] = [];

  constructor(
    readonly id: string,
    readonly domain: string,
    private readonly createdAt: number,
    /** Settled when the store knows of the probe, or does not take it. */
    readonly stored: Promise<void>,
  ) {}

  begin(): void {
    this.state = 'running';
  }

  add(step: ProbeStepBody): void {
    if (this.steps.length < MAX_STEPS) this.steps.push(step);
  }

  get status(): ProbeStatus {
    const { id, domain, createdAt, state, steps } = this;
    return { id, domain, state, createdAt, finishedAt: null, steps: [...steps], result: null };
  }

  /** As it is when it ends like this now. */
  endedWith(outcome: ProbeOutcome, now: number): ProbeStatus {
    const { status } = this;
    return typeof outcome === 'string'
      ? {
          ...status,
          state: 'failed',
          finishedAt: now,
          steps: [...status.steps, failureStep(outcome, now)],
        }
      : { ...status, state: 'done', finishedAt: now, result: outcome };
  }
}

export function failureStep(text: string, at: number): ProbeStepBody {
  return { at: new Date(at).toISOString(), host: null, address: null, state: 'error', text };
}
