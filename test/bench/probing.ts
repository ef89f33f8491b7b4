import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { Daemon } from '../lab/daemon.js';
import { projectRoot } from '../lab/project-root.js';

import type { ProbeTargetBody } from '#contracts';

import type { Row } from './table.js';

/** More than a /24 of loopback addresses holds would need another one. */
const PROBED_HOSTS = 200;

const SAMPLE_MS = 20;

interface ProbingResult {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** The most resident memory, in MiB. */
  readonly memory: number;
  readonly verified: number;
  readonly handshakes: number;
}

/** How long `havedane probe` takes for many hosts together, and how much memory. */
export async function probingRows(directory: string, certsDir: string): Promise<Row[]> {
  const { seconds, memory, verified, handshakes } = await measureProbing(directory, certsDir);
  return [
    [
      `probing ${PROBED_HOSTS} hosts`,
      `${seconds.toFixed(1)} s`,
      `${verified} verified, ${handshakes} handshakes`,
    ],
    ['  memory', `${memory.toFixed(0)} MiB`, 'resident, the most'],
  ];
}

async function measureProbing(directory: string, certsDir: string): Promise<ProbingResult> {
  const hosts = Daemon.start({
    name: 'mail hosts',
    command: [
      process.execPath,
      join(projectRoot(), 'build/test/bench/mail-hosts.js'),
      certsDir,
      String(PROBED_HOSTS),
    ],
    cwd: directory,
  });
  try {
    const ports = await hosts.ready(
      () => /"smtpPort":(\d+),"resolver":"([^"]+)"/.exec(hosts.lines.join('\n')) ?? undefined,
    );
    return await probe(ports[1] ?? '', ports[2] ?? '');
  } finally {
    await hosts.stop();
  }
}

async function probe(smtpPort: string, resolver: string): Promise<ProbingResult> {
  const targets = Array.from({ length: PROBED_HOSTS }, (_, index) => `${index + 1}.bench.test`);
  const program = join(projectRoot(), 'dist/apps/cli/src/main.js');
  const started = performance.now();
  const child = spawn(process.execPath, [program, 'probe', '--json', '--port', smtpPort, ...targets], {
    env: { DNS_RESOLVER: resolver },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let memory = 0;
  const sample = async (): Promise<void> => {
    // The peak since its start; gone with the process, so that the last sample counts.
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (peak !== undefined) memory = Number(peak) / 1024;
  };
  const timer = setInterval(() => void sample().catch(() => undefined), SAMPLE_MS);
  try {
    const json = await text(child.stdout);
    const seconds = (performance.now() - started) / 1000;
    return { seconds, memory, ...counts(JSON.parse(json) as ProbeTargetBody[]) };
  } finally {
    clearInterval(timer);
  }
}

function counts(results: readonly ProbeTargetBody[]): Pick<ProbingResult, 'verified' | 'handshakes'> {
  const addresses = results.flatMap(({ hosts }) => hosts).flatMap((host) => host.addresses);
  return {
    verified: results.filter(({ dane }) => dane === 'verified').length,
    handshakes: addresses
      .flatMap(({ handshakes }) => handshakes)
      .filter(({ status }) => status === 'completed').length,
  };
}
