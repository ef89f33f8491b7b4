/** `havedane probe`: how a mail server receives, found out by connecting to it. */
import type { Command } from 'commander';

import { exitCodeHelp } from '../exit-codes.js';
import type { ExitStatus } from '../exit-status.js';
import { printable } from '../printable.js';
import { ProbeCommand } from './probe-command.js';
import { probeOptions, type ProbeFlags } from './probe-options.js';
import { parseTarget, type Target } from './target.js';

const HELP = `${exitCodeHelp('probe')}

It trusts the AD flag of a validating resolver: DNS_RESOLVER, or those of /etc/resolv.conf.

Examples:
  havedane probe --mx example.org
  havedane probe mx1.example.org mx2.example.org:26 [2001:db8::25]:25
  havedane probe --tls-on-connect --submission example.org
  havedane probe -q --expiration-warning 30d --mx example.org
  havedane probe --nagios --expect-ocsp --mx example.org`;

export function registerProbe(program: Command, status: ExitStatus): void {
  const command = new ProbeCommand('probe', status);
  program.addCommand(command.copyInheritedSettings(program));
  const addTarget = (text: string, before: readonly Target[] = []): readonly Target[] => {
    const parsed = parseTarget(text);
    if (parsed.ok) return [...before, parsed.target];
    // By commander's own way of refusing an argument the line would begin with the name of the argument.
    return command.error(`error: '${printable(text)}' cannot be probed: ${parsed.reason}`);
  };
  command
    .description('Test how mail servers receive: DNSSEC, TLSA records, STARTTLS and certificates')
    .argument('<target...>', 'HOST, HOST:PORT or [IPV6]:PORT; with --mx and the like, domains', addTarget)
    .addHelpText('after', HELP)
    .action((targets: readonly Target[], flags: ProbeFlags) => command.probe(targets, flags));
  for (const option of probeOptions()) command.addOption(option);
}
