/** `havedane watch` against a signed zone, a mail server, a webhook and a relay, all of them real. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { watchNotificationBody, watchReportBody } from '#contracts';
import { ROLLOVER_STEPS } from '#rollover';

import { freeDnsPort } from '../support/free-dns-port.js';
import { freePort } from '../support/free-port.js';
import { type ReceiverFixture, startReceiver } from '../support/receiver-fixture.js';
import { runCommandLine } from '../support/run-command-line.js';
import { tempDirOfTest } from '../support/temp-dir.js';
import { startWatchedWorld, type WatchedWorld } from '../support/watched-world.js';
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.js';

let world: WatchedWorld;
let webhook: WebhookServer;
/** Another instance, whose mailbox shows what arrived. */
let relay: ReceiverFixture;
let stateDir: string;

beforeAll(async () => {
  [world, relay] = await Promise.all([startWatchedWorld(), startReceiver({ env: { DOMAIN: 'relay.test' } })]);
});
afterAll(() => Promise.all([world.stop(), relay.close()]));

beforeEach(async () => {
  world.present('published');
  stateDir = await tempDirOfTest();
  webhook = await startWebhookServer();
});
afterEach(async () => {
  await webhook.close();
  const arrived = await relay.store.operatorMail.list();
  await relay.store.operatorMail.delete(arrived.map(({ id }) => id));
});

function settings(): Record<string, string> {
  const { address, port } = world.dns.resolver;
  return { DNS_RESOLVER: `${address}:${port}`, ROLLOVER_DIR: stateDir, ZONES_DIR: stateDir, NO_COLOR: '1' };
}

const hook = () => ({ WATCH_WEBHOOK: webhook.url });
const mail = () => ({
  OPERATOR_EMAIL: 'postmaster@relay.test',
  OPERATOR_RELAY: `smtp://127.0.0.1:${relay.port}`,
});

function watch(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return runCommandLine(['watch', '--confirm', '0s', ...args], { ...settings(), ...env });
}

/** The event and target of each change that the webhook got, one text for each notification. */
function posted(): string[] {
  return webhook.received
    .map(({ body }) => watchNotificationBody.parse(body))
    .map(({ changes }) => changes.map(({ event, target }) => `${event} ${target ?? 'itself'}`).join(', '));
}

async function mailed() {
  const summaries = await relay.store.operatorMail.list();
  const contents = await Promise.all(summaries.map(({ id }) => relay.store.operatorMail.find(id)));
  return Promise.all(contents.map((message) => simpleParser(Buffer.from(message!.content))));
}

describe('havedane watch', () => {
  it('answers 0 when all is well, and says until when', async () => {
    const { code, stdout, stderr } = await watch([world.right, '--wrong', world.wrong]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^✓ right\.watched\.test:\d+ {2}what is served is published; certificate until \d{4}-/m,
    );
    expect(stdout).toMatch(/^✓ wrong\.watched\.test:\d+ {2}nothing matches, as intended/m);
    expect(stdout).toMatch(/^2 targets: 2 well$/m);
  });

  it('tells once that alert began, by webhook and by mail, and once that it is over', async () => {
    const told = { ...hook(), ...mail() };
    expect(await watch([world.right], told)).toMatchObject({ code: 0, stderr: '' });
    expect([posted(), await mailed()]).toEqual([[], []]);

    world.present('other');
    const first = await watch([world.right], told);
    expect(first).toMatchObject({ code: 1, stderr: '' });
    expect(first.stdout).toMatch(
      /^✗ right\.watched\.test:\d+ {2}alert since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(.*\)$/m,
    );
    expect(first.stdout).toContain(`      ${world.missingRecord}\n`);
    expect(await watch([world.right], told)).toMatchObject({ code: 1, stderr: '' });
    expect(posted()).toEqual([`began ${world.right}`]);
    const [{ headers, body } = { headers: {}, body: null }] = webhook.received;
    const { id, changes, text: words } = watchNotificationBody.parse(body);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'idempotency-key': id });
    expect(changes[0]?.alerts).toMatchObject([{ code: 'tlsa-mismatch', publish: [world.missingRecord] }]);
    const messages = await mailed();
    expect(messages.map(({ subject }) => subject)).toEqual([`[HaveDane] alerts at ${world.right}`]);
    expect(messages[0]?.text?.trim()).toBe(words.trim());

    world.present('published');
    expect(await watch([world.right], told)).toMatchObject({ code: 0, stderr: '' });
    expect(await watch([world.right], told)).toMatchObject({ code: 0, stderr: '' });
    expect(posted()).toEqual([`began ${world.right}`, `ended ${world.right}`]);
    expect((await mailed()).map(({ subject }) => subject)).toContain(`[HaveDane] over at ${world.right}`);
  });

  it('prints with --quiet what is new and nothing else, whatever a person looked at meanwhile', async () => {
    expect(await watch(['-q', world.right])).toEqual({ code: 0, stdout: '', stderr: '' });
    world.present('other');
    expect(await watch([world.right])).toMatchObject({ code: 1 });
    const { code, stdout } = await watch(['-q', world.right]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}Alerts at right\.watched\.test:\d+, since /);
    expect(await watch(['-q', world.right])).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  it('is not content when what is to match nothing matches', async () => {
    const { code, stdout } = await watch(['--wrong', world.right]);
    expect(code).toBe(1);
    expect(stdout).toContain('are wrong on purpose, but match what 127.0.0.1 presents');
  });

  it('writes nothing and tells nobody with --dry-run', async () => {
    world.present('other');
    expect(await watch(['--dry-run', '--state', join(stateDir, 'none'), world.right], hook())).toMatchObject({
      code: 1,
      stderr: '',
    });
    expect(posted()).toEqual([]);
    await expect(readFile(join(stateDir, 'none/watch.json'))).rejects.toThrow('ENOENT');
  });

  it('leaves metrics for Prometheus in a file', async () => {
    world.present('other');
    const file = join(stateDir, 'havedane.prom');
    await watch(['--metrics-file', file, world.right, '--wrong', world.wrong]);
    const metrics = await readFile(file, 'utf8');
    expect(metrics).toContain(`havedane_watch_alert{target="${world.right}"} 1\n`);
    expect(metrics).toContain(`havedane_watch_alert{target="${world.wrong}"} 0\n`);
    expect(metrics).toContain(`havedane_watch_alerts{target="${world.right}",code="tlsa-mismatch"} 1\n`);
    expect(metrics).toContain('havedane_watch_resolver_usable 1\n');
  });
});

