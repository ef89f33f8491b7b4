/** `havedane test` against the API and the receiver on one store: ways to send, outputs, exit codes. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import type { CheckBody } from '#contracts';

import { LocalRecords } from '../../apps/cli/src/try/local-records.js';
import type { Persona } from '../../apps/cli/src/try/personas.js';
import { sendAs } from '../../apps/cli/src/try/simulated-sender.js';
import { type ApiFixture, startApi } from '../support/api-fixture.js';
import { freePort } from '../support/free-port.js';
import { DOMAIN } from '../support/receiver-fixture.js';
import { type ProductFixture, startProduct } from '../support/product-fixture.js';
import { runCommandLine } from '../support/run-command-line.js';
import type { ProgramResult } from '../support/run-program.js';
import { startSubmissionServer } from '../support/submission-server.js';
import { tempDirOfTest } from '../support/temp-dir.js';
import { issueCertificate } from '../support/x509.js';
import { quickOf } from '../support/quick-scenarios.js';

let product: ProductFixture;
let api: ApiFixture;
let records: LocalRecords;

beforeAll(async () => {
  product = await startProduct();
  ({ api } = product);
  records = await LocalRecords.read(product.zonesDir);
});
afterAll(() => product.close());

interface Run {
  /** What was created, once standard error names it. */
  readonly check: Promise<CheckBody>;
  readonly end: Promise<ProgramResult>;
}

interface RunningProcess extends Run {
  readonly child: ChildProcessWithoutNullStreams;
}

/** `run` says what is on standard error, and settles when the command has ended. */
function named(run: (said: (stderr: string) => void) => Promise<ProgramResult>): Run {
  let found: (token: string) => void = () => undefined;
  const token = new Promise<string>((resolve) => (found = resolve));
  const end = run((stderr) => {
    const match = /\/check\/([0-9a-z]{12})\b/.exec(stderr)?.[1];
    if (match !== undefined) found(match);
  });
  const none = end.then(({ stderr }) => Promise.reject(new Error(`no check was named: ${stderr}`)));
  const check = Promise.race([token, none]).then(
    async (one) => (await (await fetch(`${api.url}/api/checks/${one}`)).json()) as CheckBody,
  );
  // Not every test asks for it.
  check.catch(() => undefined);
  return { check, end };
}

function startProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}): RunningProcess {
  const program = ['dist/apps/cli/src/main.js', 'test', ...args];
  const child = spawn(process.execPath, program, { env: { PATH: process.env['PATH'], ...env } });
  const run = named(async (said) => {
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => said((stderr += chunk.toString())));
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { code: code as number, stdout, stderr };
  });
  return { child, ...run };
}

/** In this process: a start takes half a second of a processor. */
const testing = (...args: string[]): Run =>
  named((said) => runCommandLine(['test', '--server', api.url, ...args], {}, said));

/** Sends to the scenarios, as a mail server would, over real SMTP. */
async function mail(check: CheckBody, persona: Persona, ids?: readonly string[]): Promise<void> {
  for (const { id, address } of quickOf(check)) {
    if (ids?.includes(id) === false) continue;
    const tlsa = records.tlsaOf(address.slice(address.lastIndexOf('@') + 1));
    await sendAs(persona, { address, tlsa, receiver: { host: '127.0.0.1', port: product.receiver.port } });
  }
}

async function mailedBy(persona: Persona, ...args: string[]) {
  const run = testing('--wait', '10m', ...args);
  await mail(await run.check, persona);
  return run.end;
}

