/**
 * Real senders with and without MTA-STS: Postfix, and Debian's postfix-mta-sts-resolver, which tells it what policies demand. Both
 * trust the authority of the lab.
 */
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import type { CheckBody, ScenarioBody } from '#contracts';

import { CheckClient } from '../../apps/cli/src/check-client.js';
import { type Judgement, judgementOf, TESTED } from '../../apps/cli/src/sending/judgement.js';
import { CheckWatch, createCheck, readCheck, readScenarios } from '../lab/api-client.js';
import { LAB_DOMAIN, RECEIVER_ADDRESS, RECEIVER_PORT } from '../lab/lab-addresses.js';
import type { Lab } from '../lab/lab.js';
import { Postfix } from '../lab/postfix.js';
import { waitUntil } from '../lab/poll.js';
import { runSender } from '../lab/run-sender.js';
import type { SenderName } from '../lab/sender-profiles.js';
import { startLab } from '../lab/start-lab.js';
import { getOverTls } from '../support/acme-authority.js';
import { type PolicyResolver, startPolicyResolver } from '../support/policy-resolver.js';
import { run as runProgram } from '../support/run-program.js';
import type {} from '../support/provided.js';
import { releaseSharedLab } from '../support/shared-lab.js';
import { CHANGING, ShiftedPhases } from '../support/shifted-phases.js';
import { SmtpClient } from '../support/smtp-client.js';

/** The one that a program gets which asks for none: so the fetches are seen from where the mail comes. */
const LOOPBACK = '127.0.0.1';

let lab: Lab;
let clockDirectory: string;
let phases: ShiftedPhases;
let resolver: PolicyResolver;
const senders: Postfix[] = [];

beforeAll(async () => {
  await releaseSharedLab();
  clockDirectory = await mkdtemp(join(tmpdir(), 'havedane-'));
  phases = await ShiftedPhases.create(clockDirectory);
  lab = await startLab([], { environment: { MTA_STS: 'lab', ...phases.environment } });
  await phases.stay(lab.product);
  // The API asks DNS when it starts, which was before the resolver of the lab did.
  await lab.product.stop();
  await lab.product.start();
  resolver = await startResolver();
  await offered(({ group }) => group === 'mta-sts');
});

/** One with an empty cache, in the place of the one before. */
async function restartResolver(): Promise<void> {
  await resolver.daemon.stop();
  resolver = await startResolver(resolver.port);
}

/** @param port of the one before, whose place it takes */
function startResolver(port?: number): Promise<PolicyResolver> {
  return startPolicyResolver(lab.directory, join(lab.product.certsDir, 'ca.cert.pem'), port);
}

async function offered(wanted: (scenario: ScenarioBody) => boolean): Promise<void> {
  await waitUntil(
    'every scenario with a policy',
    async () => {
      const scenarios = await readScenarios(lab.product.url);
      return scenarios.every((scenario) => !wanted(scenario) || scenario.available) ? true : undefined;
    },
    { intervalMs: 500 },
  );
}

afterAll(async () => {
  await Promise.all(senders.map((sender) => sender.stop()));
  await resolver.daemon.stop();
  await lab.stop();
  await rm(clockDirectory, { recursive: true });
});

/** A Postfix of that profile; with policies it asks the resolver about each mail domain. */
async function startSender(
  name: SenderName,
  address: string,
  hasPolicies: boolean,
  suffix = '',
): Promise<Postfix> {
  const sender = new Postfix(name, join(lab.directory, `postfix-${name}-${hasPolicies}${suffix}`), {
    smtp_bind_address: address,
    smtp_tls_CAfile: join(lab.product.certsDir, 'ca.cert.pem'),
    ...(hasPolicies && { smtp_tls_policy_maps: resolver.policyMap }),
  });
  senders.push(sender);
  await sender.start();
  return sender;
}

