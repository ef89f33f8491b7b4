/** Mail that was refused and goes elsewhere: what the receiver presents at each address, and what is concluded from it. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Check, checkHost, judge } from '#checks';
import type { CertificateId, ScenarioId } from '#scenarios';

import { DOMAIN, type ReceiverFixture, startReceiver } from '../support/receiver-fixture.js';
import { newMessage, SmtpClient } from '../support/smtp-client.js';

const USUAL = '127.0.0.1';
const FALLBACK = '127.0.0.95';

let fixture: ReceiverFixture;
let check: Check;
/** Each test has a check and a server of its own: what names no check could be of any. */
let client = '';
let clients = 100;

beforeAll(async () => {
  fixture = await startReceiver({ env: { PUBLIC_IPV4: USUAL, EXTRA_IPV4: FALLBACK, DNS_PROVIDER: 'knot' } });
});

beforeEach(async () => {
  check = await fixture.createCheck();
  clients += 1;
  client = `127.0.2.${clients}`;
});

afterAll(() => fixture.close());

const hostOf = (id: ScenarioId): string => checkHost(check.token, id, DOMAIN);

async function greet(address: string): Promise<SmtpClient> {
  const { port } = fixture.addresses.find((one) => one.address === address)!;
  const smtp = await SmtpClient.greeted(port, address, client);
  await smtp.command('EHLO mx1.sender.test');
  return smtp;
}

/** Over TLS to that host; undefined: the client names none. */
async function deliver(address: string, host: string | undefined, id: ScenarioId): Promise<string> {
  const smtp = await greet(address);
  await smtp.startTls(host);
  await smtp.command('EHLO mx1.sender.test');
  const reply = await smtp.deliver(`test@${hostOf(id)}`, newMessage('Message-ID: <1@sender.test>'));
  await smtp.quit();
  return reply;
}

/** The certificate does not match, so that it leaves. */
async function refuse(address: string, host: string): Promise<void> {
  const smtp = await greet(address);
  await smtp.startTls(host);
  await smtp.quit();
}

const verdict = async () => judge(await fixture.observations(check), Date.now());
const resultAt = async (id: ScenarioId) =>
  (await verdict()).servers.flatMap(({ results }) => results).find(({ scenario }) => scenario === id);

describe('the certificate', () => {
  it.each<[string, string, (() => string) | undefined, CertificateId]>([
    ['the first MX host', USUAL, () => `mx1-mx-next.${DOMAIN}`, 'leaf'],
    ['the second MX host', FALLBACK, () => `mx2-mx-next.${DOMAIN}`, 'fallback'],
    ['the second MX host without TLSA records', FALLBACK, () => `mx2-mx-none.${DOMAIN}`, 'fallback'],
    ['one address of a host', USUAL, () => hostOf('addr-two'), 'topology'],
    ['the other one', FALLBACK, () => hostOf('addr-two'), 'fallback'],
    ['no host at the usual address', USUAL, undefined, 'leaf'],
    ['no host at the address of fallbacks', FALLBACK, undefined, 'fallback'],
  ])('is that of %s', async (_what, address, host, id) => {
    const smtp = await greet(address);
    const tls = await smtp.startTls(host?.());
    const pem = await readFile(join(fixture.certsDir, `${id}.cert.pem`));
    expect(tls.getPeerCertificate().raw.equals(new X509Certificate(pem).raw)).toBe(true);
    await smtp.quit();
  });
});

describe('a recipient', () => {
  it('of another scenario is not accepted at the address of fallbacks', async () => {
    expect(await deliver(FALLBACK, hostOf('do'), 'do')).toMatch(/^4/);
  });
});

describe('a server', () => {
  it('that refuses the first host and delivers to the second enforces DANE', async () => {
    expect(await deliver(USUAL, hostOf('do'), 'do')).toMatch(/^250 /);
    await refuse(USUAL, `mx1-mx-next.${DOMAIN}`);
    expect(await deliver(FALLBACK, `mx2-mx-next.${DOMAIN}`, 'mx-next')).toMatch(/^250 /);
    await expect.poll(() => resultAt('mx-next')).toMatchObject({ state: 'refused', conclusion: 'pass' });
    expect(await verdict()).toMatchObject({ outcome: 'enforces', provisional: false });
  });

  it('that refuses one address of a host and delivers to the other passes as well', async () => {
    expect(await deliver(USUAL, hostOf('do'), 'do')).toMatch(/^250 /);
    await refuse(USUAL, hostOf('addr-two'));
    expect(await deliver(FALLBACK, hostOf('addr-two'), 'addr-two')).toMatch(/^250 /);
    await expect.poll(() => resultAt('addr-two')).toMatchObject({ state: 'refused', conclusion: 'pass' });
  });

  it('that delivers to a host without TLSA records, and names none, is not at fault', async () => {
    expect(await deliver(USUAL, hostOf('do'), 'do')).toMatch(/^250 /);
    expect(await deliver(FALLBACK, undefined, 'mx-none')).toMatch(/^250 /);
    expect(await resultAt('mx-none')).toMatchObject({ finding: 'delivered-at-fallback', conclusion: 'info' });
    const [seen] = (await fixture.observations(check)).filter(({ scenario }) => scenario === 'mx-none');
    expect(seen?.detail).toMatch(/\. We had presented the certificate of our next MX host or address\.$/);
  });

  it('that delivers to the first host, and names none, does not enforce DANE', async () => {
    expect(await deliver(USUAL, hostOf('do'), 'do')).toMatch(/^250 /);
    expect(await deliver(USUAL, undefined, 'mx-none')).toMatch(/^250 /);
    expect(await resultAt('mx-none')).toMatchObject({ state: 'delivered', conclusion: 'fail' });
    expect((await verdict()).outcome).toBe('does-not-enforce');
  });
});
