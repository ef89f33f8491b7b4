/** The processes of the conformance lab (lab.mjs), and what it says of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Docker kills after ten seconds. */
const STOP_MS = 7000;
/** Of each process, shown when it ends by itself. */
const LAST_LINES = 20;

export const say = (text) => process.stdout.write(`${text}\n`);

/** Ends the lab with this one line. */
export class LabError extends Error {}

/** The processes of the lab. `ended` rejects when one of them ends by itself. */
export class Processes {
  #all = [];
  #stopping = false;
  #isQuiet = true;

  constructor(env) {
    this.env = env;
    this.ended = new Promise((_, reject) => (this.failed = reject));
    this.ended.catch(() => undefined);
  }

  /** Starts one, and waits until it writes a line that `ready` matches. */
  async start(name, command, ready) {
    const [program, ...args] = command;
    const child = spawn(program, args, { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines = [];
    this.#all.push(child);
    const isReady = new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line);
          if (lines.length > LAST_LINES) lines.shift();
          if (!this.#isQuiet) say(`${name} | ${line}`);
          if (ready.test(line)) resolve();
        });
      }
    });
    const end = (how) => {
      if (this.#stopping) return;
      if (this.#isQuiet) for (const line of lines) say(`${name} | ${line}`);
      this.failed(new LabError(`${name} ended (${how})`));
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(signal ?? `exit code ${code}`));
    await Promise.race([isReady, this.ended]);
  }

  /** From now on what they write is passed on. */
  show() {
    this.#isQuiet = false;
  }

  async stop() {
    this.#stopping = true;
    const running = this.#all.filter(
      ({ pid, exitCode, signalCode }) => pid !== undefined && exitCode === null && signalCode === null,
    );
    const killer = setTimeout(() => running.forEach((child) => child.kill('SIGKILL')), STOP_MS);
    await Promise.all(
      running.map((child) => {
        child.kill('SIGTERM');
        return once(child, 'exit');
      }),
    );
    clearTimeout(killer);
  }
}
