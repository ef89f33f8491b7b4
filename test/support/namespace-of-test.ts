/** A network namespace of its own for a test, which takes root: what runs in it reaches no other machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { onTestFinished } from 'vitest';

/**
 * It lives as long as the test.
 *
 * @param setup a line for sh, which runs in it first, such as `ip link set lo up`
 * @returns what a command line begins with that runs in it
 */
export async function namespaceOfTest(setup: string): Promise<readonly [string, ...string[]]> {
  const keeper = spawn('unshare', ['--net', 'sh', '-c', `${setup} && echo ready && exec cat`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => ended(keeper));
  const [said] = await Promise.race([once(keeper.stdout, 'data'), once(keeper, 'exit')]);
  if (!Buffer.isBuffer(said)) throw new Error(`the namespace was not made: ${setup}`);
  return ['nsenter', `--net=/proc/${keeper.pid}/ns/net`];
}

/** Ends it where it still runs. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
