/**
 * The generator, as a process of its own so that it can be pinned: keeps a number of sessions running for a time.
 * Reads one JSON object (LoadOptions). Prints one JSON object (LoadResult).
 */
import { json } from 'node:stream/consumers';

import { runSession } from './smtp-session.js';

export interface LoadOptions {
  readonly host: string;
  readonly port: number;
  readonly recipients: readonly string[];
  readonly concurrency: number;
  readonly seconds: number;
  readonly handshakeOnly?: boolean;
}

export interface LoadResult {
  readonly sessions: number;
  readonly failed: number;
  /** The first few reasons. */
  readonly errors: readonly string[];
  readonly seconds: number;
}

async function load(options: LoadOptions): Promise<LoadResult> {
  const { host, port, recipients, concurrency, seconds, handshakeOnly } = options;
  const started = performance.now();
  const deadline = started + seconds * 1000;
  const errors: string[] = [];
  let begun = 0;
  let failed = 0;
  let sessions = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < deadline) {
      const recipient = recipients[begun++ % recipients.length] ?? '';
      try {
        await runSession({ host, port, recipient, handshakeOnly });
        sessions += 1;
      } catch (error) {
        failed += 1;
        if (errors.length < 5) errors.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { sessions, failed, errors, seconds: (performance.now() - started) / 1000 };
}

console.log(JSON.stringify(await load((await json(process.stdin)) as LoadOptions)));
