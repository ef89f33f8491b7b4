import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Check } from '#checks';
import { generateCertificates } from '#certs';

import { writeCertificateSet } from '../support/made-certificates.js';
import { PATIENT } from '../support/patience.js';
import { DOMAIN, insertCheck, copyCertificates } from '../support/receiver-fixture.js';
import { spawnReceiver, type ReceiverProcess } from '../support/receiver-process.js';
import { SmtpClient } from '../support/smtp-client.js';
import { openTempStore, type TempStore } from '../support/temp-store.js';

let certsDir: string;
let temp: TempStore;
let env: Record<string, string>;
let started: ReceiverProcess[] = [];

beforeAll(async () => {
  certsDir = await copyCertificates();
});

afterAll(async () => {
  await rm(certsDir, { recursive: true, force: true });
});

beforeEach(async () => {
  temp = await openTempStore({ maxObservationsPerCheck: 1_000_000 });
  env = {
    DOMAIN,
    CERTS_DIR: certsDir,
    DATABASE_URL: `sqlite:${temp.database.path}`,
    LOG_LEVEL: 'info',
  };
});

afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exit }) => exit));
  started = [];
  await temp.close();
});

async function spawn(overrides: Record<string, string> = {}): Promise<ReceiverProcess> {
  const receiver = await spawnReceiver({ ...env, ...overrides });
  started.push(receiver);
  return receiver;
}

describe('SMTP_SHARE_PORT', () => {
  it('gives two receivers one port, or says at start which Node it needs', async () => {
    const sharing = { SMTP_SHARE_PORT: 'true', SMTP_HOST: '127.0.0.1' };
    const first = await spawn(sharing);
    if (first.listening === null) {
      expect(await first.exit).toBe(1);
      expect(first.stderr()).toBe(
        `The receiver cannot listen on 127.0.0.1, SMTP_PORT 0: SMTP_SHARE_PORT needs Node 22.12 or later, not ${process.version}.\n`,
      );
      return;
    }
    const second = await spawn({ ...sharing, SMTP_PORT: String(first.port) });
    expect(second.port).toBe(first.port);
    // Whichever of them the kernel gives it to.
    first.child.kill('SIGTERM');
    await first.exit;
    const client = await SmtpClient.greeted(second.port);
    expect(await client.command('EHLO client.test')).toMatch(/^250/);
    await client.quit();
  });
});

describe('the receiver process, on SIGTERM', () => {
  it('lets a message on its way finish, tells others 421, accepts no more and exits 0', async () => {
    const { port, child, exit } = await spawn();
    const check = await insertCheck(temp.store);
    const idle = await SmtpClient.secured(port, `do.${DOMAIN}`);
    const busy = await SmtpClient.secured(port, `${check.token}.do.${DOMAIN}`);
    await busy.command('EHLO client.test');
    await busy.command('MAIL FROM:<sender@client.test>');
    await busy.command(`RCPT TO:<test@${check.token}.do.${DOMAIN}>`);
    await busy.command('DATA');
    busy.write('Subject: half\r\n\r\n');

    child.kill('SIGTERM');
    expect(await idle.reply()).toMatch(/^421 4\.3\.2 /);
    await idle.closed;
    await expect(SmtpClient.open(port)).rejects.toThrow('ECONNREFUSED');
    expect(await busy.command('the other half\r\n.')).toMatch(/^250 2\.0\.0 /);
    expect(await busy.reply()).toMatch(/^421 4\.3\.2 /);
    await busy.closed;
    expect(await exit).toBe(0);
    const kinds = (await temp.store.observations.ofCheck(check)).map(({ kind }) => kind);
    expect(kinds).toEqual(['tls-established', 'delivered']);
  });

  it('stores a refusal that it has just seen', async () => {
    const { port, child, exit } = await spawn();
    const check = await insertCheck(temp.store);
    const client = await SmtpClient.secured(port, `${check.token}.wrong.${DOMAIN}`);
    await client.command('QUIT');
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    const kinds = (await temp.store.observations.ofCheck(check)).map(({ kind }) => kind);
    expect(kinds).toEqual(['tls-established', 'refused']);
  });
});

