/** `havedane completion` and `havedane man`: made from the commands and options themselves. */
import { Argument, type Command } from 'commander';

import { packageVersion } from '#config';

import type { ExitStatus } from '../exit-status.js';
import { describeCommand } from './command-tree.js';
import { completionFor, type Shell, SHELLS } from './completions.js';
import { manPage } from './man-page.js';

/** Of the whole program: the one that runs has but the command that was called. */
type WholeProgram = () => Promise<Command>;

export function registerCompletion(program: Command, _status: ExitStatus, whole: WholeProgram): void {
  program
    .command('completion')
    .description('Print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(havedane completion bash)\n  havedane completion fish > ~/.config/fish/completions/havedane.fish',
    )
    .action(async (shell: Shell) => {
      process.stdout.write(completionFor(shell, describeCommand(await whole())));
    });
}

export function registerMan(program: Command, _status: ExitStatus, whole: WholeProgram): void {
  program
    .command('man')
    .description('Print the man page')
    .addHelpText('after', '\nExample:\n  havedane man | man -l -')
    .action(async () => {
      process.stdout.write(manPage(describeCommand(await whole()), packageVersion()));
    });
}
