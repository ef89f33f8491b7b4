/** One run over a rollover that is under way: its state, kept in step with what is stored. */
import { fromStored, type KnownCertificates } from '../judge/known-certificate.js';
import { RolloverError } from '../rollover-error.js';
import type { RolloverPorts } from '../ports.js';
import type { Journal } from '../state/journal.js';
import type { StoredState } from '../state/stored-state.js';
import { withRepetition } from './repeated-event.js';
import type { RolloverEvent } from './rollover-report.js';
import type { RolloverStep } from './step.js';

/** More than a rollover has of hundreds of records; one that is stuck for months must not grow its file. */
const MAX_HISTORY = 2000;

export class ActiveRun {
  readonly done: RolloverEvent[] = [];
  /** Decoded once: they do not change as long as a rollover is under way. */
  private known: KnownCertificates | null = null;

  constructor(
    readonly ports: RolloverPorts,
    private readonly journal: Journal,
    private stored: StoredState,
  ) {}

  get state(): StoredState {
    return this.stored;
  }

  /** @throws RolloverError before they are prepared */
  get certificates(): KnownCertificates {
    const { certificates, id } = this.stored;
    if (certificates === null) throw new RolloverError(`The state of ${id} holds no certificates`);
    this.known ??= { current: fromStored(certificates.current), next: fromStored(certificates.next) };
    return this.known;
  }

  async save(change: Partial<StoredState>): Promise<void> {
    const next = { ...this.stored, ...change };
    await this.journal.write(next);
    this.stored = next;
  }

  /** For the report of this run, and stored. */
  tell(step: RolloverStep, text: string): Promise<void> {
    return this.tellChanges(step, [{ text, isAsked: false }]);
  }

  /** As `tell` for each, stored once. What a person is asked for again in each run until it is seen is there once. */
  async tellChanges(
    step: RolloverStep,
    changes: readonly { readonly text: string; readonly isAsked: boolean }[],
  ): Promise<void> {
    const at = this.ports.now();
    let { history } = this.stored;
    for (const { text, isAsked } of changes) {
      this.done.push({ step, text });
      history = isAsked ? withRepetition(history, { at, step, text }) : [...history, { at, step, text }];
    }
    await this.save({ history: history.slice(-MAX_HISTORY) });
  }

  /** The first beginning counts. */
  async begin(step: RolloverStep): Promise<void> {
    const { begunAt, doneAt } = this.stored.steps[step];
    if (begunAt === null) await this.saveStep(step, { begunAt: this.ports.now(), doneAt });
  }

  async complete(step: RolloverStep): Promise<void> {
    const { begunAt } = this.stored.steps[step];
    await this.saveStep(step, { begunAt, doneAt: this.ports.now() });
  }

  /** Makes the rollover go on from this step again. */
  async reopen(step: RolloverStep, change: Partial<StoredState> = {}): Promise<void> {
    const { begunAt } = this.stored.steps[step];
    await this.saveStep(step, { begunAt, doneAt: null }, change);
  }

  private saveStep(
    step: RolloverStep,
    progress: StoredState['steps'][RolloverStep],
    change: Partial<StoredState> = {},
  ): Promise<void> {
    return this.save({ ...change, steps: { ...this.stored.steps, [step]: progress } });
  }
}
