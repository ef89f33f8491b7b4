/** `havedane watch`: whether what is served and what is published match, now and again. */
import type { Command } from 'commander';

import { ConfigError } from '#config';

import { EXIT, exitCodeHelp } from '../../exit-codes.js';
import type { ExitStatus } from '../../exit-status.js';
import type { Target } from '../../probe/target.js';
import { describeError } from '../../report-error.js';
import { addHost, type WatchFlags, watchOptions } from './watch-options.js';

const HELP = `
Without targets: the hosts of this appliance, and of every rollover in ROLLOVER_DIR.
${exitCodeHelp('watch')}

Best run on another machine than what it watches; docs/watch.md says how.

Examples:
  havedane watch mail.example.org mail.example.org:465
  havedane watch --quiet --mx example.org
  havedane watch --every 15m --metrics 9115 --mx example.org`;

export function registerWatch(program: Command, status: ExitStatus): void {
  const command = program
    .command('watch')
    .description("Check that certificates match their TLSA records, and alert when they don't")
    .argument('[target...]', 'HOST or HOST:PORT; port 25 unless given, 465 with TLS on connect', addHost)
    .addHelpText('after', HELP)
    .action(async (targets: readonly Target[], flags: WatchFlags) => {
      // Loaded when it is called: `rollover run`, which cron calls, needs neither its mailer nor its metrics.
      const { isMisuse, runWatch } = await import('./run-watch.js');
      try {
        status.code = await runWatch(targets, flags);
      } catch (error) {
        if (!isMisuse(error) && !(error instanceof ConfigError)) throw error;
        process.stderr.write(describeError(error));
        status.code = EXIT.usage;
      }
    });
  for (const option of watchOptions()) command.addOption(option);
}
