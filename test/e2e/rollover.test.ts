/**
 * A rollover as it happens to somebody's mail server: a real Postfix changes its certificates by `havedane rollover run`, called
 * again and again as cron would, over a real signed zone, while senders that verify by DANE connect all through it.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { formatTlsa, tlsaRecord } from '#dane';
import type { TlsaRecord } from '#dns';
import { ROLLOVER_STEPS, type RolloverReport } from '#rollover';
import { directDialer, presentedCertificates } from '#smtp-client';

import { PATIENCE_MS } from '../lab/poll.js';
import { projectRoot } from '../lab/project-root.js';
import { SYSTEM_PATH } from '../lab/programs.js';
import { keyAndChain } from '../support/receiving-postfix.js';
import type { Chain } from '../support/receiving-server.js';
import {
  ROLLING_TTL,
  ROLLING_ZONE,
  type RollingHost,
  RollingWorld,
  tlsaNameOf,
} from '../support/rolling-world.js';
import { releaseSharedLab } from '../support/shared-lab.js';
import { issueCertificate } from '../support/x509.js';

type Scheme = '3-1-1' | '3-1-1+2-1-1';

/** A server with what it presents at the beginning and what it shall present. */
interface Rolling extends RollingHost {
  readonly scheme: Scheme;
  readonly next: Chain;
  /** Published at the end: nothing of before, but for a certificate that stays in use. */
  readonly expected: readonly TlsaRecord[];
}

/** Of a certificate that nobody presents any more. */
const FORGOTTEN: TlsaRecord = { usage: 3, selector: 1, matchingType: 1, data: new Uint8Array(32) };

const MAIN = join(projectRoot(), 'dist/apps/cli/src/main.js');
const KILLER = join(projectRoot(), 'test/support/killed-at-every-effect.mjs');

const DAY = 86_400_000;
const dates = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 30 * DAY) };

function issuedChain(host: string, key: 'rsa' | 'ecdsa' = 'ecdsa'): Chain {
  const ca = issueCertificate({ name: `CA of ${host}`, ca: true, keyUsage: 0x04, ...dates });
  return [issueCertificate({ name: host, dnsNames: [host], issuer: ca, key, ...dates }), ca];
}

const key = (chain: Chain): TlsaRecord => tlsaRecord(3, 1, 1, chain[0]!.der);
const issuer = (chain: Chain): TlsaRecord => tlsaRecord(2, 1, 1, chain[1]!.der);

/** With a second certificate, of another kind, which stays. */
function rollingKeys(label: string): Rolling {
  const host = `${label}.${ROLLING_ZONE}`;
  const [current, rsa, next] = [issuedChain(host), issuedChain(host, 'rsa'), issuedChain(host)];
  return {
    ...{ host, scheme: '3-1-1', chains: [current, rsa], records: [key(current), key(rsa), FORGOTTEN] },
    ...{ next, expected: [key(rsa), key(next)] },
  };
}

/** To a certificate of another issuer. */
function rollingIssuers(label: string): Rolling {
  const host = `${label}.${ROLLING_ZONE}`;
  const [current, next] = [issuedChain(host), issuedChain(host)];
  return {
    ...{
      host,
      scheme: '3-1-1+2-1-1',
      chains: [current],
      records: [key(current), issuer(current), FORGOTTEN],
    },
    ...{ next, expected: [key(next), issuer(next)] },
  };
}

// Each of dozens of runs is killed, a minute for each server: one of them, at a sample of the moments, unless the run is exhaustive.
const isExhaustive = inject('exhaustive');
const PLAIN = [rollingIssuers('issuers'), rollingKeys('keys')].slice(0, isExhaustive ? 2 : 1);
const KILLED = [rollingKeys('killed-keys'), rollingIssuers('killed-issuers')].slice(0, isExhaustive ? 2 : 1);
const KILL_STRIDE = isExhaustive ? 1 : 3;
const CARELESS = rollingKeys('careless');
/** One file for both chains; Postfix takes that as well as a list of files. */
const COMBINED = rollingKeys('combined');

