/** `havedane rollover watch`: whether what is served and what is published match, now and again. */
import type { Command } from 'commander';

import { ConfigError } from '#config';

import type { ExitStatus } from '../../exit-status.js';
import type { Target } from '../../probe/target.js';
import { describeError } from '../../report-error.js';
import { addHost, type WatchFlags, watchOptions } from './watch-options.js';
import { EXIT } from './exit-code.js';

const HELP = `
Without targets: the hosts of this appliance, and of every rollover in ROLLOVER_DIR.

Exit codes: 0 all is well; 1 something is wrong; 2 called wrongly; 3 nothing can be seen, because no resolver answers
that validates. With --every: 0 when it was ended.

Best run on another machine than what it watches; docs/watch.md says how.

Examples:
  havedane rollover watch mail.example.org mail.example.org:465
  havedane rollover watch --quiet --mx example.org
  havedane rollover watch --every 15m --metrics 9115 --mx example.org`;

export function registerWatch(rollover: Command, status: ExitStatus): void {
  const command = rollover
    .command('watch')
    .description('see whether what is served and what is published match, and tell when they part')
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
        status.code = EXIT.misuse;
      }
    });
  for (const option of watchOptions()) command.addOption(option);
}
