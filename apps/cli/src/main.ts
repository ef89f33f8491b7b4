#!/usr/bin/env node
/** The `havedane` command. */
import { run } from './run.js';

// `havedane dns | head` closes our output early: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2));
