import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

import type { ProbeStepBody, ProbeTargetBody } from '#contracts';
import type { StoredProbe } from '#store';
import { isPhrase, type Phrase } from '#text';

/** The probes that wait, run, or are being written to the store; of each domain one. */
@Injectable()
export class ActiveProbes {
  private readonly byId = new Map<string, ActiveProbe>();
  private readonly byDomain = new Map<string, ActiveProbe>();

  add(probe: ActiveProbe): void {
    this.byId.set(probe.id, probe);
    this.byDomain.set(probe.domain, probe);
  }

  remove(probe: ActiveProbe): void {
    this.byId.delete(probe.id);
    if (this.byDomain.get(probe.domain) === probe) this.byDomain.delete(probe.domain);
  }

  find(id: string): ActiveProbe | undefined {
    return this.byId.get(id);
  }

  ofDomain(domain: string): ActiveProbe | undefined {
    return this.byDomain.get(domain);
  }

  all(): ActiveProbe[] {
    return [...this.byId.values()];
  }
}

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

/** What came of a probe: its result, or why there is none. */
export type ProbeOutcome = ProbeTargetBody | Phrase;

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
    /** Settled when the store knows of the probe, or does not take it; with the one of the domain that another API runs. */
    readonly stored: Promise<StoredProbe | null>,
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
    return isPhrase(outcome)
      ? {
          ...status,
          state: 'failed',
          finishedAt: now,
          steps: [...status.steps, failureStep(outcome, now)],
        }
      : { ...status, state: 'done', finishedAt: now, result: outcome };
  }
}

export function failureStep(why: Phrase, at: number): ProbeStepBody {
  return { at: new Date(at).toISOString(), host: null, address: null, state: 'error', ...why };
}

/** Probes of this process that went on. */
@Injectable()
export class ProbeChanges {
  private readonly probes = new Subject<ProbeStatus>();

  changed(probe: ProbeStatus): void {
    this.probes.next(probe);
  }

  subscribe(listener: (probe: ProbeStatus) => void): void {
    this.probes.subscribe(listener);
  }
}
