/** The conformance lab as its container runs it, on loopback addresses: a real Postfix validates its zones from the root on. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { createCheck } from '../lab/api-client.js';
import { Daemon } from '../lab/daemon.js';
import { projectRoot } from '../lab/project-root.js';
import { runCommand } from '../lab/run-command.js';
import { PosttlsFinger, verdictOf } from '../support/posttls-finger.js';
import { preload } from '../support/preload.js';
import type {} from '../support/provided.js';

const ADDRESS = '127.0.11.1';
const ENVIRONMENT = { PUBLIC_IPV4: ADDRESS, NODE_OPTIONS: preload('preloaded-few-scenarios') };
const SCRIPT = join(projectRoot(), 'docker/lab.mjs');

let directory: string;
let own: string;
let lab: Daemon;

async function start(env: Record<string, string> = ENVIRONMENT): Promise<Daemon> {
  const nameServer = join(projectRoot(), 'dns/name-server.sh');
  const daemon = Daemon.start({
    name: 'The conformance lab',
    command: [process.execPath, SCRIPT, 'serve', own, nameServer],
    ...{ cwd: projectRoot(), env },
  });
  await daemon.ready(() => (daemon.lines.some((line) => line.includes('lab is ready')) ? true : undefined));
  return daemon;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'havedane-conformance-'));
  await chmod(directory, 0o755);
  own = join(directory, 'lab');
  lab = await start();
});

afterAll(async () => {
  await lab.stop();
  await rm(directory, { recursive: true, force: true });
});

describe('the conformance lab', () => {
  it('prints what a mail server under test is given, and how to test it', async () => {
    const output = lab.lines.join('\n');
    const [resolvConf, anchor] = await Promise.all([
      readFile(join(own, 'resolv.conf'), 'utf8'),
      readFile(join(own, 'trust-anchor'), 'utf8'),
    ]);
    expect(resolvConf).toBe(`nameserver ${ADDRESS}\noptions trust-ad\n`);
    expect(anchor).toMatch(/^\. IN DS \d+ 13 2 [0-9a-f]{64}\n$/);
    expect(output).toContain(anchor.trimEnd());
    expect(output).toContain(`havedane test --server http://${ADDRESS}:8080 --via `);
  });

  it('is healthy', async () => {
    await runCommand(process.execPath, [SCRIPT, 'health', own], { cwd: projectRoot(), env: ENVIRONMENT });
  });

  it('denies securely whatever is not its own', async () => {
    const answer = await runCommand('kdig', [`@${ADDRESS}`, 'example.org', 'A', '+dnssec', '+header']);
    expect(answer).toMatch(/status: NXDOMAIN/);
    expect(answer).toMatch(/Flags:[^;]*\bad\b/);
  });

  it('is to Postfix what the scenarios say', async () => {
    const configuration = join(directory, 'postfix');
    await mkdir(configuration);
    await writeFile(
      join(configuration, 'main.cf'),
      'compatibility_level = 3.6\nsmtp_dns_support_level = dnssec\nsmtp_host_lookup = dns\n',
    );
    const finger = await PosttlsFinger.create({ directory, resolverAddress: ADDRESS, configuration });
    const { scenarios } = await createCheck(`http://${ADDRESS}:8080`);
    const hostOf = (id: string) => scenarios.find((one) => one.id === id)?.address.split('@')[1] ?? '';
    expect(verdictOf(await finger.ask(`[${hostOf('do')}]`))).toBe('verified');
    expect(verdictOf(await finger.ask(`[${hostOf('wrong')}]`))).toBe('untrusted');
  });

  it('ends with one line that names the process that ended', async () => {
    const receivers = (await runCommand('pgrep', ['-P', String(lab.pid), '-f', 'apps/smtp/'])).trim();
    expect(receivers).toMatch(/^\d+$/);
    process.kill(Number(receivers), 'SIGKILL');
    expect(await lab.ended).toBe(1);
    expect(lab.lines.at(-1)).toBe('lab: smtp ended (SIGKILL)');
  });

  it.runIf(inject('exhaustive'))(
    'starts again with the same trust anchor, and ends in order when it is asked to',
    async () => {
      const anchor = await readFile(join(own, 'trust-anchor'), 'utf8');
      lab = await start();
      expect(await readFile(join(own, 'trust-anchor'), 'utf8')).toBe(anchor);
      expect(await lab.stop()).toBe(0);
      expect(lab.lines.filter((line) => line.startsWith('lab: '))).toEqual([]);
    },
  );

  it.runIf(inject('exhaustive'))('offers what its DNS has to show first as soon as it is ready', async () => {
    own = join(directory, 'whole');
    lab = await start({ PUBLIC_IPV4: ADDRESS });
    expect(lab.lines.filter((line) => line.includes('(needs dns-state)'))).toEqual([]);
    expect(lab.lines.filter((line) => line.includes('(needs own-dns)'))).toEqual([]);
    expect(await lab.stop()).toBe(0);
  });
});
