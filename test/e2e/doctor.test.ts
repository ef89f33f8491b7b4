/** `havedane doctor` on the real thing: an instance that is set up right, and the same one seen with something wrong. */
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { mailHosts } from '#checks';
import { loadConfig } from '#config';
import { availableScenarios, isSplit } from '#scenarios';

import type { DoctorLine } from '../../apps/cli/src/doctor/doctor-line.js';
import type { Lab } from '../lab/lab.js';
import { LAB_DOMAIN, NOT_VALIDATING_RESOLVER_ADDRESS, RECEIVER_ADDRESS } from '../lab/lab-addresses.js';
import { withFewScenarios } from '../support/few-scenarios.js';
import { runCommandLine } from '../support/run-command-line.js';
import { sharedLab } from '../support/shared-lab.js';
import { tempDirOfTest } from '../support/temp-dir.js';

/** The mail servers that it connects to. */
const hosts = (): readonly string[] =>
  availableScenarios(loadConfig(lab.product.environment))
    // Its addresses differ on purpose.
    .filter((scenario) => !isSplit(scenario))
    .flatMap((scenario) => mailHosts(scenario, LAB_DOMAIN))
    .filter(({ security }) => security !== 'failing')
    .map(({ name }) => name);

let lab: Lab;

beforeAll(async () => {
  lab = await sharedLab([]);
});

/** The doctor in the surroundings of the lab's product, but for these variables. */
async function doctor(changes: Readonly<Record<string, string>> = {}, ...options: readonly string[]) {
  const env = { ...lab.product.environment, ...changes };
  return runCommandLine(['doctor', '--timeout', '30', ...options], env);
}

async function examined(changes: Readonly<Record<string, string>> = {}) {
  const { code, stdout } = await doctor(changes, '--json');
  const lines = JSON.parse(stdout) as DoctorLine[];
  const wrong = lines.filter(({ status }) => status === 'error');
  return { code, lines, wrong: wrong.map(({ check, subject }) => `${check} ${subject}`), errors: wrong };
}

/** What DNS would have to be believed for is one line then, neither right nor wrong; the port is examined all the same. */
function expectNotAsked(lines: readonly DoctorLine[], reason: string): void {
  const dns = ['delegation', 'DNSSEC', 'name server', 'A record', 'AAAA record', 'TLSA records', 'scenario'];
  const subjects = [...dns, 'certificate', 'DANE', 'page', 'reverse name'].join(', ');
  expect(lines.filter(({ check }) => check === 'DNS')).toMatchObject([
    { status: 'unknown', found: `${reason}, so these were not checked: ${subjects}`, advice: null },
  ]);
  expect(lines.filter(({ check }) => check === 'A record')).toEqual([]);
  expect(lines.find(({ check }) => check === 'port 25')).toMatchObject({ status: 'ok' });
}

/** The lab has no root zone to compare the clock with; all else can be checked. */
function expectClockAloneUnknown(code: number, lines: readonly DoctorLine[]): void {
  expect(lines.filter(({ status }) => status === 'unknown').map(({ check }) => check)).toEqual(['clock']);
  expect(code).toBe(3);
}

describe('havedane doctor', () => {
  it('finds nothing wrong with an instance that is set up right', async () => {
    const { code, lines, errors } = await examined();
    expect(errors).toEqual([]);
    expectClockAloneUnknown(code, lines);
    const checks = new Set(lines.filter(({ status }) => status === 'ok').map(({ check }) => check));
    expect([...checks]).toEqual([
      'store',
      'disk space',
      'resolver',
      'delegation',
      'DNSSEC',
      'name server',
      'A record',
      'AAAA record',
      'TLSA records',
      'scenario',
      'certificate files',
      'certificate',
      'port 25',
      'DANE',
    ]);
    // A check's host name, as the wildcard answers it, beside the host itself.
    expect(lines.filter(({ check }) => check === 'DANE').map(({ subject }) => subject)).toEqual(
      hosts().map((name) =>
        name.startsWith('*')
          ? expect.stringMatching(
              new RegExp(`^[a-z0-9]{12}${name.slice(1).replaceAll('.', '\\.')} \\(wildcard\\)$`),
            )
          : name,
      ),
    );
  });
});

