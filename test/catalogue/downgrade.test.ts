/** Hosts that stand for an attacker who takes TLS away, and others whose listener is not the usual one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateCertificates, type PublicCertificates } from '#certs';
import { type Check, checkHost, judge } from '#checks';
import type { ScenarioId } from '#scenarios';

import { startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { newMessage, SmtpClient } from '../support/smtp-client.js';

const DOMAIN = 'havedane.test';
/** In the order of the table. */
const OWN_ADDRESSES = { plain: '127.0.0.91', 'no-tls': '127.0.0.92', 'tls-454': '127.0.0.93' };
type OwnHost = keyof typeof OWN_ADDRESSES;

let dir: string;
let certificates: PublicCertificates;
let fixture: ReceiverFixture;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-downgrade-'));
  const options = { domain: DOMAIN, lifetimeDays: 30, rsaBits: 2048, rotate: false };
  ({ certificates } = await generateCertificates({ ...options, dir }));
  fixture = await startReceiver({
    certsDir: dir,
    env: { PUBLIC_IPV4: '127.0.0.1', EXTRA_IPV4: Object.values(OWN_ADDRESSES).join(', ') },
  });
});

afterAll(async () => {
  await fixture.close();
  await rm(dir, { recursive: true });
});

/** The ids of the test catalogue are none that the compiler knows. */
const known = (id: string): ScenarioId => id as ScenarioId;
const hostOf = ({ token }: Check, id: string): string => checkHost(token, known(id), DOMAIN);
const addressOf = (check: Check, id: string): string => `test@${hostOf(check, id)}`;

/** Each test is a server of its own: another loopback address. */
let lastClient = 100;
function newClient(): string {
  lastClient += 1;
  return `127.0.1.${lastClient}`;
}

async function greet(host: string | null, client: string, name = 'mx1.sender.test'): Promise<SmtpClient> {
  const address = host === null ? '127.0.0.1' : OWN_ADDRESSES[host as OwnHost];
  const port = fixture.addresses.find((one) => one.address === address)!.port;
  const smtp = await SmtpClient.greeted(port, address, client);
  await smtp.command(`EHLO ${name}`);
  return smtp;
}

/** One message by a client that uses TLS where it is offered. */
async function deliver(check: Check, id: string, client: string): Promise<string> {
  const isOwn = id in OWN_ADDRESSES;
  const smtp = await greet(isOwn ? id : null, client);
  if (!isOwn) {
    await smtp.startTls(hostOf(check, id));
    await smtp.command('EHLO mx1.sender.test');
  }
  const reply = await smtp.deliver(addressOf(check, id), newMessage('Message-ID: <1@sender.test>'));
  await smtp.quit();
  return reply;
}

/** A client that demands TLS there. */
async function withhold(host: OwnHost, client: string, name?: string): Promise<void> {
  const smtp = await greet(host, client, name);
  if (host === 'tls-454') expect(await smtp.command('STARTTLS')).toMatch(/^454 4\.7\.0 /);
  await smtp.quit();
}

async function resultAt(check: Check, id: string) {
  const verdict = judge(await fixture.observations(check), Date.now());
  const [result] = verdict.servers.flatMap(({ results }) => results.filter((one) => one.scenario === id));
  return {
    outcome: verdict.outcome,
    state: result?.state,
    conclusion: result?.conclusion,
    finding: result?.finding,
  };
}