/** Where a policy and TLSA records disagree is mailed apart: it decides over DANE. */
const CONFLICT = 'sts-dane';
/** Likewise where a sender waits for a policy, which takes its time. */
const SILENT = 'sts-slow';
/** Likewise where TLS cannot be had: who leaves there may demand TLS of every host, and no refusal is seen. */
const PLAIN = 'sts-plain';
/** Likewise what changes by the clock. */
const APART = [CONFLICT, SILENT, PLAIN, ...CHANGING];
/** Where no policy is asked for over HTTPS: two records count as none, as does one without an id, the parent's is none, and no trust, no request. */
const UNASKED = ['sts-two', 'sts-txt', 'sts-host', 'sts-sub'];
const MAILED = ({ scenarios }: CheckBody): CheckBody['scenarios'] =>
  scenarios.filter(
    ({ id }) => ['do', 'dont', 'wrong'].includes(id) || (id.startsWith('sts-') && !APART.includes(id)),
  );

/** The check, once all that was mailed was seen; with the scenarios that are mailed beside. */
async function mail(sender: Postfix, others: readonly string[] = []): Promise<CheckBody> {
  const watch = await CheckWatch.open(lab.product.url, (await createCheck(lab.product.url)).token);
  const mailed = (check: CheckBody): CheckBody['scenarios'] => [
    ...MAILED(check),
    ...check.scenarios.filter(({ id }) => others.includes(id)),
  ];
  try {
    await sender.send({
      from: 'visitor@sender.test',
      recipients: mailed(watch.current).map(({ address }) => address),
      subject: watch.current.token,
    });
    return await watch.until(
      (check) =>
        mailed(check).every(({ id, state }) => isSettled(id, state)) &&
        check.mtaSts !== null &&
        check.mtaSts.protection !== null,
      `what ${sender.name} does at every host`,
    );
  } finally {
    watch.close();
    await sender.emptyQueue();
  }
}

/** As `havedane test` has them. */
async function judgements(token: string): Promise<Record<string, Judgement>> {
  const { check } = await new CheckClient(lab.product.url).read(token);
  const expectation = { expect: 'enforces', allow: [] };
  return Object.fromEntries(
    TESTED.map((mechanism) => [mechanism, judgementOf(check, { ...expectation, mechanism })]),
  );
}

function isSettled(id: string, state: string): boolean {
  return state === 'delivered' || state === (id === PLAIN ? 'rejected' : 'refused');
}

const refusedIn = (check: CheckBody): string[] =>
  check.scenarios.filter(({ id, state }) => id.startsWith('sts-') && state === 'refused').map(({ id }) => id);

/** Each has an address of its own: hosts under a policy are shared by all checks. */
const nextAddress = (): string => `127.0.0.${50 + senders.length}`;

it.each([
  ['mta-sts', 'tls', true, 'does-not-enforce'],
  ['both', 'dane', true, 'enforces'],
  ['dane', 'dane', false, 'enforces'],
  ['neither', 'tls', false, 'does-not-enforce'],
] as const)(
  'shows that %s is enforced by Postfix (%s, with policies: %s)',
  async (protection, name, hasPolicies, dane) => {
    const address = protection === 'mta-sts' ? LOOPBACK : nextAddress();
    const others = protection === 'mta-sts' ? [SILENT, PLAIN] : protection === 'neither' ? [PLAIN] : [];
    const check = await mail(await startSender(name, address, hasPolicies), others);
    expect(check.verdict).toMatchObject({ outcome: dane, provisional: false });
    expect(check.mtaSts).toMatchObject({ protection, provisional: false });
    expect(await judgements(check.token)).toEqual({
      dane: dane === 'enforces' ? 'met' : 'missed',
      'mta-sts': hasPolicies ? 'met' : 'missed',
      both: protection === 'both' ? 'met' : 'missed',
    });
    // A star stands for any number of labels in Postfix, to which the resolver hands it as a parent domain.
    expect(refusedIn(check)).toEqual(
      hasPolicies ? ['sts-mx', 'sts-cert', 'sts-name', 'sts-exp', 'sts-next', 'sts-match'] : [],
    );
    const plain = check.scenarios.find(({ id }) => id === PLAIN);
    if (others.includes(PLAIN)) expect(plain?.state).toBe(hasPolicies ? 'rejected' : 'delivered');
    const fetches = check.observations.filter(({ kind }) => kind === 'policy-fetch');
    if (protection !== 'mta-sts') return expect(fetches).toEqual([]);
    const mailed = [...MAILED(check).map(({ id }) => id), SILENT, PLAIN].filter((id) =>
      id.startsWith('sts-'),
    );
    const fetched = mailed.filter((id) => !UNASKED.includes(id));
    expect(new Set(fetches.map(({ scenario }) => scenario))).toEqual(new Set(fetched));
    expect(fetches[0]).toMatchObject({ clientAddress: LOOPBACK, attribution: 'same-client' });
    const fetchesAt = (id: string) => check.results.find(({ scenario }) => scenario === id)?.fetches;
    const fetch = { clientAddress: LOOPBACK, attribution: 'same-client', userAgent: expect.any(String) };
    expect(fetchesAt('sts-good')).toMatchObject([{ ...fetch, status: 200 }]);
    expect(fetchesAt('sts-404')).toMatchObject([{ ...fetch, status: 404 }]);
    expect(fetchesAt('do')).toEqual([]);
  },
);