describe('havedane test', () => {
  it('prints the addresses and the line to run, and passes when every server enforces', async () => {
    const run = startProcess(['--server', api.url, '--wait', '10m', '--label', 'MX1']);
    const check = await run.check;
    await mail(check, 'dane');
    const { code, stdout } = await run.end;
    expect(code).toBe(0);
    for (const { address } of check.scenarios.filter(({ level }) => level === 'quick'))
      expect(stdout).toContain(`\n  mx1@${address.split('@')[1]}\n`);
    expect(stdout).toContain(
      `\n\nor run this on it:\n\n  curl -sS '${check.url}/mail?label=mx1' | sendmail -t\n`,
    );
    expect(stdout).toMatch(/^✓ .* enforces DANE$/m);
    expect(stdout).toMatch(/^ {2}wrong .* ✓ refused$/m);
    expect(stdout).toMatch(/^ {2}do .* ✓ delivered$/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(`  ${check.url}`);
    expect(stdout).not.toContain('\u001B');
  });

  it('fails when a server delivers to a wrong certificate, and says where', async () => {
    const { code, stdout, stderr } = await mailedBy('tls');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}wrong .* ✗ delivered$/m);
    expect(stdout).toMatch(/^ {2}✗ wrong: .+RFC 7672/m);
    expect(stderr).toMatch(/^✗ wrong .*: delivered$/m);
    const token = /\/check\/(\w+)/.exec(stdout)?.[1] ?? '';
    const { verdict } = (await (await fetch(`${api.url}/api/checks/${token}`)).json()) as CheckBody;
    expect(verdict.advice.map(({ step }) => step).join(' ')).toContain(
      `dig +dnssec TLSA _25._tcp.${token}.do.${DOMAIN} | grep flags`,
    );
  });

  it('passes what is expected or allowed', async () => {
    expect((await mailedBy('tls', '--expect', 'does-not-enforce')).code).toBe(0);
    expect((await mailedBy('tls', '--allow', 'delivered-everywhere')).code).toBe(0);
  });

  it('does not pass when all that would prove anything is allowed to fail', async () => {
    expect((await mailedBy('tls', '--allow', 'wrong')).code).toBe(3);
  });

  it('says 3, not 0, when too little was seen in time', async () => {
    const run = testing('--wait', '2s');
    await mail(await run.check, 'dane', ['do', 'dont']);
    const { code, stdout } = await run.end;
    expect(code).toBe(3);
    expect(stdout).toMatch(/^\? /m);
  });

  it('prints one line for Nagios, with its exit codes', async () => {
    const { code, stdout } = await mailedBy('tls', '--nagios');
    expect(code).toBe(2);
    expect(stdout).toMatch(
      /^DANE CRITICAL - [^|]+ \| time=\d+\.\d{3}s;;;0 servers=1;;;0 scenarios=3;;;0 passed=\d;;;0 failed=1;;;0 open=0;;;0\n$/,
    );
  });

  it('prints one line and one for each failure with --terse', async () => {
    const { stdout } = await mailedBy('tls', '--terse');
    expect(stdout.split('\n').map((line) => line.trimStart().charAt(0))).toEqual(['✗', '✗', '']);
  });

  it('prints JSON alone on standard output', async () => {
    const { code, stdout } = await mailedBy('dane', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      result: 'met',
      interrupted: false,
      scenarios: ['do', 'dont', 'wrong'],
      check: { verdict: { outcome: 'enforces' } },
    });
  });

  it('writes a JUnit report in which the failure is one', async () => {
    const file = join(await tempDirOfTest(), 'report.xml');
    await mailedBy('tls', '--junit', file, '--label', 'mx1');
    const report = await readFile(file, 'utf8');
    expect(
      [...report.matchAll(/<testcase name="([^":]*)[^>]* classname="([^"]*)"/g)].map(([, name]) => name),
    ).toEqual(['verdict', 'do', 'dont', 'wrong']);
    expect(report.match(/<failure [^>]*type="([^"]*)"/g)).toHaveLength(2);
    expect(report).toMatch(/<testsuite id="1" [^>]*tests="3" failures="1" errors="0" skipped="0"/);
  });
});

