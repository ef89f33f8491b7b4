import type { ParseOptionsResult } from 'commander';

import type { ExitStatus } from '../exit-status.js';
import { answerNagios, failAsUnknown } from '../nagios-command.js';
import { GoStyleCommand } from './go-style-command.js';
import type { ProbeFlags } from './probe-options.js';
import { runProbe } from './run-probe.js';
import { refusalOf } from './settings.js';
import type { Target } from './target.js';

export class ProbeCommand extends GoStyleCommand {
  constructor(
    name: string,
    private readonly status: ExitStatus,
  ) {
    super(name);
  }

  override parseOptions(args: string[]): ParseOptionsResult {
    if (this.withTwoDashes(args).includes('--nagios')) answerNagios(this, this.status);
    return super.parseOptions(args);
  }

  async probe(targets: readonly Target[], flags: ProbeFlags): Promise<void> {
    const refusal = refusalOf(targets, flags);
    if (refusal !== null) this.error(`error: ${refusal}`);
    try {
      this.status.code = await runProbe(targets, flags, this.configureOutput().getOutHasColors?.() ?? false);
    } catch (error) {
      if (flags.nagios !== true) throw error;
      failAsUnknown(error, this.status);
    }
  }
}
