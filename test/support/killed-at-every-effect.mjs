/**
 * Preloaded into a Node process (`node --import`): kills it with SIGKILL right after anything that it does to the world: a file
 * put into its place, a program begun. Each such moment is written into a ledger first and kills no second process, so that a job
 * that is begun again and again meets all of them, one after the other.
 *
 *     KILL_LEDGER   the file of the ledger: a line for each moment
 *     KILL_STRIDE   every how many moments one kills: 1 for all of them
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const ledger = process.env['KILL_LEDGER'];
const stride = Number(process.env['KILL_STRIDE']);

function dieOnce(moment) {
  const known = fs.existsSync(ledger) ? fs.readFileSync(ledger, 'utf8').trimEnd().split('\n') : [];
  if (known.includes(moment)) return;
  fs.appendFileSync(ledger, `${moment}\n`);
  if (known.length % stride !== 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment to be delivered.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/**
 * What a renamed file means. Of the state of a rollover the steps that are begun: that it is written down that one is done is
 * no other moment than that the next one is begun.
 */
function renaming(from, to) {
  const name = path.basename(String(to));
  const content = name.endsWith('.json') ? JSON.parse(fs.readFileSync(from, 'utf8')) : {};
  const begun = Object.entries(content.steps ?? {}).filter(([, { begunAt }]) => begunAt !== null);
  return [`rename to ${name}`, ...begun.map(([step]) => step)].join(' ');
}

/** Who holds the lock, and what is thrown away: at most moments that kill, both are there as well. */
const BY_THE_WAY = /\.(lock-owner|unfinished)$/;

const { rename } = fs.promises;
fs.promises.rename = async (from, to) => {
  if (!fs.existsSync(from) || BY_THE_WAY.test(to)) return rename(from, to);
  const meaning = renaming(from, to);
  await rename(from, to);
  dieOnce(meaning);
};

const { execFile, spawn } = childProcess;
childProcess.execFile = (...args) => {
  const child = execFile(...args);
  // What knsupdate is to change comes by its standard input; kdig and the like change nothing.
  const { stdin } = child;
  const end = stdin.end.bind(stdin);
  stdin.end = (input) => {
    const lines = String(input).split('\n');
    const changes = lines.filter((line) => /^update (add|delete) /.test(line));
    const result = end(input);
    if (changes.length > 0) dieOnce(changes.join(', '));
    return result;
  };
  return child;
};

childProcess.spawn = (...args) => {
  const child = spawn(...args);
  dieOnce(`run ${args[1]}`);
  return child;
};

syncBuiltinESMExports();