describe('havedane watch, without targets', () => {
  it('watches the hosts of this appliance and of every rollover', async () => {
    await writeFile(join(stateDir, 'records.json'), '[]');
    await writeFile(join(stateDir, 'mail.rolled.test.json'), JSON.stringify(STORED_ROLLOVER));
    const args = ['--json', '--dry-run', '--connect-timeout', '500ms'];
    const { code, stdout, stderr } = await watch(args, { DOMAIN: 'watched.test' });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const { targets } = watchReportBody.parse(JSON.parse(stdout));
    const watched = targets.map(({ target, expected }) => [target, expected]);
    expect(watched.slice(0, 2)).toEqual([
      ['do.watched.test:25', 'verified'],
      ['wrong.watched.test:25', 'mismatch'],
    ]);
    expect(watched.slice(-2)).toEqual([
      ['mail.rolled.test:25', 'verified'],
      ['mail.rolled.test:465', 'verified'],
    ]);
    expect(watched).not.toContainEqual([expect.stringMatching(/^dont\./), expect.anything()]);
  });

  it('looks at the host of a rollover whose file is damaged as well', async () => {
    await writeFile(join(stateDir, 'mail.rolled.test.json'), '{}');
    const { code, stdout } = await watch([]);
    expect(code).toBe(1);
    expect(stdout).toContain('mail.rolled.test:25');
  });
});