let world: RollingWorld;

beforeAll(async () => {
  await releaseSharedLab();
  world = await RollingWorld.start([
    ...PLAIN,
    ...KILLED,
    CARELESS,
    { ...COMBINED, chains: COMBINED.chains.slice(0, 1) },
  ]);
});
afterAll(() => world.stop());

interface Run {
  readonly wasKilled: boolean;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function havedane(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const settings = {
    PATH: SYSTEM_PATH,
    DNS_PROVIDER: 'rfc2136',
    DNS_UPDATE_SERVER: world.dns.updateServer,
    DNS_UPDATE_KEY_FILE: world.dns.keyFile,
    DNS_RESOLVER: world.dns.resolver.address,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { env: { ...settings, ...env }, timeout: PATIENCE_MS },
      (error, stdout, stderr) => {
        const wasKilled = error?.signal === 'SIGKILL';
        resolve({ wasKilled, code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

const CRON_MS = 1_500;

interface Rolled {
  readonly kills: number;
  readonly waits: number;
}

/** What cron does, but for the minutes between. */
async function roll(rolling: Rolling, env: Record<string, string> = {}): Promise<Rolled> {
  const { host } = rolling;
  const args = await rolloverArgs(rolling);
  for (let kills = 0, waits = 0; ;) {
    const run = await havedane(args, env);
    if (run.wasKilled) {
      kills += 1;
      continue;
    }
    const { state, reason } = reportIn(run);
    if (state === 'finished') return { kills, waits };
    if (state !== 'waiting') throw new Error(`${host}: ${state}: ${reason ?? ''}\n${run.stderr}`);
    waits += 1;
    await delay(CRON_MS);
  }
}

async function rolloverArgs({ host, scheme, next }: Rolling): Promise<string[]> {
  const renewed = join(world.directory, `${host}.renewed.pem`);
  await writeFile(renewed, keyAndChain(next), { mode: 0o600 });
  return [
    ...['rollover', 'run', '--json', '--state', stateOf(host), '--host', host],
    ...['--cert', world.postfix.chainFile(host), '--next-cert', renewed],
    ...['--reload', world.postfix.reloadCommand, '--scheme', scheme, '--ttl', String(ROLLING_TTL)],
  ];
}

const stateOf = (host: string): string => join(world.directory, `${host}.state`);

function reportIn({ stdout, stderr, code }: Run): RolloverReport {
  try {
    const [report] = JSON.parse(stdout) as RolloverReport[];
    if (report !== undefined) return report;
  } catch {
    // Then it has said in words what was wrong.
  }
  throw new Error(`exit status ${code}\n${stdout}${stderr}`);
}

/** Where a rollover has to end, whatever happened on the way. */
async function expectEnd({ host, next, expected }: Rolling): Promise<void> {
  const records = expected.map(formatTlsa).sort();
  expect(await world.dns.tlsa(tlsaNameOf(host))).toEqual([records, records]);
  expect(await readFile(world.postfix.chainFile(host), 'utf8')).toBe(keyAndChain(next));
  const left = await readdir(stateOf(host), { recursive: true });
  expect(left.filter((name) => name.includes('next') || name.endsWith('.pem'))).toEqual([]);
}

async function reloadPostfix(): Promise<void> {
  const [command = '', ...args] = world.postfix.reloadCommand.split(' ');
  await new Promise((resolve) => execFile(command, args, resolve));
}

/** The server's own certificates, in DER: to a client that knows ECDSA only, and to one that knows RSA only. */
async function presentedBy(host: string): Promise<(Uint8Array | undefined)[]> {
  const presented = await presentedCertificates(directDialer(), {
    ...{ address: world.postfix.addressOf(host), port: 25, serverName: host, tlsOnConnect: false },
    ...{ heloName: 'sender.test', timeoutMs: PATIENCE_MS, signal: AbortSignal.timeout(PATIENCE_MS) },
  });
  return (['ecdsa', 'rsa'] as const).map((kind) => {
    const result = presented.find(({ offer }) => offer === kind)?.result;
    return result?.kind === 'presented' && result.chain[0] !== undefined
      ? new Uint8Array(result.chain[0])
      : undefined;
  });
}

/** What has every process killed before one of its effects, or after it. */
function killedIn(ledger: string): Record<string, string> {
  return {
    NODE_OPTIONS: `--import=${KILLER}`,
    KILL_LEDGER: ledger,
    KILL_STRIDE: String(KILL_STRIDE),
  };
}

/** Each moment is named with all steps that were begun before it. */
function expectKilledAtAll({ expected }: Rolling, moments: readonly string[]): void {
  const steps = ROLLOVER_STEPS.map((_, last) => ` ${ROLLOVER_STEPS.slice(0, last + 1).join(' ')}`);
  const rest = ['.next', '-0.pem', ' reload', formatTlsa(expected.at(-1)!), formatTlsa(FORGOTTEN)];
  for (const end of [...steps, ...rest]) {
    expect(
      moments.filter((moment) => moment.endsWith(end)),
      end,
    ).not.toEqual([]);
  }
}

describe('havedane rollover run, again and again', () => {
  it('changes certificates while senders connect, and none of them fails', async () => {
    const senders = world.sendersTo([...PLAIN, ...KILLED].map(({ host }) => host));
    const ledgers = KILLED.map(({ host }) => join(world.directory, `${host}.ledger`));
    const [rolled, killed] = await Promise.all([
      Promise.all(PLAIN.map((rolling) => roll(rolling))),
      Promise.all(KILLED.map((rolling, index) => roll(rolling, killedIn(ledgers[index]!)))),
    ]);
    const { finger, queue } = await senders.stop();

    for (const rolling of [...PLAIN, ...KILLED]) await expectEnd(rolling);
    // Twice two TTLs, seconds apart.
    for (const { waits } of rolled) expect(waits).toBeGreaterThanOrEqual(2);
    for (const [index, { kills }] of killed.entries()) {
      const moments = (await readFile(ledgers[index]!, 'utf8')).trimEnd().split('\n');
      expectKilledAtAll(KILLED[index]!, moments);
      expect(kills).toBe(Math.ceil(moments.length / KILL_STRIDE));
      expect(kills).toBeGreaterThan(3);
    }
    expect(finger.failures).toEqual([]);
    expect(queue.failures).toEqual([]);
    expect(Math.min(finger.count, queue.count)).toBeGreaterThan(20);
  });

  it.each([
    ['a new key', COMBINED.next],
    ['the same key', COMBINED.chains[0]!],
  ])('is refused for a file with two chains, and %s, while Postfix serves both', async (_key, next) => {
    const { host, chains, records } = COMBINED;
    const file = world.postfix.chainFile(host);
    const both = chains.map(keyAndChain).join('');
    await writeFile(file, both);
    await reloadPostfix();
    await expect.poll(() => presentedBy(host)).toEqual(chains.map(([own]) => own!.der));

    const run = await havedane(await rolloverArgs({ ...COMBINED, next }));
    expect(run.code).not.toBe(0);
    expect(run.stdout + run.stderr).toContain('holds several certificates or keys of a server');

    expect(await readFile(file, 'utf8')).toBe(both);
    const published = records.map(formatTlsa).sort();
    expect(await world.dns.tlsa(tlsaNameOf(host))).toEqual([published, published]);
    await reloadPostfix();
    await expect.poll(() => presentedBy(host)).toEqual(chains.map(([own]) => own!.der));
  });

  it('is missed where somebody changes a certificate without it', async () => {
    const { host, next } = CARELESS;
    const senders = world.sendersTo([host]);
    await expect.poll(() => senders.count).toBeGreaterThan(4);
    await writeFile(world.postfix.chainFile(host), keyAndChain(next));
    await reloadPostfix();
    const before = senders.count;
    await expect.poll(() => senders.count).toBeGreaterThan(before + 6);
    const { finger, queue } = await senders.stop();
    expect(finger.failures.join('\n')).toContain('no matching DANE TLSA records');
    expect(queue.failures.join('\n')).toContain('Server certificate not');
  });
});
