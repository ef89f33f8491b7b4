/** Installs the packages of package-lock.json when those in node_modules are others. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { Failure, ROOT } from './project.mjs';
import { mustRun, run } from './run.mjs';
import { done, say, step } from './steps.mjs';

/** `quiet`: nothing to do goes without saying. */
export async function installDependencies({ quiet = false } = {}) {
  if (installed() && sqliteLoads()) {
    if (!quiet) done('dependencies (unchanged)');
    return;
  }
  if (!installed()) {
    say('… installing dependencies (npm ci); where no ready-made SQLite driver can be had, it is compiled');
    // Under NODE_ENV=production npm would leave out the compiler and the bundler.
    await step('dependencies installed', async () => {
      await mustRun(['npm', 'ci', '--include=dev']);
    });
  }
  if (!(await sqliteLoadsInNewProcess())) await compileSqlite();
}

/** Whether node_modules holds what the lockfile asks for, by the record that npm keeps there itself. */
function installed() {
  const record = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  // Optional packages are mostly binaries for other platforms.
  return Object.entries(wanted).every(
    ([path, { version, optional, link }]) =>
      path === '' || optional || link || present[path]?.version === version,
  );
}

function sqliteLoads() {
  try {
    createRequire(import.meta.url)('sqlite3');
    return true;
  } catch {
    return false;
  }
}

async function sqliteLoadsInNewProcess() {
  const { code } = await run([process.execPath, '-e', "require('sqlite3')"]);
  return code === 0;
}

/** The ready-made driver is built for one C library; on an older one it does not load. */
async function compileSqlite() {
  say('… the ready-made SQLite driver does not fit this system; compiling it (a minute or two)');
  const { code, output } = await run(['npm', 'rebuild', 'sqlite3', '--foreground-scripts'], {
    env: { npm_config_build_from_source: 'true', JOBS: 'max' },
  });
  if (code === 0 && (await sqliteLoadsInNewProcess())) {
    done('SQLite driver compiled');
    return;
  }
  throw new Failure(
    `The SQLite driver could not be compiled. It needs Python 3, make and a C++ compiler\n` +
      `(Debian: apt-get install python3 make g++).\n${output.trimEnd().split('\n').slice(-15).join('\n')}`,
  );
}
