/** Apps on one of the databases, each on one core, without the limits that one generator would meet. */
import { readFile } from 'node:fs/promises';

import { type AppProcess, spawnApp } from '../../support/app-process.js';
import { preload } from '../../support/preload.js';
import type { BenchDatabase } from './databases.js';

export const DOMAIN = 'havedane.test';

const WITHOUT_LIMITS = {
  REQUESTS_PER_MINUTE: '1000000',
  CHECKS_PER_MINUTE: '1000000',
  SOCKETS_PER_CLIENT: '1000000',
  SMTP_MAX_CONNECTIONS: '5000',
  SMTP_MAX_CONNECTIONS_PER_CLIENT: '5000',
  RELEASE_AFTER_MINUTES: '0',
};

/** As in the Compose files. */
const HEAP_MIB = { api: 512, smtp: 256 };

export interface RunningApp extends AppProcess {
  readonly port: number;
  readonly pid: number;
}

export async function start(
  name: 'api' | 'smtp',
  { url }: BenchDatabase,
  certsDir: string,
  core: 0 | 1,
): Promise<RunningApp> {
  const ports = { HTTP_PORT: '0', ADMIN_PORT: '0', SMTP_PORT: '0', SMTP_WORKERS: '1' };
  const app = await spawnApp(
    name,
    {
      ...WITHOUT_LIMITS,
      ...ports,
      DOMAIN,
      CERTS_DIR: certsDir,
      DATABASE_URL: url,
      LOG_LEVEL: 'info',
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB[name]} ${preload('preloaded-constants')}`,
    },
    ['taskset', '-c', String(core)],
  );
  if (app.listening === null || app.child.pid === undefined)
    throw new Error(`${name} ended: ${app.stderr()}`);
  return { ...app, port: Number(app.listening['port']), pid: app.child.pid };
}

export async function stop(...apps: readonly RunningApp[]): Promise<void> {
  for (const { child } of apps) child.kill('SIGTERM');
  await Promise.all(apps.map(({ exit }) => exit));
}

/** Resident, the most since it started. */
export async function mostMebibytes({ pid }: RunningApp): Promise<string> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return `${Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024)} MiB`;
}
