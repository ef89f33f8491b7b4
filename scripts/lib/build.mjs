/** Compiles the server and the page, each only when something that goes into it changed since its last build. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { mustRun } from './run.mjs';
import { done, step } from './steps.mjs';

/**
 * `result` is a file that every build makes; `trace` one that every build touches, also one that was not started from
 * here; `stamp` says what went into the build that is there.
 */
const PARTS = [
  {
    script: 'build:server',
    sources: [
      'apps/api',
      'apps/smtp',
      'apps/dns',
      'apps/cli',
      'libs',
      'certs',
      'dns',
      'test/lab',
      'test/attack',
      'test/bench',
      'test/support',
    ],
    result: 'dist/apps/cli/src/main.js',
    trace: 'dist/apps/cli/src/main.js',
    stamp: 'dist/.server-inputs',
  },
  {
    script: 'build:web',
    sources: ['apps/web', 'libs'],
    result: 'dist/web/index.html',
    trace: 'dist/web/index.html',
    stamp: 'dist/.web-inputs',
  },
];
/** What the built program makes below the sources. */
const GENERATED = ['certs/out', 'dns/zones'];
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/bundle.mjs',
];

/** `quiet`: nothing to do goes without saying. */
export async function build({ quiet = false } = {}) {
  const stale = PARTS.filter((part) => !upToDate(part));
  if (stale.length > 0) await step('built', () => Promise.all(stale.map(buildPart)));
  else if (!quiet) done('built (unchanged)');
}

async function buildPart({ script, sources, trace, stamp }) {
  // Taken before the build: what is saved while it runs is built next time.
  const inputs = fingerprint(sources);
  // Vitest sets it to `test`: the page would be built for development, larger than the one that is shipped.
  await mustRun(['npm', 'run', '-s', script], { env: { NODE_ENV: 'production' } });
  writeFileSync(stamp, inputs + touched(trace));
}

function upToDate({ sources, result, trace, stamp }) {
  return (
    [result, trace, stamp].every((file) => existsSync(file)) &&
    readFileSync(stamp, 'utf8') === fingerprint(sources) + touched(trace)
  );
}

function touched(file) {
  return ` ${statSync(file).mtimeMs}`;
}

/** A hash of the names and contents of all files below these folders, but for what is generated there. */
function fingerprint(folders) {
  const hash = createHash('sha256');
  for (const file of [...SETTINGS, ...folders.flatMap(filesBelow)].sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !GENERATED.some((made) => file.startsWith(`${made}/`)));
}
