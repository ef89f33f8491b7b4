/** `havedane probe` as an operator calls it, against mail servers and a resolver on loopback. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import type { Answer } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { freeDnsPort } from '../support/free-dns-port.js';
import { Lag } from '../support/lag.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { runCommandLine } from '../support/run-command-line.js';
import { type StubAnswer, type StubResolver, startStubResolver } from '../support/stub-resolver.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

import { probeTargetBody } from '#contracts';
import { MATCHING_TYPE, SELECTOR, tlsaRecord, USAGE } from '#dane';

const DAY_MS = 86_400_000;
const TTL = 300;

let certificate: TestCertificate;
let mail: MailServer;
let overTls: MailServer;
let silent: MailServer;
let resolver: StubResolver;
/** Of a resolver that sets no AD bit. */
let careless: StubResolver;

beforeAll(async () => {
  certificate = issueCertificate({
    name: 'mx.probed.test',
    dnsNames: ['mx.probed.test'],
    key: 'rsa',
    notAfter: new Date(Date.now() + 300 * DAY_MS),
  });
  const tls = { key: certificate.keyPem, cert: certificate.pem };
  [mail, overTls, silent, resolver, careless] = await Promise.all([
    startMailServer({ tls }),
    startMailServer({ tls, tlsOnConnect: true }),
    startMailServer({ greeting: null }),
    startStubResolver((name, type) => answer(name, type)),
    startStubResolver((name, type) => ({ ...answer(name, type), secure: false })),
  ]);
});

afterAll(async () => {
  resolver.close();
  careless.close();
  await Promise.all([mail, overTls, silent].map((server) => server.close()));
});

/** `right` publishes what the servers present, `wrong` something else, `unsigned` is not secure, `broken` fails. */
function answer(name: string, type: string): StubAnswer | undefined {
  const found = (data: Answer): StubAnswer => ({ answers: [data] });
  if (type === 'NS' && (name === '' || name === '.')) return found({ name, type, ttl: TTL, data: 'ns.test' });
  if (name.endsWith('broken.test')) return { fails: true };
  if (name === 'nowhere.test') return undefined;
  if (type === 'MX' && name === 'probed.test') {
    return found({ name, type, ttl: TTL, data: { preference: 10, exchange: 'right.test' } });
  }
  if (type === 'SRV' && name === '_submission._tcp.probed.test') {
    const data = { priority: 0, weight: 0, port: mail.port, target: 'right.test' };
    return found({ name, type, ttl: TTL, data });
  }
  if (type === 'A' && /^(right|wrong|unsigned)\.test$/.test(name)) {
    return { ...found({ name, type, ttl: TTL, data: '127.0.0.1' }), secure: !name.startsWith('unsigned') };
  }
  const host = /^_\d+\._tcp\.(right|wrong)\.test$/.exec(name)?.[1];
  if (type === 'TLSA' && host !== undefined) {
    const record = tlsaRecord(USAGE.daneEe, SELECTOR.publicKey, MATCHING_TYPE.sha256, certificate.der);
    const { usage, selector, matchingType } = record;
    const data = host === 'right' ? Buffer.from(record.data) : Buffer.alloc(32, 0xab);
    return found({ name, type, ttl: TTL, data: { usage, selector, matchingType, certificate: data } });
  }
  return undefined;
}

function probe(...args: string[]) {
  return runCommandLine(['probe', '-4', ...args], { DNS_RESOLVER: resolver.address, NO_COLOR: '1' });
}

const right = () => `right.test:${mail.port}`;
const wrong = () => `wrong.test:${mail.port}`;