it('shows that a policy overrides DANE in Postfix, which RFC 8461 §2 forbids, and that DANE alone refuses there', async () => {
  const stateAt = (check: CheckBody) => check.scenarios.find(({ id }) => id === CONFLICT)?.state;
  const overriding = await mail(await startSender('dane', nextAddress(), true, 'conflict'), [CONFLICT]);
  expect(stateAt(overriding)).toBe('delivered');
  expect(overriding.verdict).toMatchObject({ outcome: 'does-not-enforce', code: 'delivered-at-some' });
  expect(overriding.mtaSts).toMatchObject({ outcome: 'enforces', protection: 'mta-sts' });
  const alone = await mail(await startSender('dane', nextAddress(), false, 'conflict'), [CONFLICT]);
  expect([stateAt(alone), alone.verdict.outcome]).toEqual(['refused', 'enforces']);
});

it.each([
  ['mta-sts', 'delivered'],
  ['mta-sts-over-dane', 'delivered'],
  ['dane-then-mta-sts', 'refused'],
] as const)(
  'shows whether a policy overrides the TLSA records of a host, which RFC 8461 §2 forbids: %s, %s',
  async (name, state) => {
    const { asExpected, check } = await runSender(lab, name, 'host');
    const at = check.scenarios.find(({ id }) => id === CONFLICT);
    const { outcome } = check.verdict;
    expect({ asExpected, outcome, state: at?.state }, check.mtaSts?.title).toEqual({
      ...{ asExpected: true, outcome: state === 'refused' ? 'enforces' : 'does-not-enforce', state },
    });
  },
);

it.each(['exim-tls', 'exim-dane'] as const)('shows that Exim enforces no MTA-STS: %s', async (name) => {
  const { asExpected, check } = await runSender(lab, name, 'host');
  const protection = name === 'exim-dane' ? 'dane' : 'neither';
  expect({ asExpected, protection: check.mtaSts?.protection }).toEqual({ asExpected: true, protection });
});

it('names who fetched a policy that no valid record announces, beside what the same server did', async () => {
  const { token } = await createCheck(lab.product.url);
  const localAddress = '127.0.0.90';
  const ca = await readFile(join(lab.product.certsDir, 'ca.cert.pem'), 'utf8');
  const asked = { host: RECEIVER_ADDRESS, port: 443, path: '/.well-known/mta-sts.txt', localAddress };
  await getOverTls({ ...asked, servername: `mta-sts.sts-two.${LAB_DOMAIN}` }, ca);
  for (const id of ['sts-two', 'sts-txt']) {
    const client = await SmtpClient.greeted(RECEIVER_PORT, RECEIVER_ADDRESS, localAddress);
    await client.command('EHLO client.test');
    await client.startTls(`mx1-${id}.${LAB_DOMAIN}`);
    await client.command('EHLO client.test');
    expect(await client.deliver(`${token}@${id}.${LAB_DOMAIN}`)).toMatch(/^250/);
    await client.quit();
  }
  const { results } = await readCheck(lab.product.url, token);
  const at = (id: string) => results.filter(({ scenario }) => scenario === id);
  expect(at('sts-two')).toMatchObject([{ conclusion: 'waiting', finding: 'fetched-without-record' }]);
  expect(at('sts-two')[0]?.text).toContain(`But ${localAddress} fetched the policy`);
  expect(at('sts-txt')).toMatchObject([{ conclusion: 'pass', finding: 'delivered-over-tls' }]);
});

