/** The life of an app as a process: how it starts, what it says when it cannot, how it ends. */
import { type Config, loadConfig, removedVariables } from '#config';
import { createLogger, type Logger } from '#logging';

import { fits, readMemory, threadHeapMiB } from './memory.js';
import { shutDown, type Closable } from './shut-down.js';
import { type ErrorClass, startupMessage } from './startup-message.js';

/** Longer than what a connection gets to end by itself, shorter than Docker's patience (10 s). */
const SHUTDOWN_LIMIT_MS = 8_000;

export interface Program<App extends Closable> {
  /** Its name in the log. */
  readonly name: string;
  /** Resolves when it serves. */
  readonly start: (config: Config, logger: Logger) => Promise<App>;
  /** What `start` may throw whose message says everything, beside the errors of the configuration and the store. */
  readonly expected: readonly ErrorClass[];
  /** What SIGHUP asks for. */
  readonly reload?: (app: App) => Promise<void>;
  readonly shutdownLimitMs?: number;
  /** How many threads it has beside the main one, each with a heap of its own. */
  readonly threads?: number;
}

/**
 * Runs the program until SIGTERM or SIGINT ends it in order: exit code 0, or 1 when the end was not clean. When it cannot
 * start, the reason goes to standard error and the exit code is 1.
 */
export async function runProcess<App extends Closable>(program: Program<App>): Promise<void> {
  try {
    const config = loadConfig();
    const logger = createLogger(config.log, program.name);
    for (const hint of removedVariables()) logger.warn(hint);
    const running: { app?: App } = {};
    handleSignals(program, running, logger);
    logMemory(program.threads ?? 0, logger);
    running.app = await program.start(config, logger);
  } catch (error) {
    process.stderr.write(`${startupMessage(error, program.expected)}\n`);
    process.exit(1);
  }
}

function logMemory(threads: number, logger: Logger): void {
  const memory = readMemory();
  const ofThreads = threads === 0 ? {} : { threads, threadHeapMiB: threadHeapMiB(threads, memory) };
  logger.info({ ...memory, ...ofThreads }, 'memory');
  if (fits(threads, memory)) return;
  logger.warn(
    'the heap does not fit into the memory of the container: give the container more, or leave out --max-old-space-size',
  );
}

/** @param running without an app while it starts: then there is nothing to end properly */
function handleSignals<App extends Closable>(
  { reload, shutdownLimitMs = SHUTDOWN_LIMIT_MS }: Program<App>,
  running: { readonly app?: App },
  logger: Logger,
): void {
  let isEnding = false;
  const end = async (signal: string): Promise<void> => {
    // One from the terminal and one from the process that started this one.
    if (isEnding) return;
    isEnding = true;
    logger.info({ signal }, 'shutting down');
    process.exit(running.app === undefined ? 0 : await shutDown(running.app, shutdownLimitMs, logger));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Once: a second Ctrl-C ends it the hard way.
    process.once(signal, () => void end(signal));
  }
  if (reload === undefined) return;
  process.on('SIGHUP', () => {
    if (running.app !== undefined) void reload(running.app);
  });
}
