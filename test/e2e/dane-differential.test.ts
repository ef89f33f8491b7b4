/** Of chains of every kind under DANE-TA, the probe, OpenSSL's own DANE and Postfix say the same, or it is written here why not. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { ProbeSenderBody } from '#contracts';
import { formatTlsa } from '#dane';
import { createResolver, type Endpoint } from '#dns';

import { Exim } from '../lab/exim.js';
import { SENDER_PROFILES } from '../lab/sender-profiles.js';
import type { DaneCase } from '../support/dane-case-parts.js';
import { CASE_COUNT, daneCases } from '../support/dane-cases.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { PosttlsFinger, verdictOf } from '../support/posttls-finger.js';
import { probe } from '../support/probe-fixture.js';
import { run } from '../support/run-program.js';
import { type SignedDns, startSignedDns } from '../support/signed-dns.js';

const RESOLVER: Endpoint = { address: '127.0.9.53', port: 53 };
const SERVER = '127.0.9.1';
const EXIM = '127.0.9.2';
/** In every run; a run of all takes minutes. */
const IN_EVERY_RUN = 30;

/** By the title of the case. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  'a part of a wildcard':
    'The command of OpenSSL lets “c1*.differ.test” stand for a name; Postfix and RFC 7672 §3.2.3 let “*” stand for a whole label.',
};

const hostOf = (index: number): string => `c${index}.differ.test`;
const step = CASE_COUNT / IN_EVERY_RUN;
const isInEveryRun = (index: number): boolean => Math.floor(index / step) !== Math.floor((index - 1) / step);
const CASES = daneCases((index) => inject('exhaustive') || isInEveryRun(index), hostOf);

let dns: SignedDns;
let server: MailServer;
let finger: PosttlsFinger;
let directory: string;
/** What a real Exim with GnuTLS did at each host. */
let seenOfExim: ReadonlyMap<string, 'authenticated' | 'deferred'>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'havedane-differential-'));
  await chmod(directory, 0o755);
  const configuration = join(directory, 'postfix');
  await mkdir(configuration);
  await writeFile(
    join(configuration, 'main.cf'),
    'compatibility_level = 3.6\nsmtp_dns_support_level = dnssec\nsmtp_host_lookup = dns\n',
  );
  const contexts = new Map<string, SecureContext>(CASES.map((one) => [one.host, contextOf(one)]));
  server = await startMailServer({
    ...{ host: SERVER, port: 25 },
    tls: {
      SNICallback: (name, callback) => callback(null, contexts.get(name)),
      ciphers: 'DEFAULT:@SECLEVEL=0',
    },
  });
  dns = await startSignedDns({
    resolver: RESOLVER,
    records: CASES.flatMap(({ host, records }) => [
      `${host}. A ${SERVER}`,
      ...records.map((record) => `_25._tcp.${host}. TLSA ${formatTlsa(record)}`),
    ]),
  });
  finger = await PosttlsFinger.create({ directory, resolverAddress: RESOLVER.address, configuration });
  seenOfExim = await askExim();
});

afterAll(async () => {
  await Promise.all([dns.stop(), server.close()]);
  await rm(directory, { recursive: true, force: true });
});

function contextOf({ chain }: DaneCase): SecureContext {
  const cert = chain.map(({ pem }) => pem).join('');
  return createSecureContext({ key: chain[0].keyPem, cert, ciphers: 'DEFAULT:@SECLEVEL=0' });
}

async function product(
  host: string,
): Promise<{ readonly words: string; readonly senders: ProbeSenderBody[] }> {
  const resolver = createResolver({ servers: [RESOLVER], timeoutMs: 5000 });
  const { body } = await probe(host, { port: 25 }, { resolver, now: Date.now });
  const { addresses, senders } = body.hosts[0]!;
  const [handshake] = addresses[0]!.handshakes;
  const reasons = handshake?.records.map(({ reason }) => reason).join() ?? '';
  return { words: handshake?.dane === 'verified' ? 'verified' : reasons, senders };
}

async function openssl(host: string, { records }: DaneCase): Promise<string> {
  const { stdout, stderr } = await run('openssl', [
    ...['s_client', '-starttls', 'smtp', '-connect', `${SERVER}:25`, '-servername', host, '-brief'],
    // As Postfix has them: no SHA-1, and no longer chains.
    ...[
      '-auth_level',
      '1',
      '-verify_depth',
      '9',
      '-no-CAfile',
      '-no-CApath',
      '-no-CAstore',
      '-verify',
      '9',
      '-verify_return_error',
    ],
    ...['-dane_tlsa_domain', host, '-dane_ee_no_namechecks', '-cipher', 'DEFAULT:@SECLEVEL=0'],
    ...records.flatMap((record) => ['-dane_tlsa_rrdata', formatTlsa(record)]),
  ]);
  const output = stdout + stderr;
  return /^Verification: OK$/m.test(output) ? 'verified' : output;
}

/** The server refuses the message within TLS, for good: what Exim defers it did not authenticate. */
async function askExim(): Promise<typeof seenOfExim> {
  const profile = { ...SENDER_PROFILES['exim-dane'], address: EXIM, resolver: RESOLVER.address };
  const exim = new Exim('exim-dane', join(directory, 'exim'), profile);
  await exim.start();
  const recipients = CASES.map(({ host }) => `test@${host}`);
  const message = await exim.send({ from: 'visitor@sender.test', recipients, subject: 'chains' });
  return new Map(
    (await exim.attempts(message)).map(({ recipient, reason }) => [
      recipient.replace('test@', ''),
      reason.includes(' CV=dane: SMTP error') ? 'authenticated' : 'deferred',
    ]),
  );
}

async function postfix(host: string): Promise<string> {
  const report = await finger.ask(`[${host}]`);
  return verdictOf(report) === 'verified' ? 'verified' : report;
}

describe(`the probe, OpenSSL and Postfix agree on ${CASES.length} of ${CASE_COUNT} chains`, () => {
  it.each(CASES.map((one) => [one.title, one] as const))('%s', async (title, one) => {
    const { words, senders } = await product(one.host);
    const said = {
      product: words,
      openssl: await openssl(one.host, one),
      postfix: await postfix(one.host),
    };
    const verdicts = Object.values(said).map((said) => said === 'verified');
    const isAgreed = verdicts.every((verdict) => verdict === verdicts[0]);
    expect(isAgreed, `${DIFFERENCES[title] ?? ''} ${JSON.stringify(said, null, 1)}`).toBe(
      DIFFERENCES[title] === undefined,
    );

    const verdictOfSender = (name: string) => senders.find(({ sender }) => sender === name)?.verdict;
    expect(verdictOfSender('Postfix')).toBe(said.postfix === 'verified' ? 'authenticated' : 'deferred');
    expect([seenOfExim.get(one.host), 'not-known']).toContain(verdictOfSender('Exim'));
  });
});