it('lets havedane test answer for MTA-STS, and say what else it saw', async () => {
  const postfix = await startSender('tls', nextAddress(), true, 'command');
  const sendmail = join(lab.directory, 'sendmail-of-mta-sts');
  await writeFile(sendmail, `#!/bin/sh\nexec sendmail -C '${postfix.directories.config}' "$@"\n`);
  await chmod(sendmail, 0o755);
  const junit = join(lab.directory, 'mta-sts.xml');
  const { code, stdout } = await runProgram(process.execPath, [
    ...['dist/apps/cli/src/main.js', 'test', '--server', lab.product.url, '--sendmail', sendmail],
    ...['--mechanism', 'mta-sts', '--junit', junit, '--wait', '5m'],
  ]);
  expect({ code, stdout }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/^✓ .*MTA-STS/m);
  expect(stdout).toMatch(/^ {2}MTA-STS$/m);
  // DANE is not what was asked for.
  expect(stdout).toMatch(/wrong +Broken DANE +✗ delivered/);
  expect(await readFile(junit, 'utf8')).toMatch(/<testcase name="verdict: MTA-STS"[^>]*\/>/);
});

describe('policies that change by the clock', () => {
  it('are looked for again and kept by Postfix with its resolver, and forgotten with the cache of that', async () => {
    // Other tests may have fetched the same policies.
    await restartResolver();
    const sender = await startSender('tls', LOOPBACK, true, 'phases');
    await phases.enter(lab.product, 'first');
    const watch = await CheckWatch.open(lab.product.url, (await createCheck(lab.product.url)).token);
    const { token, scenarios } = watch.current;
    const mailed = ['sts-good', 'sts-none', ...CHANGING];
    const recipients = scenarios.flatMap(({ id, address }) => (mailed.includes(id) ? [address] : []));
    await sender.send({ from: 'visitor@sender.test', recipients, subject: token });
    const findings = (check: CheckBody) =>
      CHANGING.map((id) => check.results.find(({ scenario }) => scenario === id)?.finding);
    const has =
      (...wanted: string[]) =>
      (check: CheckBody) =>
        findings(check).join() === wanted.join();
    await watch.until(has('refused-before-change', 'refused-before-change'), 'refusals in the first phase');
    const phasesOf = ({ scenarios: all }: CheckBody) =>
      all.filter(({ id }) => CHANGING.includes(id)).map(({ phases: of }) => [of?.phase, of?.mail]);
    expect(phasesOf(watch.current)).toEqual(CHANGING.map(() => ['first', 'now']));
    watch.close();

    await phases.enter(lab.product, 'second');
    const later = await CheckWatch.open(lab.product.url, token);
    // A retry that finds its policy daemon away is put off for a minute.
    const retrying = setInterval(() => void sender.flush(), 5_000);
    onTestFinished(() => clearInterval(retrying));
    await sender.flush();
    await later.until(has('followed-new-policy', 'kept-withdrawn-policy'), 'what is done after the change');
    await restartResolver();
    await sender.flush();
    await later.until(has('followed-new-policy', 'forgot-withdrawn-policy'), 'a delivery without a cache');
    later.close();
    const { mtaSts } = later.current;
    expect(mtaSts?.fetched.map(({ scenario }) => scenario)).toEqual(expect.arrayContaining([...CHANGING]));
    expect(mtaSts?.outcome).toBe('waiting');
  });
});