describe('havedane probe', () => {
  it('tells the chain of evidence and answers 0 when all is well', async () => {
    const { code, stdout, stderr } = await probe(right());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`  resolver   ${resolver.address} validates`);
    expect(stdout).toMatch(/^ +TLSA +_\d+\._tcp\.right\.test: 1 record, secure, TTL 300 s$/m);
    expect(stdout).toMatch(/^ +✓ 3 1 1 [0-9a-f]{8}…[0-9a-f]{8}: matches the server's certificate$/m);
    expect(stdout).toMatch(/^✓ right\.test:\d+ – DANE verified \(1 host, 1 address.*\)$/m);
  });

  it('answers 1 when something is wrong, and says what and what to do', async () => {
    const { code, stdout, stderr } = await probe(wrong());
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^ +✗ 3 1 1 (?:ab){4}…(?:ab){4}: /m);
    expect(stdout).toMatch(/^ +Exchange Online.* says: “/m);
    expect(stdout).toMatch(/^ +→ /m);
    expect(stdout).toMatch(/^✗ wrong\.test:\d+ – DANE mismatch \(/m);
  });

  it('keeps the order of the command line', async () => {
    const { code, stdout } = await probe('--terse', wrong(), right(), `unsigned.test:${mail.port}`);
    expect(code).toBe(1);
    expect(stdout.match(/^. \S+(?= – )/gm)).toEqual([
      `✗ ${wrong()}`,
      `✓ ${right()}`,
      `! unsigned.test:${mail.port}`,
    ]);
    expect(stdout).toMatch(/\n3 targets: 1 ok, 1 warning, 1 error\n$/);
  });

  it('looks up the mail hosts of a domain, by MX and by SRV', async () => {
    const byMx = await probe('-mx', '--internal', '--no-policies', '--port', String(mail.port), 'probed.test');
    expect(byMx.stdout).toContain('probed.test, 1 host by MX of probed.test (secure)\n');
    const bySrv = await probe('-submission', '-port', '1', 'probed.test');
    expect(bySrv.stdout).toContain(', 1 host by SRV of _submission._tcp.probed.test (secure)\n');
    expect([byMx, bySrv].map(({ stdout }) => /right\.test:\d+.*verified/.exec(stdout)?.[0])).toEqual([
      `right.test:${mail.port}, preference 10  verified`,
      expect.stringContaining(`right.test:${mail.port}`),
    ]);
  });

  it('speaks TLS on connect', async () => {
    const { code, stdout } = await probe('--tls-on-connect', `right.test:${overTls.port}`);
    expect({ code, verified: stdout.includes('DANE verified') }).toEqual({ code: 0, verified: true });
  });

  it('prints an array of the documented shape with --json, whatever is wrong', async () => {
    const { code, stdout, stderr } = await probe('--json', right(), wrong(), 'broken.test', 'nowhere.test');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const targets = z.array(probeTargetBody).parse(JSON.parse(stdout));
    expect(targets.map(({ target, result, dane }) => [target, result, dane])).toEqual([
      [right(), 'ok', 'verified'],
      [wrong(), 'error', 'mismatch'],
      ['broken.test', 'error', 'bogus'],
      ['nowhere.test', 'error', expect.any(String)],
    ]);
  });

  it('prints nothing with --quiet but what is wrong', async () => {
    expect(await probe('-q', right())).toEqual({ code: 0, stdout: '', stderr: '' });
    const { stdout } = await probe('-q', right(), wrong());
    expect(stdout).toContain(wrong());
    expect(stdout).not.toContain(`${right()} –`);
  });

  it.each([
    ['right.test', 0, 'OK'],
    ['unsigned.test', 1, 'WARNING'],
    ['wrong.test', 2, 'CRITICAL'],
  ])('answers Nagios about %s by %i and one line', async (host, code, state) => {
    const result = await probe('--nagios', `${host}:${mail.port}`);
    expect(result).toMatchObject({ code, stderr: '' });
    expect(result.stdout).toMatch(
      new RegExp(`^DANE ${state} - ${host}:\\d+: .* \\| time=[\\d.]+s;;;0 .*\\n$`),
    );
  });

  it('ends with a silent host when its time is over', async () => {
    const [started, lag] = [performance.now(), new Lag()];
    const { code, stdout } = await probe('--connect-timeout', '300ms', `right.test:${silent.port}`);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ right\.test:\d+ – /m);
    expect(performance.now() - started).toBeLessThan(lag.allowedFor(10_000));
  });

  it('tells what it knows when the time for a target is over', async () => {
    const { code, stdout } = await probe('--timeout', '300ms', `right.test:${silent.port}`);
    expect(code).toBe(1);
    expect(stdout).toContain('The probe ended early');
  });
});