describe('a host without STARTTLS', () => {
  it('neither offers nor knows it', async () => {
    const smtp = await SmtpClient.greeted(
      fixture.addresses.find(({ address }) => address === OWN_ADDRESSES['no-tls'])!.port,
      OWN_ADDRESSES['no-tls'],
    );
    const offered = await smtp.command('EHLO client.test');
    expect(offered).toContain('PIPELINING');
    expect(offered).not.toContain('STARTTLS');
    expect(await smtp.command('STARTTLS')).toMatch(/^50[02] /);
    await smtp.quit();
  });

  it.each(['no-tls', 'tls-454'] as const)(
    'that has TLSA records is likely passed by a server that leaves there once and sends in the clear where it may (%s)',
    async (id) => {
      const check = await fixture.createCheck();
      const client = newClient();
      expect(await deliver(check, 'do', client)).toMatch(/^250 /);
      expect(await deliver(check, 'plain', client)).toMatch(/^250 /);
      await withhold(id, client);
      await expect
        .poll(() => resultAt(check, id))
        .toMatchObject({ state: 'likely-refused', conclusion: 'waiting', finding: 'withheld-once' });
      // It shows no certificate that was refused.
      expect((await resultAt(check, id)).outcome).toBe('waiting');
    },
  );

  it.each(['no-tls', 'tls-454'] as const)(
    'fails a server that delivers there in the clear (%s)',
    async (id) => {
      const check = await fixture.createCheck();
      const client = newClient();
      await withhold(id, client);
      expect(await deliver(check, 'do', client)).toMatch(/^250 /);
      expect(await deliver(check, id, client)).toMatch(/^250 /);
      expect(await resultAt(check, id)).toEqual({
        outcome: 'does-not-enforce',
        state: 'delivered-in-clear',
        conclusion: 'fail',
        finding: 'delivered-in-clear',
      });
    },
  );

  it('proves nothing of a server that may demand TLS everywhere', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    await deliver(check, 'do', client);
    await withhold('no-tls', client);
    await expect
      .poll(() => resultAt(check, 'no-tls'))
      .toMatchObject({ state: 'likely-refused', conclusion: 'waiting', finding: 'withheld-without-control' });
  });

  it('proves nothing of a server that gives in where it may', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    await deliver(check, 'do', client);
    for (const host of ['no-tls', 'plain'] as const) await withhold(host, client);
    await deliver(check, 'plain', client);
    await expect
      .poll(() => resultAt(check, 'no-tls'))
      .toMatchObject({ state: 'likely-refused', finding: 'withheld-at-control-too' });
  });

  it('proves nothing while two checks are mailed from the same address', async () => {
    const [check, other] = await Promise.all([fixture.createCheck(), fixture.createCheck()]);
    const client = newClient();
    for (const one of [check, other]) {
      await deliver(one, 'do', client);
      await deliver(one, 'plain', client);
    }
    await withhold('no-tls', client);
    for (const one of [check, other])
      await expect
        .poll(() => resultAt(one, 'no-tls'))
        .toMatchObject({ state: 'likely-refused', finding: 'withheld-from-shared-address' });
  });

  it('proves nothing by another machine behind the same address', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    await deliver(check, 'do', client);
    await deliver(check, 'plain', client);
    await withhold('no-tls', client, 'laptop.lan');
    await expect
      .poll(() => resultAt(check, 'no-tls'))
      .toMatchObject({ state: 'likely-refused', finding: 'withheld-under-another-name' });
  });

  it('counts no session of a client that delivered nothing, or that did not ask for TLS where it is deferred', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    await deliver(check, 'do', client);
    await deliver(check, 'plain', client);
    await withhold('no-tls', newClient());
    await (await greet('tls-454', client)).quit();
    await expect
      .poll(() => resultAt(check, 'tls-454'))
      .toMatchObject({ conclusion: 'waiting', state: 'left' });
    expect(await resultAt(check, 'no-tls')).toMatchObject({ state: 'not-tested' });
  });

  it('keeps nothing of a client that says no EHLO', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    await deliver(check, 'do', client);
    const port = fixture.addresses.find(({ address }) => address === OWN_ADDRESSES['no-tls'])!.port;
    await (await SmtpClient.greeted(port, OWN_ADDRESSES['no-tls'], client)).quit();
    await withhold('no-tls', client);
    await expect.poll(() => resultAt(check, 'no-tls')).toMatchObject({ state: 'likely-refused' });
    const seen = (await fixture.observations(check)).filter(({ scenario }) => scenario === known('no-tls'));
    expect(seen).toMatchObject([{ kind: 'left', attribution: 'same-client', exclusive: true }]);
  });
});

describe('an address of one host', () => {
  it('takes no message for another, and the others take none for it', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    const smtp = await greet('no-tls', client);
    expect(await smtp.deliver(addressOf(check, 'do'))).toMatch(/^451 4\.4\.4 /);
    await smtp.quit();
    const shared = await greet(null, client);
    expect(await shared.deliver(addressOf(check, 'no-tls'))).toMatch(/^451 4\.4\.4 /);
    await shared.quit();
    expect((await fixture.observations(check)).filter(({ kind }) => kind === 'delivered')).toEqual([]);
  });
});

