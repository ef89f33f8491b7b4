/**
 * MTA-STS with certificates that senders trust: real Caddy gets them from a real ACME server, serves the policies and hands the
 * fetches over; the receiver presents those of its mail servers, and follows renewals.
 */
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { CheckBody } from '#contracts';

import { CheckWatch, createCheck, readCheck, readScenarios } from '../lab/api-client.js';
import { Daemon } from '../lab/daemon.js';
import {
  DNS_PORT,
  LAB_DOMAIN,
  NAME_SERVER_ADDRESS,
  RECEIVER_ADDRESS,
  RECEIVER_PORT,
} from '../lab/lab-addresses.js';
import { makeLabDirectory } from '../lab/lab-directory.js';
import type { Lab } from '../lab/lab.js';
import { Postfix } from '../lab/postfix.js';
import { startLab } from '../lab/start-lab.js';
import { launchUnbound } from '../lab/unbound-process.js';
import {
  type AcmeAuthority,
  caddyfileFor,
  getOverTls,
  startAcmeAuthority,
} from '../support/acme-authority.js';
import { freePort } from '../support/free-port.js';
import { type PolicyResolver, startPolicyResolver } from '../support/policy-resolver.js';
import { releaseSharedLab } from '../support/shared-lab.js';
import { SmtpClient } from '../support/smtp-client.js';

const WEB = { http: 80, tls: 443 };
const LOOPBACK = '127.0.0.1';
const RESOLVER_OF_AUTHORITY = '127.0.0.63';
/** Those that Caddy gets certificates for here: of all of them, an ACME client would wait to spare the authority. */
const SERVED = ['sts-good', 'sts-cert', 'sts-none'];
/** One whose policy host the authority does not find in DNS. */
const ABSENT = 'sts-mx';
const MAIL_SERVER = `mx1-sts-good.${LAB_DOMAIN}`;

let dir: string;
let dns: Daemon;
let authority: AcmeAuthority;
let lab: Lab;
let caddy: Daemon | undefined;
let resolver: PolicyResolver;
let sender: Postfix;

beforeAll(async () => {
  await releaseSharedLab();
  dir = await makeLabDirectory();
  dns = await launchUnbound({
    ...{ directory: join(dir, 'unbound'), trustAnchor: null },
    listen: { address: RESOLVER_OF_AUTHORITY, port: DNS_PORT },
    settings: [
      'local-zone: "." static',
      'local-zone: "test." nodefault',
      `local-zone: "${LAB_DOMAIN}." transparent`,
      `local-zone: "mta-sts.${ABSENT}.${LAB_DOMAIN}." always_nxdomain`,
    ],
    stubs: [{ zone: LAB_DOMAIN, nameServers: [{ address: NAME_SERVER_ADDRESS, port: DNS_PORT }] }],
  });
  authority = await startAcmeAuthority(dir, {
    ...{ web: WEB, dnsServer: `${RESOLVER_OF_AUTHORITY}:${DNS_PORT}` },
  });
  const root = join(dir, 'root.pem');
  await writeFile(root, authority.root);
  lab = await startLab([], {
    environment: {
      MTA_STS: join(dir, 'storage'),
      ...{ TRUSTED_PROXIES: LOOPBACK, NODE_EXTRA_CA_CERTS: root },
    },
  });
  resolver = await startPolicyResolver(lab.directory, root);
  sender = new Postfix('tls', join(lab.directory, 'postfix-public'), {
    ...{ smtp_bind_address: LOOPBACK, smtp_tls_CAfile: root, smtp_tls_policy_maps: resolver.policyMap },
  });
  await sender.start();
});

afterAll(async () => {
  await sender.stop();
  await resolver.daemon.stop();
  await caddy?.stop();
  await lab.stop();
  await authority.daemon.stop();
  await dns.stop();
  await rm(dir, { recursive: true, force: true });
});

/** Why those with a policy are not offered, each reason with its scenarios. */
async function missing(): Promise<ReadonlyMap<string, string | null>> {
  const scenarios = await readScenarios(lab.product.url);
  return new Map(scenarios.map((scenario) => [scenario.id, scenario.missing]));
}