describe('havedane probe, in want of a resolver', () => {
  it('says in one line that it does not answer', async () => {
    const address = `127.0.0.1:${await freeDnsPort('127.0.0.1')}`;
    const expected = `The resolver ${address} answers nothing: `;
    const result = await runCommandLine(['probe', 'right.test', 'wrong.test'], { DNS_RESOLVER: address });
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toMatch(/^havedane: .*\n$/);
    expect(result.stderr).toContain(expected);

    const nagios = await runCommandLine(['probe', '--nagios', 'right.test'], { DNS_RESOLVER: address });
    expect(nagios).toMatchObject({ code: 3, stderr: '' });
    expect(nagios.stdout).toContain(`DANE UNKNOWN - ${expected}`);
  });

  it('never takes the word of one that does not validate', async () => {
    const result = await runCommandLine(['probe', '-4', right()], { DNS_RESOLVER: careless.address });
    expect(result.code).toBe(1);
    expect(result.stdout).toContain(`✗ The resolver ${careless.address} does not validate DNSSEC`);
    expect(result.stdout).not.toContain('DANE verified');
  });

  it('tells Nagios that nothing is known from one that does not validate', async () => {
    const env = { DNS_RESOLVER: careless.address };
    const { code, stdout } = await runCommandLine(['probe', '-4', '--nagios', right()], env);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^DANE UNKNOWN - The resolver \S+ does not validate DNSSEC.*\n$/);
  });
});

describe('havedane probe, called wrongly', () => {
  it.each([
    [[], "missing required argument 'target'"],
    [['--mx', '--submission', 'a.test'], "option '--mx' cannot be used with option '--submission'"],
    [['--mx', '192.0.2.25'], '192.0.2.25 is an address; MX records belong to domains'],
    [['--expiration-warning', 'soon', 'a.test'], 'It must be a duration such as 72h, 1h30m or 30d.'],
    [
      ['--proxy-tcp', 'ftp://u:p@127.0.0.1', 'a.test'],
      '--proxy-tcp must be socks5://[USER:PASSWORD@]HOST[:PORT]',
    ],
    [['mx.test:99999'], "'mx.test:99999' cannot be probed: the port must be from 1 to 65535\n"],
    [['bad host'], "'bad host' cannot be probed: that is neither a host name nor an address\n"],
    [['--no-such-option', 'a.test'], "unknown option '--no-such-option'"],
  ])('exits with 2 and one line, or tells Nagios: %j', async (args, message) => {
    const result = await probe(...args);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^havedane: .*\n$/);
    expect(result.stderr).toContain(message);

    const nagios = await probe('-nagios', ...args);
    expect(nagios).toMatchObject({ code: 3, stderr: '' });
    expect(nagios.stdout).toMatch(/^DANE UNKNOWN - .*\n$/);
    expect(nagios.stdout).toContain(message);
  });

  it('exits with 1 when the configuration cannot be used', async () => {
    const bad = { DNS_RESOLVER: 'resolver' };
    expect(await runCommandLine(['probe', 'a.test'], bad)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^havedane: The configuration cannot be used:\n {2}DNS_RESOLVER /,
      ) as string,
    });
    expect((await runCommandLine(['probe', '--nagios', 'a.test'], bad)).stdout).toMatch(
      /^DANE UNKNOWN - The configuration cannot be used: DNS_RESOLVER .*\n$/,
    );
  });
});

describe('havedane probe, as a process', () => {
  it('ends on Ctrl-C, tells what it knows, and exits with 130', async () => {
    const program = ['dist/apps/cli/src/main.js', 'probe', '-4'];
    const env = { PATH: process.env['PATH'], DNS_RESOLVER: resolver.address };
    const before = silent.connections();
    const child = spawn(process.execPath, [...program, `right.test:${silent.port}`], { env });
    const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    await expect.poll(() => silent.connections()).toBeGreaterThan(before);
    child.kill('SIGINT');
    const [stdout, stderr, [code]] = await output;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout).toMatch(/^✗ right\.test:\d+ – /m);
  });
});