describe('havedane doctor, at one host of each kind,', () => {
  // The names of its certificate are of the mail domains whose mail servers present it.
  withFewScenarios('name-dom');

  it('tells it to a person, one line for what is fine', async () => {
    const { code, stdout } = await doctor();
    expect(code).toBe(3);
    expect(stdout).toContain(`ok    port 25            ${RECEIVER_ADDRESS}: STARTTLS\n`);
    expect(stdout).toMatch(/^WARN  reverse name\s+127\.0\.0\.20\n\s+expected {2}a name that leads back\n/m);
    expect(stdout).toMatch(/Nothing failed, but not everything could be checked\.\n$/);
  });

  it('says that a resolver does not validate', async () => {
    await lab.startNotValidating();
    const { code, lines, wrong, errors } = await examined({ DNS_RESOLVER: NOT_VALIDATING_RESOLVER_ADDRESS });
    expect(code).toBe(1);
    expect(wrong).toEqual([`resolver ${NOT_VALIDATING_RESOLVER_ADDRESS}:53`]);
    expect(errors[0]).toMatchObject({
      expected: 'validates DNSSEC',
      found: expect.stringContaining('does not validate') as string,
      advice: expect.stringContaining('DNS_RESOLVER') as string,
    });
    expectNotAsked(lines, 'the resolver does not validate');
  });

  it('says only that, when no resolver answers', async () => {
    const { code, lines, wrong } = await examined({ DNS_RESOLVER: '127.0.0.99' });
    expect(code).toBe(1);
    expect(wrong).toEqual(['resolver 127.0.0.99:53']);
    expectNotAsked(lines, 'no resolver answers');
  });

  it('says that the addresses are not those of this server, and that port 25 is closed', async () => {
    const { code, wrong, errors } = await examined({ PUBLIC_IPV4: '127.0.0.99' });
    expect(code).toBe(1);
    expect(wrong).toContain('port 25 127.0.0.99');
    expect(wrong.filter((line) => line.startsWith('A record'))).toHaveLength(hosts().length);
    expect(errors.find(({ check }) => check === 'A record')).toMatchObject({
      subject: `do.${LAB_DOMAIN}`,
      expected: '127.0.0.99, secure',
      found: `${RECEIVER_ADDRESS}, secure`,
    });
  });

  it('says that published records and presented certificate are not those of CERTS_DIR', async () => {
    const certsDir = join(await tempDirOfTest(), 'certs');
    const made = await runCommandLine(['certs'], { ...lab.product.environment, CERTS_DIR: certsDir });
    expect(made.code).toBe(0);
    const { code, wrong, errors } = await examined({ CERTS_DIR: certsDir });
    expect(code).toBe(1);
    expect(wrong).toContain(`TLSA records _25._tcp.do.${LAB_DOMAIN}`);
    expect(wrong).toContain(`TLSA records _25._tcp.wrong.${LAB_DOMAIN}`);
    expect(wrong).not.toContain(`TLSA records _25._tcp.dont.${LAB_DOMAIN}`);
    expect(wrong.some((line) => line.startsWith('name server ns1.'))).toBe(true);
    expect(errors.find(({ check }) => check === 'certificate')).toMatchObject({ found: 'another one' });
  });

  it('knows the records where the certificates are not to be seen, as in the container of the API', async () => {
    const empty = await tempDirOfTest();
    for (const directory of [empty, join(empty, 'not-mounted')]) {
      const { code, lines } = await examined({ CERTS_DIR: directory });
      expectClockAloneUnknown(code, lines);
      expect(lines.find(({ check }) => check === 'certificate files')).toMatchObject({
        status: 'not-applicable',
      });
      expect(lines.find(({ check }) => check === 'TLSA records')).toMatchObject({ status: 'ok' });
    }
  });

  it('says that the store is missing', async () => {
    const directory = await tempDirOfTest();
    const { code, wrong } = await examined({ DATABASE_URL: `sqlite:${join(directory, 'none.sqlite3')}` });
    expect(code).toBe(1);
    expect(wrong).toEqual([`store ${join(directory, 'none.sqlite3')}`]);
  });

  it('refuses a time that is none', async () => {
    const { code, stderr } = await runCommandLine(['doctor', '--timeout', 'soon'], {});
    expect(code).toBe(2);
    expect(stderr).toContain('It must be a number of seconds from 1 to 999.');
  });
});