/** Ours, with fewer names, and without the sites that have none then. */
function withFewNames(caddyfile: string): string {
  const sites = /((?:\t\S+\.\{\$DOMAIN\},\n)*\t\S+\.\{\$DOMAIN\}) (\{\n(?:\t\t.*\n)*\t\}\n)/g;
  return caddyfile.replace(sites, (_, names: string, block: string) => {
    const kept = names.split(',\n').filter((name) => isServed(name));
    return kept.length === 0 ? '' : `${kept.join(',\n')} ${block}`;
  });
}

function isServed(name: string): boolean {
  return [...SERVED, ABSENT, 'sts-host'].some((id) => name.includes(`${id}.`));
}

/** The names that Caddy has got certificates for. */
async function certificates(): Promise<readonly string[]> {
  const files = await readdir(join(dir, 'storage'), { recursive: true });
  return files.filter((path) => path.endsWith('.crt')).map((path) => basename(path, '.crt'));
}

async function presented(): Promise<{ readonly serialNumber: string; readonly issuer: string }> {
  const client = await SmtpClient.greeted(RECEIVER_PORT, RECEIVER_ADDRESS, '127.0.0.61');
  await client.command('EHLO client.test');
  const certificate = (await client.startTls(MAIL_SERVER)).getPeerX509Certificate();
  await client.quit();
  expect(certificate?.checkHost(MAIL_SERVER)).toBe(MAIL_SERVER);
  return { serialNumber: certificate?.serialNumber ?? '', issuer: certificate?.issuer ?? '' };
}

async function startCaddy(): Promise<Daemon> {
  return Daemon.start({
    name: 'caddy',
    command: ['caddy', 'run', '--config', join(dir, 'Caddyfile'), '--adapter', 'caddyfile'],
    cwd: dir,
    env: {
      ...{ HOME: dir, MTA_STS: 'true', DOMAIN: LAB_DOMAIN, PUBLIC_URL: `http://${LAB_DOMAIN}` },
      ...{ API_PORT: new URL(lab.product.url).port, CADDY_HEALTH_PORT: String(await freePort()) },
    },
  });
}

it('leaves those out whose certificates are not there, and offers them once Caddy has got them', async () => {
  const before = await missing();
  expect(SERVED.map((id) => before.get(id))).toEqual(SERVED.map(() => 'public-certificate'));
  const config = join(dir, 'Caddyfile');
  const ours = await caddyfileFor(dir, authority, {
    ...{ web: WEB, bind: RECEIVER_ADDRESS, disabled: 'disable_tlsalpn_challenge' },
  });
  // Alone with one name it makes one ACME account. Caddy 2.6 makes one for each of several new names, and keeps the key of one with
  // the address of another.
  const options = ours.slice(0, ours.indexOf('\n}\n\n') + 3);
  await writeFile(config, `${options}\nmta-sts.sts-good.${LAB_DOMAIN} {\n}\n`);
  const first = await startCaddy();
  await first.ready(() =>
    first.lines.some((line) => line.includes('obtained successfully')) ? true : undefined,
  );
  await first.stop();
  await writeFile(config, withFewNames(ours));
  caddy = await startCaddy();
  const after = await caddy.ready(async () => {
    const now = await missing();
    return [...SERVED, 'sts-host'].every((id) => now.get(id) === null) ? now : undefined;
  });
  expect(after.get('sts-wild')).toBe('public-certificate');
  expect((await presented()).issuer).toContain('Pebble');
});

it('leaves out the one whose policy host is not in DNS, although its mail server has a certificate', async () => {
  const absent = `mta-sts.${ABSENT}.${LAB_DOMAIN}`;
  const failed = () => caddy?.lines.some((line) => line.includes('"will retry"') && line.includes(absent));
  await caddy?.ready(async () => (failed() === true ? true : undefined));
  const mailServer = `mx1-${ABSENT}.${LAB_DOMAIN}`;
  await caddy?.ready(async () => ((await certificates()).includes(mailServer) ? true : undefined));
  expect(await certificates()).not.toContain(absent);
  expect((await missing()).get(ABSENT)).toBe('public-certificate');
});

async function deliver(token: string, id: string, localAddress: string): Promise<void> {
  const client = await SmtpClient.greeted(RECEIVER_PORT, RECEIVER_ADDRESS, localAddress);
  await client.command('EHLO client.test');
  await client.startTls(`mx1-${id}.${LAB_DOMAIN}`);
  await client.command('EHLO client.test');
  expect(await client.deliver(`${token}@${id}.${LAB_DOMAIN}`)).toMatch(/^250/);
  await client.quit();
}