describe('havedane watch, that cannot tell somebody', () => {
  it('says so, tells the others once, and tells it later, in its order', async () => {
    const told = { ...hook(), ...mail() };
    webhook.status = 503;
    world.present('other');
    const { code, stderr } = await watch([world.right], told);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^havedane: Alerts could not be sent: the webhook at 127\.0\.0\.1:\d+ answers 503; it is retried at the next check\n$/,
    );
    expect(webhook.received).toHaveLength(3);
    world.present('published');
    webhook.status = 400;
    expect((await watch([world.right], told)).stderr).not.toContain('geheim');

    webhook.received.length = 0;
    webhook.status = 200;
    expect(await watch([world.right], told)).toMatchObject({ code: 0, stderr: '' });
    expect(posted()).toEqual([`began ${world.right}`, `ended ${world.right}`]);
    expect(await mailed()).toHaveLength(2);
  });

  it('tells it once more at most when it is killed while it tells', async () => {
    webhook.status = null;
    world.present('other');
    const { child, exit } = start([world.right], hook());
    await expect.poll(() => webhook.received.length).toBe(1);
    child.kill('SIGKILL');
    expect(await exit).toBe('SIGKILL');

    webhook.status = 200;
    expect(await watch([world.right], hook())).toMatchObject({ code: 1, stderr: '' });
    expect(await watch([world.right], hook())).toMatchObject({ code: 1, stderr: '' });
    expect(posted()).toEqual([`began ${world.right}`, `began ${world.right}`]);
    const ids = webhook.received.map(({ body }) => watchNotificationBody.parse(body).id);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('havedane watch, in want of a resolver', () => {
  it('answers 3, says that it sees nothing, and that it sees again', async () => {
    world.present('other');
    await watch([world.right], hook());
    const silent = { ...hook(), DNS_RESOLVER: `127.0.0.1:${await freeDnsPort('127.0.0.1')}` };
    const { code, stdout } = await watch(['--connect-timeout', '500ms', world.right], silent);
    expect(code).toBe(3);
    expect(stdout).toContain('✗ nothing can be seen\n');
    expect(stdout).toMatch(/^\? right\.watched\.test:\d+ {2}not seen; alert since /m);
    await watch([world.right], hook());
    expect(posted()).toEqual([`began ${world.right}`, 'began itself', 'ended itself']);
  });

  it('believes none that does not validate', async () => {
    const { address, port } = world.dns.plainResolver;
    const { code, stdout } = await watch([world.right], { DNS_RESOLVER: `${address}:${port}` });
    expect(code).toBe(3);
    expect(stdout).toContain('does not validate');
  });
});

describe('havedane watch --every', () => {
  it('looks again and again, answers Prometheus, and ends on SIGTERM', async () => {
    const port = await freePort();
    const { child, output, exit } = start(['--every', '1s', '--metrics', String(port), world.right], hook());
    const scrape = () =>
      fetch(`http://127.0.0.1:${port}/metrics`).then(
        async (response) => /^havedane_watch_alert\{.*\} (\d)$/m.exec(await response.text())?.[1],
        () => undefined,
      );
    await expect.poll(scrape).toBe('0');
    world.present('other');
    await expect.poll(scrape).toBe('1');
    world.present('published');
    await expect.poll(scrape).toBe('0');
    await expect.poll(posted).toEqual([`began ${world.right}`, `ended ${world.right}`]);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    const { stdout, stderr } = await output;
    expect(stderr).toBe('');
    expect(stdout.match(/^Checks again every 1 s, next at .*, and prints only what is new$/gm)).toHaveLength(
      1,
    );
    expect(stdout.match(/Alerts at|Over at|what is served is published/g)).toEqual([
      'what is served is published',
      'Alerts at',
      'Over at',
    ]);
  });
});

describe('havedane watch, called wrongly', () => {
  it.each([
    [['192.0.2.25'], 'DANE needs the name of a host, not its address.'],
    [['mx.test:99999'], 'the port must be from 1 to 65535'],
    [['--mx', 'a.test:25'], 'It must be a domain without a port.'],
    [['--every', 'soon', 'a.test'], 'It must be a duration such as 15m, 1h30m or 14d.'],
    [['--every', '10ms', 'a.test'], 'It must be from 1s to 24d.'],
    [['--metrics', '9115', 'a.test'], '--metrics needs --every'],
    [['--every', '1m', '--metrics', 'everywhere:9115', 'a.test'], 'It must be PORT, or ADDRESS:PORT'],
    [['--webhook', 'ftp://u:geheim@a.test', 'a.test'], '--webhook must be an http or https URL'],
    [['--mail', 'me@example.org', 'a.test'], '--mail needs a server to hand the mail to'],
    [['--mail', 'me', 'a.test'], 'It must be a mail address'],
    [['--every', '1m', '--dry-run', 'a.test'], 'cannot be used with'],
    [
      ['--state', '/dev/null/none', 'a.test'],
      '/dev/null/none/watch.json cannot be written: a part of the path is not a directory (ENOTDIR): correct the path',
    ],
    [[], 'Name a host to watch, or a domain with --mx'],
  ])('exits with 2 and one line: %j', async (args, message) => {
    const result = await watch(args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^havedane: .*\n$/);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('geheim');
  });

  it.each([
    [{ WATCH_WEBHOOK: 'hooks.example/geheim' }, 'WATCH_WEBHOOK must be an http or https URL'],
    [
      { WATCH_WEBHOOK_FILE: '/nowhere/hook' },
      'WATCH_WEBHOOK_FILE: /nowhere/hook cannot be read: there is no such file (ENOENT)',
    ],
  ])('exits with 2 for a setting that cannot be used: %j', async (env, message) => {
    const result = await watch(['a.test'], env);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('geheim');
  });

  it('sets aside what is not its own, and goes on', async () => {
    const file = join(stateDir, 'watch.json');
    await writeFile(file, '{"half":');
    const { code, stderr } = await watch([world.right]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      `havedane: ${file} does not hold what a watch remembers. It is now ${file}.unreadable; what is wrong may be reported again\n`,
    );
    expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('{"half":');
    expect(await watch([world.right])).toMatchObject({ code: 0, stderr: '' });
  });
});

/** As a rollover remembers what it was asked to do; the rest of it is nothing to a watch. */
const STORED_ROLLOVER = {
  version: 1,
  id: 'mail.rolled.test',
  options: {
    target: {
      ...{ kind: 'server', host: 'mail.rolled.test', ports: [25, 465], scheme: '3-1-1', tlsaName: null },
      ...{ cert: '/a.pem', key: null, nextCert: '/b.pem', nextKey: null, reload: 'true' },
    },
    ttl: 3600,
    keep: [],
  },
  steps: Object.fromEntries(ROLLOVER_STEPS.map((step) => [step, { begunAt: null, doneAt: null }])),
  ...{ finishedAt: null, certificates: null, keepsRecords: false, ttl: 0, seenAt: null },
  ...{ hinderedSince: null, toDelete: [], history: [] },
};

/** The command as a process of its own, which can be killed. */
function start(args: readonly string[], env: Readonly<Record<string, string>>) {
  const program = ['dist/apps/cli/src/main.js', 'watch'];
  const child = spawn(process.execPath, [...program, '--confirm', '0s', ...args], {
    env: { PATH: process.env['PATH'], ...settings(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  return {
    child,
    output: output.then(([stdout, stderr]) => ({ stdout, stderr })),
    exit: once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string),
  };
}
