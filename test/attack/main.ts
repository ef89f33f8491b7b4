/**
 * `npm run test:attack`: what strangers, full disks and kills do to the built product, in namespaces of its own.
 * `--fast` takes the part that runs with `npm test`, `--only N,M` these, and `--results FILE` writes their number for it.
 * Ends with 1 when an attack was not stood.
 */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { generateCertificates } from '#certs';

import type { Attack } from './attack.js';
import { attackOnce } from './attack-once.js';
import { ATTACKS } from './attacks.js';
import { composeMebibytes, limitMemory } from './memory-limit.js';
import { printMachine, printRow, type Row } from './results.js';
import { DOMAIN } from './world.js';

/** Every address is this machine's: nothing can leave. */
const ENTER = [
  'ip link set lo up',
  'ip route add local 0.0.0.0/0 dev lo',
  '(ip -6 route add local ::/0 dev lo 2>/dev/null || true)',
  // A machine without an address of its own in the public internet does not probe over IPv6.
  '(ip -6 addr add 2a00::1/128 dev lo nodad 2>/dev/null || true)',
  // A burst of handshakes waits instead of being dropped.
  '(sysctl -qw net.core.somaxconn=4096 2>/dev/null || true)',
  'exec "$@"',
].join(' && ');
const INSIDE = 'HAVEDANE_ATTACK_INSIDE';
const NAMESPACES = ['--net', '--mount', '--propagation', 'private'];

function obstacle(): string | undefined {
  if (process.platform !== 'linux') return 'namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'namespaces need root';
  const { status } = spawnSync('unshare', [...NAMESPACES, 'sh', '-c', 'ip link set lo up'], {
    stdio: 'ignore',
  });
  return status === 0 ? undefined : 'no network and mount namespaces can be made here (unshare, ip)';
}

interface Options {
  readonly fast: boolean;
  readonly only: readonly number[];
  readonly results: string | undefined;
}

function options(): Options {
  const { values } = parseArgs({
    options: {
      fast: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      results: { type: 'string' },
    },
  });
  const { fast, only, results } = values;
  return { fast, only: only.split(',').filter(Boolean).map(Number), results };
}

function chosen(): readonly Attack[] {
  const { fast, only } = options();
  if (only.length > 0) return ATTACKS.filter(({ number }) => only.includes(number));
  return ATTACKS.filter(({ inFastPart }) => inFastPart || !fast);
}

async function attackAll(directory: string): Promise<readonly Row[]> {
  const certsDir = join(directory, 'certs');
  await generateCertificates({
    domain: DOMAIN,
    dir: certsDir,
    lifetimeDays: 30,
    rsaBits: 2048,
    rotate: false,
  });
  const rows: Row[] = [];
  for (const attack of chosen()) {
    const row = await attackOnce(attack, {
      ...{ fast: options().fast, certsDir },
      directory: join(directory, String(attack.number)),
    });
    printRow(row);
    rows.push(row);
  }
  return rows;
}

function report(results: { passed: number; failed: number; obstacle?: string }): void {
  const file = options().results;
  if (file !== undefined) writeFileSync(file, JSON.stringify(results));
}

async function main(): Promise<number> {
  const reason = process.env[INSIDE] === undefined ? obstacle() : undefined;
  if (reason !== undefined) {
    console.log(`The attacks did not run: ${reason}.`);
    report({ passed: 0, failed: 0, obstacle: reason });
    return 0;
  }
  if (process.env[INSIDE] === undefined) {
    const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
    const { status } = spawnSync('unshare', [...NAMESPACES, 'sh', '-c', ENTER, 'sh', ...again], {
      stdio: 'inherit',
      env: { ...process.env, [INSIDE]: '1' },
    });
    return status ?? 1;
  }
  const limit = limitMemory('api');
  limit.remove();
  const how = limit.isControlGroup ? 'a control group' : 'the heap of such a container';
  printMachine(`the API has ${composeMebibytes('api')} MiB by ${how}`);
  const directory = await mkdtemp(join(tmpdir(), 'havedane-attack-'));
  try {
    const rows = await attackAll(directory);
    const left = ATTACKS.length - rows.length;
    if (left > 0) console.log(`\n${left} of ${ATTACKS.length} attacks were not asked for`);
    const failed = rows.filter(({ state }) => state === 'FAILED').length;
    report({ passed: rows.length - failed, failed });
    console.log(`\n${rows.length - failed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await rm(directory, { recursive: true, force: true }).catch((error: unknown) =>
      console.log(`${directory} remains: ${String(error)}`),
    );
  }
}

process.exit(await main());
