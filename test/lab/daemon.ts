/** One process of the lab: started in the foreground, watched, and ended by its own id. */
import { spawn, type ChildProcess } from 'node:child_process';

import { LabError } from './lab-error.js';
import { waitUntil } from './poll.js';
import { SYSTEM_PATH } from './programs.js';

/** How long a process may take to end after SIGTERM before it is killed. */
const GRACE_MS = 60_000;

export interface DaemonOptions {
  readonly name: string;
  /** The program and its arguments; it must stay in the foreground. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A process ended before it was ready. Its output is part of the message. */
export class DaemonEndedError extends LabError {
  override readonly name = 'DaemonEndedError';
}

export class Daemon {
  private output = '';
  /** Resolves to its exit code, or null if a signal ended it. */
  readonly ended: Promise<number | null>;

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => {
        this.output += error.message;
        resolve(null);
      });
      child.once('close', (code) => {
        resolve(code);
      });
    });
  }

  static start({ name, command, cwd, env = {} }: DaemonOptions): Daemon {
    // setpriv: the kernel ends the process when ours dies, however that happens. detached: the Ctrl-C of a terminal
    // reaches us alone, and the processes are ended in order.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command], {
      cwd,
      env: { PATH: SYSTEM_PATH, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Daemon(name, child);
  }

  /** What the process wrote so far, both streams together, a line an element. */
  get lines(): readonly string[] {
    return this.output.split('\n').filter((line) => line !== '');
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get running(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Polls `attempt` while the process lives. @throws DaemonEndedError when it does not. */
  async ready<T>(attempt: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const answer = await waitUntil(`${this.name} to be ready`, async () => {
      if (!this.running) return { kind: 'ended' } as const;
      const value = await attempt();
      return value === undefined ? undefined : ({ kind: 'ready', value } as const);
    });
    if (answer.kind === 'ready') return answer.value;
    await this.ended;
    throw new DaemonEndedError([`${this.name} ended before it was ready:`, ...this.lines].join('\n'));
  }

  /** Ends the process; resolves to its exit code, or null if a signal ended it. */
  async stop(): Promise<number | null> {
    if (this.running) this.child.kill('SIGTERM');
    const killer = setTimeout(() => this.child.kill('SIGKILL'), GRACE_MS);
    const code = await this.ended;
    clearTimeout(killer);
    return code;
  }
}
