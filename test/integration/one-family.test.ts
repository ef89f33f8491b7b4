/** The apps on a machine with IPv4 or IPv6 alone: a network namespace of its own, which takes root. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { type AppProcess, spawnApp } from '../support/app-process.js';
import { ended, namespaceOfTest } from '../support/namespace-of-test.js';
import { copyCertificates, DOMAIN } from '../support/receiver-fixture.js';
import { run } from '../support/run-program.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';

/** As Docker has it without IPv6: the kernel knows the family, and no interface has an address of it. */
const WITHOUT_IPV6 = 'ip link set lo up && echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6';
const WITHOUT_IPV4 = 'ip link set lo up && ip -4 address flush dev lo';

let temp: TempStore;
let certsDir: string;
beforeAll(async () => {
  temp = await openTempStore();
  certsDir = await copyCertificates();
});
afterAll(() => temp.close());

async function start(
  app: 'api' | 'smtp',
  through: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<AppProcess> {
  const database = `sqlite:${temp.database.path}`;
  const ports = { SMTP_PORT: '0', HTTP_PORT: '0', ADMIN_PORT: '0' };
  const settings = { DOMAIN, CERTS_DIR: certsDir, ZONES_DIR: certsDir, DATABASE_URL: database, ...ports };
  const started = await spawnApp(app, { ...settings, LOG_LEVEL: 'info', ...env }, through);
  onTestFinished(() => ended(started.child));
  return started;
}

/** What a client in the namespace reads first, after it has sent this. */
async function firstLine(
  through: readonly string[],
  host: string,
  port: unknown,
  send = '',
): Promise<string> {
  const script =
    `const socket = require('node:net').connect(${Number(port)}, '${host}', () => socket.write(${JSON.stringify(send)}));` +
    "socket.once('data', (data) => { process.stdout.write(String(data).split('\\r\\n')[0]); socket.destroy(); });";
  return (await run('nsenter', [...through.slice(1), process.execPath, '-e', script])).stdout;
}

const REQUEST = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe.each([
  { lacks: 'IPv6', setup: WITHOUT_IPV6, own: '127.0.0.1', other: '::1' },
  { lacks: 'IPv4', setup: WITHOUT_IPV4, own: '::1', other: '127.0.0.1' },
])('a machine without $lacks', ({ setup, own, other }) => {
  it('has its mail received and its page served, and says in one line which address it lacks', async ({
    skip,
  }) => {
    if (process.getuid?.() !== 0) skip('a network namespace takes root');
    const through = await namespaceOfTest(setup);
    const [smtp, lacking, api] = await Promise.all([
      start('smtp', through, { SMTP_HOST: '::' }),
      start('smtp', through, { SMTP_HOST: other }),
      start('api', through, { HTTP_HOST: own, ADMIN_HOST: own }),
    ]);
    expect(await firstLine(through, own, smtp.listening?.['port'])).toMatch(/^220 /);
    expect(await firstLine(through, own, api.listening?.['port'], REQUEST)).toBe('HTTP/1.1 200 OK');
    expect(await lacking.exit).toBe(1);
    expect(lacking.stderr()).toBe(
      `The receiver cannot listen on ${other}, SMTP_PORT 0: this machine does not have that address.\n`,
    );
  });
});
