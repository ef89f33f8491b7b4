/**
 * Runs the end-to-end tests side by side. Their servers have the ports 25 and 53 of fixed addresses, so each lane has a network
 * namespace of its own, with nothing but a loopback interface.
 */
import { readdirSync } from 'node:fs';

import { say } from './steps.mjs';
import { runVitest } from './vitest.mjs';

const FOLDER = 'test/e2e';
const SUFFIX = '.test.ts';

/**
 * Of about the same length. All of the first can share one lab; those of the second have worlds of their own, and those of the third
 * wait for caches of policies most of the time. The others have the tests that load the API into their own process: one lane does so.
 */
const LANES = {
  lab: [
    'senders',
    'every-scenario',
    'mail-routing',
    'release',
    'senders-page',
    'doctor',
    'own-dns-delegation',
    'start-command',
    'probe-servers',
    'test-command',
    'dane-differential',
    'scenarios',
  ],
  worlds: ['rollover', 'rollover-appliance', 'operator-mail', 'watch-name-servers', 'conformance-lab'],
  policies: ['mta-sts', 'mta-sts-public'],
};
/** Of all others. */
const REST = 'rest';

const IN_NAMESPACE = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/** @returns what runVitest gives, of all lanes together, with the highest exit code; undefined when one ended without results */
export async function runLanes(folder, args = []) {
  const found = await Promise.all(
    Object.entries(filesOfLanes()).map(([lane, files]) => runLane(lane, files, folder, args)),
  );
  return found.includes(undefined) ? undefined : found.reduce(sum);
}

function filesOfLanes() {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  const assigned = new Set(Object.values(LANES).flat());
  return { ...LANES, [REST]: names.filter((name) => !assigned.has(name)) };
}

async function runLane(lane, names, folder, args) {
  const files = names.map((name) => `${FOLDER}/${name}${SUFFIX}`);
  const found = await runVitest('e2e', folder, {
    label: lane,
    prefix: IN_NAMESPACE,
    args: [...files, ...args],
  });
  if (found === undefined) say(`✗ ${lane}: ended without results`);
  return found;
}

function sum(one, other) {
  const counts = ['passed', 'failed', 'skipped', 'rows'];
  return {
    ...Object.fromEntries(counts.map((name) => [name, one[name] + other[name]])),
    code: Math.max(one.code, other.code),
    failures: [...one.failures, ...other.failures],
  };
}