describe('havedane test, that sends', () => {
  it('passes the message to sendmail -t', async () => {
    const dir = await tempDirOfTest();
    const program = join(dir, 'sendmail');
    await writeFile(program, `#!/bin/sh\necho "$@" > '${dir}/args'\ncat > '${dir}/message'\n`);
    await chmod(program, 0o755);
    const run = testing('--sendmail', program, '--from', 'admin@example.org', '--wait', '1s');
    const { token, scenarios } = await run.check;
    expect((await run.end).code).toBe(3);
    expect(await readFile(join(dir, 'args'), 'utf8')).toBe('-i -t -f admin@example.org\n');
    const message = await readFile(join(dir, 'message'), 'utf8');
    expect(message).toBe(await (await fetch(`${api.url}/check/${token}/mail`)).text());
    expect(message).toContain(scenarios[0]?.address);
  });

  it('says why sendmail took nothing', async () => {
    const program = join(await tempDirOfTest(), 'sendmail');
    const failed = async (how: string) =>
      (await testing('--sendmail', program, ...how.split(' ')).end).stderr;
    expect(await failed('--wait 1s')).toContain(`by ${program}: there is no such program\n`);
    await writeFile(program, '#!/bin/sh\necho "fatal: no queue" >&2\nexit 75\n');
    expect(await failed('--wait 1s')).toContain(`by ${program}: it cannot be run\n`);
    await chmod(program, 0o755);
    expect(await failed('--wait 1s')).toContain(`by ${program}: it ended with 75: fatal: no queue\n`);
  });

  it('submits with a login after STARTTLS, one message to all addresses', async () => {
    const submission = await startSubmission();
    const run = testing(
      '--via',
      `smtp://user%40example.org:p%3A%2F@127.0.0.1:${submission.port}`,
      '--wait',
      '1s',
    );
    const { scenarios } = await run.check;
    expect((await run.end).code).toBe(3);
    const quick = scenarios.filter(({ level }) => level === 'quick').map(({ address }) => address);
    expect(submission.taken).toEqual([
      { user: 'user@example.org', secure: true, from: 'user@example.org', to: quick },
    ]);
  });

  it('says what the submission server said, never the password', async () => {
    const { port } = await startSubmission();
    const { code, stderr, stdout } = await testing('--via', `smtp://user:secret@127.0.0.1:${port}`).end;
    expect(code).toBe(3);
    expect(stderr).toMatch(/could not be sent via 127\.0\.0\.1:\d+: .*535/);
    expect(stderr + stdout).not.toContain('secret');
  });

  it('says that no submission server answers', async () => {
    const port = await freePort();
    const { code, stderr } = await testing('--via', `smtp://127.0.0.1:${port}`).end;
    expect(code).toBe(3);
    expect(stderr).toMatch(new RegExp(`via 127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`));
  });
});

describe('havedane test, called wrongly,', () => {
  it.each([
    [['--server', 'dane.example'], '--server must be a URL'],
    [['--server', 'https://user:secret@dane.example'], '--server must be a URL'],
    [['--level', 'all'], 'Allowed choices are quick, standard, full'],
    [['--via', 'http://user:secret@relay.example'], '--via must be smtp[s]://'],
    [['--via', 'smtp://relay.example', '--sendmail'], 'cannot be used with'],
    [['--from', 'nobody'], 'It must be a mail address'],
    [['--label', 'a.b'], 'It must be up to 32 letters'],
    [['--label', 'postmaster'], 'It must be up to 32 letters'],
    [['--wait', 'soon'], 'It must be a duration'],
    [['--wait', '0s'], 'It must be a duration'],
    [['--expect', 'waiting'], 'Allowed choices are'],
    [['--allow', 'A/B'], 'It must be a verdict code'],
    [['--json', '--nagios'], 'cannot be used with'],
    [['--terse', '--nagios'], 'cannot be used with'],
    [['--junit', ''], 'It must not be empty'],
    [['--unknown'], 'unknown option'],
    [['what'], 'too many arguments'],
  ])('says so in one line and exits with 2: %j', async (args, message) => {
    const { code, stdout, stderr } = await runCommandLine(['test', ...args], {});
    if (args.includes('--nagios')) {
      expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
      expect(stdout).toMatch(/^DANE UNKNOWN - .+\n$/);
      return;
    }
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^havedane: .+\n$/);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('secret');
  });

  it('says that the JUnit report cannot be written, before it asks the server for anything', async () => {
    const file = join(await tempDirOfTest(), 'none', 'report.xml');
    const { code, stderr } = await testing('--junit', file, '--sendmail', '/bin/false').end;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^havedane: --junit .+report\.xml cannot be written: .+\n$/);
  });

  it('says that it knows no such code to allow, and mails nothing', async () => {
    const { code, stderr } = await testing('--allow', 'delivered-everwhere', '--sendmail', '/bin/false').end;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^havedane: --allow delivered-everwhere is no verdict code/);
  });
});

