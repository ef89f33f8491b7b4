/** One of the two apps as a child process: its start, its readiness, its end. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { lastLines } from './run.mjs';

const KEPT_LINES = 20;

export class App {
  /** Settles with the exit code or the signal's name when the process has ended. */
  ended;
  /** Settles when the app has logged that it listens. */
  listening;
  #onListening;
  #lines = [];
  #show = false;
  #process;
  #format;

  /** @param format makes a line for people of one of JSON */
  constructor(name, format) {
    this.name = name;
    this.#format = format;
    this.#process = spawn(process.execPath, ['--enable-source-maps', `dist/apps/${name}/src/main.js`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: Ctrl-C reaches this script alone, which then ends the apps in good order.
      detached: true,
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      createInterface(stream).on('line', (line) => this.#log(line));
    }
    this.listening = new Promise((resolve) => (this.#onListening = resolve));
    this.ended = new Promise((resolve) => {
      this.#process.on('close', (code, signal) => resolve(signal ?? code));
    });
  }

  get running() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  get lastLines() {
    return lastLines(this.#lines.map(({ text }) => text).join('\n'), KEPT_LINES);
  }

  signal(name) {
    if (this.running) this.#process.kill(name);
  }

  /** From now on the logs go to the terminal; until now they were kept back. */
  static showLogs(apps) {
    const kept = apps.flatMap((app) => app.#lines).sort((a, b) => a.at - b.at);
    for (const { text } of kept) console.log(text);
    for (const app of apps) app.#show = true;
  }

  #log(line) {
    const text = this.#format(line, process.stdout.isTTY).trimEnd();
    if (/\blistening\b/.test(text)) this.#onListening();
    this.#lines.push({ at: performance.now(), text });
    this.#lines.splice(0, this.#lines.length - KEPT_LINES);
    if (this.#show) console.log(text);
  }
}
