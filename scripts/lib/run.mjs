/** Runs other programs: quietly with their output kept for the case of failure, or with the terminal handed over. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { Failure } from './project.mjs';
import { say } from './steps.mjs';

/**
 * Runs a program to its end.
 *
 * @param {readonly string[]} command the program and its arguments
 * @param {{ show?: boolean, env?: Record<string, string>, cwd?: string }} options `show`: the output goes to the terminal
 * @returns {Promise<{ code: number, output: string }>} `code` is 127 when the program is not there
 */
export function run([program, ...args], { show = false, env = {}, cwd } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      cwd,
    });
    let output = '';
    child.stdout?.on('data', (text) => (output += text));
    child.stderr?.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 127, output: `${program}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs one of several programs side by side: its label is in front of each line. @returns its exit code */
export function runLabelled(label, [program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on(
        'line',
        (line) => line.trim() !== '' && say(`${label} │ ${line}`),
      );
    }
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Like `run`, but anything else than success is a Failure that shows the program's last lines. */
export async function mustRun(command, options = {}) {
  const { code, output } = await run(command, options);
  if (code === 0) return output;
  throw new Failure(`${command.join(' ')} ended with code ${code}.\n${lastLines(output, 40)}`);
}

export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