describe('havedane test, without a server that answers,', () => {
  const failed = (server: string, ...args: string[]) =>
    runCommandLine(['test', '--server', server, ...args], {});

  it('says that the connection is refused', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const stderr = `havedane: ${url} cannot be reached: the connection was refused\n`;
    expect(await failed(url)).toEqual({ code: 3, stdout: '', stderr });
    expect(await failed(url, '--nagios')).toEqual({
      code: 3,
      stdout: `DANE UNKNOWN - ${url} cannot be reached: the connection was refused\n`,
      stderr: '',
    });
    expect((await runCommandLine(['test'], { PUBLIC_URL: url })).stderr).toBe(
      `havedane: ${url} cannot be reached: the connection was refused; --server names the instance to test against\n`,
    );
  });

  it('writes a JUnit report that is an error, in place of that of an earlier run', async () => {
    const file = join(await tempDirOfTest(), 'report.xml');
    await writeFile(file, '<testsuites/>\n');
    const { code } = await failed(`http://127.0.0.1:${await freePort()}`, '--junit', file);
    expect(code).toBe(3);
    expect(await readFile(file, 'utf8')).toMatch(
      /<error message="http:\S+ cannot be reached: the connection was refused" type="no-result">/,
    );
  });

  it('says that it is no HaveDane, or does not take the request', async () => {
    const other = await startApi({ CHECKS_PER_MINUTE: '1' });
    onTestFinished(() => other.close());
    await other.createCheck();
    const limited = await failed(other.url);
    expect(limited.code).toBe(3);
    expect(limited.stderr).toMatch(/^havedane: .+ answers: The limit for your address is 1 a minute; .+\n$/);
    const missing = await failed(`${other.url}/elsewhere`);
    expect(missing.stderr).toMatch(/^havedane: .+ answers: .+\n$/);
  });

  it('says how to trust a certificate of its own CA, and trusts it then', async () => {
    const { keyPem: key, pem: cert } = issueCertificate({
      name: 'localhost',
      dnsNames: ['localhost'],
      ca: true,
    });
    const server = createServer({ key, cert }, (_request, response) => response.end('{}')).listen(
      0,
      '127.0.0.1',
    );
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const { code, stderr } = await failed(url);
    expect(code).toBe(3);
    expect(stderr).toMatch(/cannot be trusted: .*NODE_EXTRA_CA_CERTS\n$/);
    const file = join(await tempDirOfTest(), 'ca.pem');
    await writeFile(file, cert);
    const trusted = await startProcess(['--server', url], { NODE_EXTRA_CA_CERTS: file }).end;
    expect(trusted.stderr).toBe(`havedane: ${url} does not answer like HaveDane\n`);
  });

  it('goes on when the server comes back', async () => {
    const own = await startApi({ DOMAIN });
    const env = { HTTP_PORT: String(own.port), DATABASE_URL: `sqlite:${own.databasePath}` };
    const run = startProcess(['--server', own.url, '--wait', '10m', '--json']);
    await expect
      .poll(async () => (await fetch(`${own.adminUrl}/metrics`)).text())
      .toMatch(/^havedane_watches 1$/m);
    let said = '';
    run.child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await own.app.close();
    await expect.poll(() => said).toContain('trying again');
    const again = await startApi({ DOMAIN, ...env });
    onTestFinished(() => again.close());
    await expect
      .poll(async () => (await fetch(`${again.adminUrl}/metrics`)).text())
      .toMatch(/^havedane_watches 1$/m);
    run.child.kill('SIGINT');
    const { code, stderr } = await run.end;
    expect(code).toBe(130);
    expect(stderr).toMatch(/cannot be reached: .+; trying again\n/);
    await own.close();
  });
});

describe('havedane test, ended by Ctrl-C,', () => {
  it('prints what it knows and where to see more', async () => {
    const run = startProcess(['--server', api.url, '--wait', '10m']);
    const check = await run.check;
    await mail(check, 'dane', ['do']);
    await expect
      .poll(async () => (await fetch(`${api.adminUrl}/metrics`)).text())
      .toMatch(/^havedane_watches [1-9]/m);
    run.child.kill('SIGINT');
    const { code, stdout } = await run.end;
    expect(code).toBe(130);
    expect(stdout).toContain(check.url);
  });
});

async function startSubmission() {
  const server = await startSubmissionServer({ user: 'user@example.org', password: 'p:/' });
  onTestFinished(() => server.close());
  return server;
}
