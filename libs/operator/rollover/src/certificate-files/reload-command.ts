/** The command that has a server load its certificate again. */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';

import { harmless } from '#text';

import { RolloverError } from '../rollover-error.js';

const MOST_OUTPUT = 2000;
/** For output that is still on its way; what the command left running may hold the pipe open for ever. */
const OUTPUT_GRACE_MS = 200;

/**
 * Runs it by /bin/sh.
 *
 * @throws RolloverError with the end of its output, when it fails or does not end in time
 */
export async function runReload(command: string, limitMs: number): Promise<void> {
  const { how, output } = await ended(command, limitMs);
  if (how === null) return;
  const said = oneLine(output);
  throw new RolloverError(
    `the reload command ${how}: ${harmless(command, { as: 'escaped' })}${said === '' ? ', and said nothing' : `, which said: ${said}`}`,
  );
}

interface End {
  /** Null: as it should be. */
  readonly how: string | null;
  readonly output: string;
}

function ended(command: string, limitMs: number): Promise<End> {
  return new Promise((resolve) => {
    // A process group of its own, so that what it has started ends with it.
    const child = spawn('/bin/sh', ['-c', command], {
      detached: true,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: string): void => void (output = (output + chunk).slice(-MOST_OUTPUT));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const settle = (how: string | null): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ how, output });
    };
    let isTooLate = false;
    const timer = setTimeout(() => {
      isTooLate = true;
      endGroup(child.pid);
    }, limitMs);
    child.once('error', (error) => settle(`cannot be run (${error.message})`));
    child.once('exit', (code, signal) => {
      const how = isTooLate ? `did not end within ${limitMs / 1000} s` : failureOf(code, signal);
      const late = setTimeout(() => settle(how), OUTPUT_GRACE_MS);
      child.once('close', () => {
        clearTimeout(late);
        settle(how);
      });
    });
  });
}

/** Ours holds the token of the DNS provider and the password of the relay; and cron's PATH lacks what reloads servers. */
function environment(): NodeJS.ProcessEnv {
  return { HOME: homedir(), PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself just now.
  }
}

function failureOf(code: number | null, signal: string | null): string | null {
  if (signal !== null) return `was ended by ${signal}`;
  return code === 0 ? null : `failed (exit status ${code ?? ''})`;
}

/** Without what a terminal would take for a command, or show as another text. */
export function oneLine(output: string): string {
  const lines = output.split(/[\r\n\v\f\u0085\u2028\u2029]+/);
  return lines
    .map((line) => harmless(line, { as: 'blank' }).trim())
    .filter((line) => line !== '')
    .join(' | ');
}
