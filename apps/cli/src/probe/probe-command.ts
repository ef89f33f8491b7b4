import type { ParseOptionsResult } from 'commander';

import type { ExitStatus } from '../exit-status.js';
import { describeError } from '../report-error.js';
import { NAGIOS_UNKNOWN } from './exit-code.js';
import { GoStyleCommand } from './go-style-command.js';
import type { ProbeFlags } from './probe-options.js';
import { nagiosUnknown } from './report/nagios-report.js';
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

  /** Nagios reads standard output alone, and would take the usual code of a wrong call for CRITICAL. */
  override parseOptions(args: string[]): ParseOptionsResult {
    if (this.withTwoDashes(args).includes('--nagios')) {
      this.status.misuse = NAGIOS_UNKNOWN;
      this.configureOutput({ outputError: (text) => printUnknown(text.replace(/^error: /, '')) });
    }
    return super.parseOptions(args);
  }

  async probe(targets: readonly Target[], flags: ProbeFlags): Promise<void> {
    const refusal = refusalOf(targets, flags);
    if (refusal !== null) this.error(`error: ${refusal}`);
    try {
      this.status.code = await runProbe(targets, flags, this.configureOutput().getOutHasColors?.() ?? false);
    } catch (error) {
      if (flags.nagios !== true) throw error;
      printUnknown(describeError(error).replace(/^havedane: /, ''));
      this.status.code = NAGIOS_UNKNOWN;
    }
  }
}

function printUnknown(reason: string): void {
  process.stdout.write(`${nagiosUnknown(reason)}\n`);
}
