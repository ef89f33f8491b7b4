/** Where the project is, what it demands of Node, and the variables of its `.env`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Something the user can set right: its message is shown as it is, without a stack. */
export class Failure extends Error {}

/** @throws Failure when this Node is older than package.json's `engines` asks for (`>=MAJOR.MINOR`) */
export function demandNode(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const wanted = engines.node.replace('>=', '');
  if (number(version) >= number(wanted)) return;
  throw new Failure(`HaveDane needs Node ${wanted} or newer; this is ${version} (${process.execPath}).`);
}

function number(version) {
  const [major, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

/** Reads `.env` where there is one; what the environment already has stays. */
export function loadEnvironment() {
  const file = join(ROOT, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/** Runs the program of a script; a number that it gives is the exit code. */
export async function main(program) {
  try {
    process.chdir(ROOT);
    demandNode();
    process.exitCode = (await program()) ?? 0;
  } catch (error) {
    console.error(error instanceof Failure ? `\n✗ ${error.message}` : error);
    process.exitCode = 1;
  }
}
