/** `npm run lab`: the real thing on one machine, for somebody who wants to see it. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { format, resolveConfig } from 'prettier';

import { ShiftedPhases } from '../support/shifted-phases.js';

import { readScenarios } from './api-client.js';
import { printByHand } from './by-hand.js';
import { LAB_DOMAIN } from './lab-addresses.js';
import { LabError } from './lab-error.js';
import { Lab } from './lab.js';
import { makeLabDirectory } from './lab-directory.js';
import { matrixSenders, runColumn, type MatrixColumn } from './matrix/run-matrix.js';
import { sendersPage } from './matrix/senders-page.js';
import { USAGE, readOptions, type Options } from './options.js';
import { waitUntil } from './poll.js';
import { missingPreconditions } from './preconditions.js';
import { projectRoot } from './project-root.js';
import { printRun } from './report.js';
import { runSender, withQueries } from './run-sender.js';
import { meetsPolicies } from './sender-profiles.js';
import { paint, print } from './terminal.js';

/** Everything but --keep ends within this time: all senders, or each of the matrix. */
const TIMEOUT_MS = 120_000;

type Ending = 'as-expected' | 'unexpected' | 'interrupted' | 'timed-out';

const EXIT_CODES: Readonly<Record<Ending, number>> = {
  'as-expected': 0,
  unexpected: 1,
  interrupted: 130,
  'timed-out': 1,
};

async function runAll(lab: Lab, options: Options): Promise<Ending> {
  print(
    `Starting ${LAB_DOMAIN} on loopback: product with its name server, Unbound, ${options.senders.length} senders …`,
  );
  const started = Date.now();
  await lab.start();
  if (options.senders.some(meetsPolicies)) await untilOffered(lab);
  await Promise.all(options.senders.map((name) => lab.sender(name)));
  print(`Running after ${((Date.now() - started) / 1000).toFixed(1)} s: ${lab.product.url}`);
  print();
  let asExpected = true;
  for (const name of options.senders) {
    const run = await runSender(lab, name, options.style, options.oversized ? 'oversized' : 'small');
    printRun(await withQueries(lab, run, options.style));
    asExpected &&= run.asExpected;
  }
  return asExpected ? 'as-expected' : 'unexpected';
}

/** Before that, scenarios are not offered: the first sender would not be mailed to them. */
async function untilOffered({ product }: Lab): Promise<void> {
  // The API asked DNS when it started, which was before the resolver did.
  await product.restart();
  await waitUntil('DNS to be as planned', async () =>
    (await readScenarios(product.url)).every(({ missing }) => missing !== 'dns-state') ? true : undefined,
  );
}

/** One sender after the other, so that none is slow because of another one. */
async function writeMatrix(lab: Lab, phases: ShiftedPhases): Promise<Ending> {
  await lab.start();
  const columns: MatrixColumn[] = [];
  for (const sender of matrixSenders(lab, lab.directory)) {
    const started = Date.now();
    const column = await runColumn(lab, sender, { phases }).catch((error: unknown): MatrixColumn => {
      if (!(error instanceof LabError)) throw error;
      print(error.message);
      return { title: sender.title, reason: 'it failed to run' };
    });
    columns.push(column);
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    print(
      'check' in column
        ? `${column.title}: ${column.check.verdict.outcome}, ${column.check.mtaSts?.protection ?? 'unknown'} (${seconds} s)`
        : `${column.title}: left out, ${column.reason}`,
    );
  }
  const file = join(projectRoot(), 'docs/senders.md');
  const page = sendersPage(columns, new Date().toISOString().slice(0, 10));
  await writeFile(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
  print(`Written: ${file}`);
  return 'as-expected';
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    print(USAGE);
    return 0;
  }
  // Of the matrix, what is not installed is left out.
  const problems = await missingPreconditions(options.matrix ? [] : options.senders);
  problems.forEach((problem) => {
    print(problem);
  });
  if (problems.length > 0) return 1;

  // The retry of the matrix must not find a host that was released.
  const clockDirectory = await makeLabDirectory();
  const phases = await ShiftedPhases.create(clockDirectory);
  const ofMatrix = { RELEASE_AFTER_MINUTES: '0', ...phases.environment };
  const lab = await Lab.create({ environment: { MTA_STS: 'lab', ...(options.matrix && ofMatrix) } });
  const interruption = interrupted();
  try {
    const work = options.matrix ? writeMatrix(lab, phases) : Promise.race([runAll(lab, options), timeout()]);
    const ending = await Promise.race([work, interruption]);
    if (ending === 'timed-out') print(paint('red', `Not done after ${TIMEOUT_MS / 1000} s.`));
    else if (options.keep && ending !== 'interrupted') {
      await printByHand(lab, options);
      await interruption;
    }
    return EXIT_CODES[ending];
  } finally {
    await lab.stop();
    await rm(clockDirectory, { recursive: true });
  }
}

function interrupted(): Promise<Ending> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        resolve('interrupted');
      });
    }
  });
}

function timeout(): Promise<Ending> {
  return new Promise((resolve) => {
    setTimeout(resolve, TIMEOUT_MS, 'timed-out').unref();
  });
}

// A start that was interrupted may still be under way: its processes end with ours.
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    print(error instanceof LabError ? error.message : inspect(error));
    process.exit(1);
  },
);