describe('the receiver process, on SIGHUP', () => {
  it('presents new certificates, keeps open sessions, and keeps the old certificates when the new are bad', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'havedane-rotated-'));
    const [first, second] = [await writeCertificateSet({}), await writeCertificateSet({})];
    const leafOf = async (set: string): Promise<Buffer> =>
      new X509Certificate(await readFile(join(set, 'leaf.cert.pem'))).raw;
    await cp(first, dir, { recursive: true });
    const { port, child, logs } = await spawn({ CERTS_DIR: dir });
    const seen = async (name: string): Promise<Buffer> => {
      const client = await SmtpClient.greeted(port);
      await client.command('EHLO client.test');
      const { raw } = (await client.startTls(name)).getPeerCertificate();
      await client.quit();
      return raw;
    };
    const open = await SmtpClient.secured(port, `do.${DOMAIN}`);
    expect(await seen(`do.${DOMAIN}`)).toEqual(await leafOf(first));

    await cp(second, dir, { recursive: true });
    child.kill('SIGHUP');
    await expect.poll(() => logs.some(({ msg }) => msg === 'certificates reloaded'), PATIENT).toBe(true);
    expect(await seen(`do.${DOMAIN}`)).toEqual(await leafOf(second));
    expect(await seen('mail.example.org')).toEqual(await leafOf(second));
    expect(await open.command('EHLO client.test')).toMatch(/^250/);
    await open.quit();

    await rm(join(dir, 'leaf.key.pem'));
    child.kill('SIGHUP');
    await expect
      .poll(
        () =>
          logs.some(
            ({ level, msg }) => level === 'error' && String(msg).startsWith('certificates not reloaded'),
          ),
        PATIENT,
      )
      .toBe(true);
    expect(await seen(`do.${DOMAIN}`)).toEqual(await leafOf(second));
    for (const path of [dir, first, second]) await rm(path, { recursive: true, force: true });
  });
});

describe('the receiver process, when another set of certificates takes the place of its own', () => {
  // Three sets of keys are made meanwhile, which takes its time on a busy machine.
  it('presents it within seconds without being told, and says once that a set cannot be used', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'havedane-taken-over-'));
    const options = { domain: DOMAIN, dir, lifetimeDays: 30, rsaBits: 2048 };
    await generateCertificates({ ...options, rotate: false });
    const { port, logs } = await spawn({ CERTS_DIR: dir });
    const seen = async (): Promise<Buffer> => {
      const client = await SmtpClient.greeted(port);
      await client.command('EHLO client.test');
      const { raw } = (await client.startTls(`do.${DOMAIN}`)).getPeerCertificate();
      await client.quit();
      return raw;
    };
    const { certificates: next } = await generateCertificates({ ...options, rotate: true });
    await expect.poll(seen).toEqual(Buffer.from(next.leaf));

    const failures = () => logs.filter(({ msg }) => String(msg).startsWith('certificates not reloaded'));
    await rm(join(dir, 'leaf.key.pem'));
    await expect.poll(failures).toHaveLength(1);
    expect(await seen()).toEqual(Buffer.from(next.leaf));

    const { certificates: last } = await generateCertificates({ ...options, rotate: true });
    await expect.poll(seen).toEqual(Buffer.from(last.leaf));
    expect(failures()).toHaveLength(1);
    await rm(dir, { recursive: true, force: true });
  });
});

describe('the receiver process, killed under load', () => {
  it('has stored every message that it acknowledged', async () => {
    const { port, child, exit } = await spawn();
    const acknowledged = new Set<string>();
    const checks: Check[] = [];
    const deliverForEver = async (worker: number): Promise<void> => {
      const check = await insertCheck(temp.store);
      checks.push(check);
      const client = await SmtpClient.secured(port, `${check.token}.do.${DOMAIN}`);
      await client.command('EHLO client.test');
      for (let count = 0; ; count += 1) {
        const id = `<${worker}.${count}@client.test>`;
        const reply = await client.deliver(`test@${check.token}.do.${DOMAIN}`, `Message-ID: ${id}\r\n\r\n`);
        if (!reply.startsWith('250')) return;
        acknowledged.add(id);
      }
    };
    const workers = Array.from({ length: 20 }, (_, worker) => deliverForEver(worker));
    await expect.poll(() => acknowledged.size).toBeGreaterThan(300);
    child.kill('SIGKILL');
    expect(await exit).toBe('SIGKILL');
    await Promise.allSettled(workers);

    const observations = await Promise.all(checks.map((check) => temp.store.observations.ofCheck(check)));
    const stored = new Set(observations.flat().map(({ evidence }) => evidence?.messageId));
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
  });
});

describe('the receiver process, when it cannot start', () => {
  it('names every bad variable and exits 1', async () => {
    const { exit, stderr, listening } = await spawn({ SMTP_MAX_CONNECTIONS: 'many', SMTP_HOST: 'nowhere!' });
    expect(await exit).toBe(1);
    expect(listening).toBeNull();
    expect(stderr()).toContain('SMTP_MAX_CONNECTIONS');
    expect(stderr()).toContain('SMTP_HOST');
    expect(stderr()).not.toContain('    at ');
  });

  it('says that its port is taken, in one line, and exits 1', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { exit, stderr, logs } = await spawn({ SMTP_PORT: String(port) });
    expect(await exit).toBe(1);
    expect(logs).toMatchObject([{ msg: 'memory' }]);
    expect(stderr()).toBe(
      `The receiver cannot listen on 127.0.0.1, SMTP_PORT ${port}: another program listens there already.\n`,
    );
    other.close();
  });

  it('says which certificate file is missing and what to do, and exits 1', async () => {
    const { exit, stderr } = await spawn({ CERTS_DIR: join(certsDir, 'nowhere') });
    expect(await exit).toBe(1);
    expect(stderr()).toContain(join('nowhere', 'leaf.key.pem'));
    expect(stderr()).toContain('npm run certs');
    expect(stderr()).not.toContain('    at ');
  });
});
