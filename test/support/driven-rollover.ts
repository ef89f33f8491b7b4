/** A rollover at HOST, run after run; what it remembers from one to the next is in memory. */
import type { OpenRolloverPorts, RolloverOptions, RolloverPorts, RolloverReport } from '#rollover';

import { HOST, SERVER_OPTIONS } from './rollover-scenes.js';
import type { RolloverWorld } from './rollover-world.js';

/** The engine, which tests beside it hand in: only they see it. */
type Drive<State> = (
  id: string,
  options: RolloverOptions | null,
  openPorts: OpenRolloverPorts,
  journal: { read(): Promise<State | null>; write(state: State): Promise<void> },
) => Promise<RolloverReport>;

export class DrivenRollover<State> {
  stored: State | null = null;
  /** The options that the runs went by, in their order. */
  readonly opened: RolloverOptions[] = [];

  constructor(private readonly drive: Drive<State>) {}

  run(
    world: { ports(): RolloverPorts },
    options: RolloverOptions | null = SERVER_OPTIONS,
  ): Promise<RolloverReport> {
    const openPorts = (wanted: RolloverOptions) => {
      this.opened.push(wanted);
      return Promise.resolve(world.ports());
    };
    return this.drive(HOST, options, openPorts, {
      read: () => Promise.resolve(this.stored),
      write: async (state) => void (this.stored = state),
    });
  }

  /** Runs every minute until it stands at the step, with whatever state. */
  async runTo(world: RolloverWorld, step: RolloverReport['step']): Promise<RolloverReport> {
    for (let minute = 0; minute < 100; minute += 1) {
      const report = await this.run(world);
      if (report.step === step) return report;
      if (report.state === 'blocked') throw new Error(report.reason ?? '');
      world.pass(60_000);
    }
    throw new Error(`It never comes to ${step}`);
  }
}