it('keeps who fetched a policy, as Caddy saw it', async () => {
  const { token } = await createCheck(lab.product.url);
  const host = `mta-sts.sts-none.${LAB_DOMAIN}`;
  const address = '127.0.0.62';
  const asked = { host: RECEIVER_ADDRESS, port: WEB.tls, path: '/.well-known/mta-sts.txt' };
  const { body } = await getOverTls({ ...asked, servername: host, localAddress: address }, authority.root);
  expect(body).toContain('mode: none');
  const untrusted = { ...asked, servername: `mta-sts.sts-host.${LAB_DOMAIN}` };
  await expect(getOverTls(untrusted, authority.root)).rejects.toThrow(/certificate/);
  await deliver(token, 'sts-none', address);
  const { observations } = await readCheck(lab.product.url, token);
  expect(observations.filter(({ kind }) => kind === 'policy-fetch')).toMatchObject([
    { clientAddress: address, scenario: 'sts-none', tls: { version: 'TLSv1.3', serverName: host } },
  ]);
});

/** As Caddy's container notes when it served policies: from that second on, until then. */
async function noteServed(from: number, until: number): Promise<void> {
  const file = join(dir, 'storage', 'served', String(from));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '');
  await utimes(file, until, until);
}

it('leaves a failure open where Caddy was away before it', async () => {
  const { token } = await createCheck(lab.product.url);
  for (const id of ['sts-good', 'sts-cert']) await deliver(token, id, '127.0.0.63');
  const deliveredAt = Math.floor(Date.now() / 1_000);
  const failure = async () => {
    const { mtaSts, results } = await readCheck(lab.product.url, token);
    const { finding } = results.find(({ scenario }) => scenario === 'sts-cert') ?? {};
    return { outcome: mtaSts?.outcome, provisional: mtaSts?.provisional, finding };
  };
  const final = {
    ...{ outcome: 'does-not-enforce', provisional: false },
    finding: 'accepted-against-policy',
  };
  const open = { ...final, provisional: true, finding: 'policy-not-given' };
  expect(await failure()).toEqual(final);
  const began = deliveredAt - 7_200;
  await noteServed(began, deliveredAt - 60);
  await expect.poll(failure).toEqual(open);
  await noteServed(deliveredAt - 30, deliveredAt + 10);
  await expect.poll(failure).toEqual(open);
  await noteServed(began, deliveredAt + 10);
  await expect.poll(failure).toEqual(final);
  await rm(join(dir, 'storage', 'served'), { recursive: true });
});

it('shows that Postfix enforces MTA-STS', async () => {
  const watch = await CheckWatch.open(lab.product.url, (await createCheck(lab.product.url)).token);
  const mailed = ({ scenarios }: CheckBody) =>
    scenarios.filter(({ id }) => ['do', 'dont', 'wrong', ...SERVED].includes(id));
  await sender.send({
    from: 'visitor@sender.test',
    recipients: mailed(watch.current).map(({ address }) => address),
    subject: watch.current.token,
  });
  const check = await watch.until(
    (latest) =>
      mailed(latest).every(({ state }) => ['delivered', 'refused'].includes(state)) &&
      (latest.mtaSts?.protection ?? null) !== null,
    'what it does at every host',
  );
  watch.close();
  expect(check.mtaSts).toMatchObject({ outcome: 'enforces', protection: 'mta-sts', provisional: false });
  const fetch = check.observations.find(
    ({ kind, scenario }) => kind === 'policy-fetch' && scenario === 'sts-good',
  );
  expect(fetch).toMatchObject({ clientAddress: LOOPBACK, attribution: 'same-client' });
});

it('presents the certificate that Caddy gets next', async () => {
  const { serialNumber: first } = await presented();
  await caddy?.stop();
  const storage = join(dir, 'storage');
  const kept = (await readdir(storage, { recursive: true })).find((path) => path.endsWith(MAIL_SERVER));
  await rm(join(storage, kept ?? ''), { recursive: true });
  caddy = await startCaddy();
  await caddy.ready(async () => ((await presented()).serialNumber === first ? undefined : true));
});