describe('a host that resets the handshake', () => {
  const beReset = async (check: Check, client: string): Promise<void> => {
    const smtp = await greet(null, client);
    await expect(smtp.startTls(hostOf(check, 'reset'))).rejects.toThrow();
    await smtp.closed;
  };

  it('is seen to be left alone, which is likely a refusal', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    await deliver(check, 'do', client);
    await deliver(check, 'plain', client);
    await beReset(check, client);
    await expect
      .poll(() => resultAt(check, 'reset'))
      .toMatchObject({ state: 'likely-refused', conclusion: 'waiting', finding: 'withheld-once' });
    const [seen] = (await fixture.observations(check)).filter(({ scenario }) => scenario === known('reset'));
    expect(seen).toMatchObject({
      kind: 'tls-failed',
      attribution: 'exact',
      tls: { serverName: hostOf(check, 'reset') },
      evidence: { certificate: null, end: 'server-closed' },
    });
  });

  it('fails a server that comes back in the clear, or that was never seen by its server name', async () => {
    const [check, other] = await Promise.all([fixture.createCheck(), fixture.createCheck()]);
    const client = newClient();
    await deliver(check, 'do', client);
    await beReset(check, client);
    const inClear = await greet(null, client);
    expect(await inClear.deliver(addressOf(check, 'reset'))).toMatch(/^250 /);
    await inClear.quit();
    expect(await resultAt(check, 'reset')).toMatchObject({ conclusion: 'fail', state: 'delivered-in-clear' });

    await deliver(other, 'do', client);
    const nameless = await greet(null, client);
    await nameless.startTls(undefined);
    await nameless.command('EHLO mx1.sender.test');
    expect(await nameless.deliver(addressOf(other, 'reset'))).toMatch(/^250 /);
    await nameless.quit();
    expect(await resultAt(other, 'reset')).toMatchObject({
      conclusion: 'fail',
      finding: 'accepted-unmatched-certificate',
    });
  });
});

describe('a host with old versions of TLS', () => {
  it.each(['TLSv1', 'TLSv1.1'] as const)('presents its certificate to a client of %s', async (version) => {
    const check = await fixture.createCheck();
    const smtp = await greet(null, newClient());
    const socket = await smtp.startTls(hostOf(check, 'old-tls'), {
      ...{ minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' },
    });
    expect(socket.getPeerCertificate().raw.equals(certificates[known('vintage') as never])).toBe(true);
    await smtp.command('EHLO mx1.sender.test');
    expect(await smtp.deliver(addressOf(check, 'old-tls'))).toMatch(/^250 /);
    await smtp.quit();
    expect((await fixture.observations(check)).at(-1)).toMatchObject({ kind: 'delivered', tls: { version } });
  });

  it('completes no handshake with a client of today, while every other host does', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    const smtp = await greet(null, client);
    await expect(smtp.startTls(hostOf(check, 'old-tls'))).rejects.toThrow();
    await expect
      .poll(async () => (await fixture.observations(check)).map(({ kind }) => kind))
      .toEqual(['tls-failed']);
    expect(await deliver(check, 'do', client)).toMatch(/^250 /);
  });

  it('is failed by a server that delivers there in the clear', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    await deliver(check, 'do', client);
    const smtp = await greet(null, client);
    expect(await smtp.deliver(addressOf(check, 'old-tls'))).toMatch(/^250 /);
    await smtp.quit();
    expect(await resultAt(check, 'old-tls')).toMatchObject({
      conclusion: 'fail',
      state: 'delivered-in-clear',
    });
  });
});

describe('a host that requires TLS', () => {
  it('takes messages over TLS alone', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    const smtp = await greet(null, client);
    expect(await smtp.deliver(addressOf(check, 'tls-only'))).toMatch(/^530 5\.7\.0 /);
    await smtp.quit();
    expect(await deliver(check, 'tls-only', client)).toMatch(/^250 /);
    expect(await resultAt(check, 'tls-only')).toMatchObject({ state: 'delivered', conclusion: 'pass' });
  });
});

describe('a host that defers the first attempt', () => {
  it('takes the second one, and the deferral puts no doubt on what else the server does', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    expect(await deliver(check, 'defers', client)).toMatch(/^451 4\.7\.1 /);
    expect(await deliver(check, 'do', client)).toMatch(/^250 /);
    const refusing = await greet(null, client);
    await refusing.startTls(hostOf(check, 'wrong'));
    await refusing.quit();
    expect(await deliver(check, 'defers', client)).toMatch(/^250 /);
    expect(await resultAt(check, 'defers')).toMatchObject({ state: 'delivered', conclusion: 'pass' });
    await expect
      .poll(() => resultAt(check, 'wrong'))
      .toMatchObject({ state: 'refused', finding: 'refused-unmatched-certificate', outcome: 'enforces' });
  });

  it('fails a server whose second attempt comes in the clear', async () => {
    const check = await fixture.createCheck();
    const client = newClient();
    expect(await deliver(check, 'defers', client)).toMatch(/^451 /);
    const smtp = await greet(null, client);
    expect(await smtp.deliver(addressOf(check, 'defers'))).toMatch(/^250 /);
    await smtp.quit();
    expect(await resultAt(check, 'defers')).toMatchObject({
      conclusion: 'fail',
      state: 'delivered-in-clear',
    });
  });
});
