/** The release of a check at the receiver: who is shown the spare certificate, from when on, and what is recorded. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateCertificates } from '#certs';
import { type Check, judge, type ReleaseFacts, type Releases } from '#checks';
import type { Store } from '#store';

import { overriding } from '../support/overriding.js';
import { DOMAIN, insertCheck, startReceiver, type ReceiverFixture } from '../support/receiver-fixture.js';
import { sampleObservation } from '../support/sample-observation.js';
import { SmtpClient } from '../support/smtp-client.js';

const MINUTE_MS = 60_000;
const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;

let fixture: ReceiverFixture;
let fingerprints: Record<string, string>;

beforeAll(async () => {
  fixture = await startReceiver();
  fingerprints = Object.fromEntries(
    ['leaf', 'spare'].map((name) => [fingerprint(fixture.certsDir, name), name]),
  );
});

afterAll(async () => {
  await fixture.close();
});

function fingerprint(dir: string, name: string): string {
  return new X509Certificate(readFileSync(join(dir, `${name}.cert.pem`))).fingerprint256;
}

/** Which certificate is presented to a client that sends that server name. It quits before it names a recipient. */
async function presentedTo(name: string | undefined, port = fixture.port): Promise<string | undefined> {
  const client = await SmtpClient.greeted(port);
  await client.command('EHLO client.test');
  const { fingerprint256 } = (await client.startTls(name)).getPeerCertificate();
  await client.quit();
  return fingerprints[fingerprint256];
}

const wrongHost = ({ token }: Check): string => `${token}.wrong.${DOMAIN}`;

/** A check that a server of its own refused that long ago. */
async function refusedCheck(agoMs: number, store: Store = fixture.store): Promise<Check> {
  const check = await insertCheck(store);
  const at = Date.now() - agoMs;
  const refusal = { kind: 'refused', scenario: 'wrong', at } as const;
  await store.observations.append(sampleObservation(check.token, { at }));
  expect(await store.observations.append(sampleObservation(check.token, refusal))).toBe('stored');
  return check;
}

describe('the spare certificate', () => {
  it('is presented when the release was asked for, to the host of that check alone', async () => {
    const [released, refused, fresh] = await Promise.all([
      refusedCheck(0),
      refusedCheck(0),
      fixture.createCheck(),
    ]);
    await fixture.store.checks.requestRelease(released.token, 'wrong', Date.now());
    expect(await presentedTo(wrongHost(released))).toBe('spare');
    expect(await presentedTo(wrongHost(released).toUpperCase())).toBe('spare');
    const others = [
      `${released.token}.do.${DOMAIN}`,
      `${released.token}.dont.${DOMAIN}`,
      wrongHost(refused),
      wrongHost(fresh),
      `0123456789ab.wrong.${DOMAIN}`,
      `wrong.${DOMAIN}`,
      DOMAIN,
      `${wrongHost(released)}.example`,
      undefined,
    ];
    expect(await Promise.all(others.map((name) => presentedTo(name)))).toEqual(others.map(() => 'leaf'));
  });

  it('is presented by itself, when the time after the refusal is over', async () => {
    const [early, late] = await Promise.all([refusedCheck(2 * MINUTE_MS), refusedCheck(3 * MINUTE_MS)]);
    expect(await presentedTo(wrongHost(early))).toBe('leaf');
    expect(await presentedTo(wrongHost(late))).toBe('spare');
  });

  it('is presented only when asked for, where RELEASE_AFTER_MINUTES is 0', async () => {
    const patient = await startReceiver({
      certsDir: fixture.certsDir,
      env: { RELEASE_AFTER_MINUTES: '0' },
    });
    const check = await refusedCheck(60 * MINUTE_MS, patient.store);
    expect(await presentedTo(wrongHost(check), patient.port)).toBe('leaf');
    await patient.store.checks.requestRelease(check.token, 'wrong', Date.now());
    await expect.poll(() => presentedTo(wrongHost(check), patient.port)).toBe('spare');
    await patient.close();
  });

  it('follows within a moment, when the release is asked for between two retries', async () => {
    const check = await refusedCheck(0);
    expect(await presentedTo(wrongHost(check))).toBe('leaf');
    await fixture.store.checks.requestRelease(check.token, 'wrong', Date.now());
    await expect.poll(() => presentedTo(wrongHost(check))).toBe('spare');
  });
});

describe.each(VERSIONS)('a sender at a released check, with %s', (version) => {
  const tls = { minVersion: version, maxVersion: version };

  it('delivers, which is recorded with the certificate and changes no verdict', async () => {
    const check = await fixture.createCheck();
    const control = await SmtpClient.secured(fixture.port, `${check.token}.do.${DOMAIN}`, tls);
    await control.command('EHLO client.test');
    await control.deliver(`test@${check.token}.do.${DOMAIN}`);
    await control.quit();
    const refusing = await SmtpClient.secured(fixture.port, wrongHost(check), tls);
    refusing.socket.end();
    await refusing.closed;
    await expect.poll(async () => await releaseFacts(check)).toBeDefined();
    await fixture.store.checks.requestRelease(check.token, 'wrong', Date.now());
    await expect.poll(() => deliverTo(check)).toMatch(/^250 /);

    const observations = await fixture.observations(check);
    const ends = observations.filter(({ kind }) => kind !== 'tls-established');
    expect(ends.at(1)).toMatchObject({ kind: 'refused', evidence: { certificate: 'leaf' } });
    expect(ends.at(-1)).toMatchObject({
      kind: 'delivered',
      scenario: 'wrong',
      tls: { version, serverName: wrongHost(check) },
      evidence: { certificate: 'spare' },
    });
    expect(ends.at(-1)?.detail).toMatch(
      /^We accepted a message of \d+ bytes over TLSv1\.[23]\. We had presented our spare certificate, which /,
    );
    const [, , wrong] = judge(observations, Date.now()).scenarios;
    expect(wrong).toMatchObject({ state: 'refused', conclusion: 'pass' });
    // From then on the host presents what it always presents.
    expect((await releaseFacts(check))?.closedAt).toBe(ends.at(-1)?.at);
    expect(await presentedTo(wrongHost(check))).toBe('leaf');
  });

  it('is seen to refuse again, when it does', async () => {
    const check = await refusedCheck(3 * MINUTE_MS);
    const client = await SmtpClient.secured(fixture.port, wrongHost(check), tls);
    client.socket.end();
    await client.closed;
    await expect.poll(async () => (await fixture.observations(check)).length).toBe(4);
    const [, , established, refused] = await fixture.observations(check);
    expect(established).toMatchObject({ kind: 'tls-established', evidence: { certificate: 'spare' } });
    expect(refused).toMatchObject({ kind: 'refused', evidence: { certificate: 'spare' } });
    expect(refused?.detail).toMatch(
      /after it had seen our spare certificate, which one of the TLSA records matches, before it said EHLO again\.$/,
    );
  });

  it('does not enforce, when it names no host and takes the certificate that does not match', async () => {
    const check = await refusedCheck(3 * MINUTE_MS);
    const client = await SmtpClient.secured(fixture.port, undefined, tls);
    await client.command('EHLO client.test');
    expect(await client.deliver(`test@${check.token}.do.${DOMAIN}`)).toMatch(/^250 /);
    expect(await client.deliver(`test@${wrongHost(check)}`)).toMatch(/^250 /);
    await client.quit();
    const observations = await fixture.observations(check);
    expect(observations.at(-1)).toMatchObject({ kind: 'delivered', evidence: { certificate: 'leaf' } });
    const [, , wrong] = judge(observations, Date.now()).scenarios;
    expect(wrong).toMatchObject({ state: 'delivered', conclusion: 'fail' });
  });

  /** Verifies as a sender with DANE does: it leaves unless the certificate is the one that matches. */
  async function deliverTo(check: Check): Promise<string> {
    const client = await SmtpClient.greeted(fixture.port);
    await client.command('EHLO client.test');
    const { fingerprint256 } = (await client.startTls(wrongHost(check), tls)).getPeerCertificate();
    if (fingerprints[fingerprint256] !== 'spare') {
      client.socket.end();
      return 'refused';
    }
    await client.command('EHLO client.test');
    const reply = await client.deliver(`test@${wrongHost(check)}`);
    await client.quit();
    return reply;
  }
});

describe('the look-up of a release', () => {
  it('asks the store once for a name that no check has, however often it comes', async () => {
    const asked: string[] = [];
    const watched = await startReceiver({
      certsDir: fixture.certsDir,
      wrapStore: (store) =>
        withFindLive(store, (token, now) => {
          asked.push(token);
          return store.checks.findLive(token, now);
        }),
    });
    for (let handshake = 0; handshake < 5; handshake += 1) {
      expect(await presentedTo(`0123456789ab.wrong.${DOMAIN}`, watched.port)).toBe('leaf');
      expect(await presentedTo(`0123456789ab.do.${DOMAIN}`, watched.port)).toBe('leaf');
    }
    await watched.close();
    expect(asked).toEqual(['0123456789ab']);
  });

  it('ends with the usual certificate and a line in the log, when the store fails', async () => {
    const broken = await startReceiver({
      certsDir: fixture.certsDir,
      wrapStore: (store) => withFindLive(store, () => Promise.reject(new Error('disk I/O error'))),
    });
    const check = await refusedCheck(3 * MINUTE_MS, broken.store);
    expect(await presentedTo(wrongHost(check), broken.port)).toBe('leaf');
    expect(broken.logs).toContainEqual(
      expect.objectContaining({
        level: 'error',
        token: check.token,
        msg: 'the store could not be asked whether a check is released',
      }),
    );
    await broken.close();
  });

  it('harms nobody, when the client is gone before the answer', async () => {
    const answers: ((releases: Releases | null) => void)[] = [];
    const slow = await startReceiver({
      certsDir: fixture.certsDir,
      wrapStore: (store) => withFindLive(store, () => new Promise((resolve) => answers.push(resolve))),
    });
    const client = await SmtpClient.greeted(slow.port);
    await client.command('EHLO client.test');
    const handshake = client.startTls(`0123456789ab.wrong.${DOMAIN}`);
    await expect.poll(() => answers.length).toBe(1);
    client.socket.destroy();
    await expect(handshake).rejects.toThrow();
    await expect.poll(() => slow.receiver.openConnections).toBe(0);
    for (const answer of answers) answer(null);
    expect(await presentedTo(`do.${DOMAIN}`, slow.port)).toBe('leaf');
    await slow.close();
  });

  function withFindLive(store: Store, findLive: Store['checks']['findLive']): Store {
    return { ...store, checks: overriding(store.checks, { findLive }) };
  }
});

describe('the receiver, when the spare', () => {
  const options = { domain: DOMAIN, lifetimeDays: 30, rsaBits: 2048, rotate: false };
  const WARNING = 'without its certificate no refused message can be released';

  it.each(['missing', 'damaged'] as const)(
    'is %s, says so, presents the leaf, and presents the spare once it was made and read',
    async (state) => {
      const dir = await mkdtemp(join(tmpdir(), 'havedane-certs-'));
      await generateCertificates({ ...options, dir });
      await rm(join(dir, '.current', 'spare', state === 'missing' ? 'spare.key.pem' : 'spare.chain.pem'));
      const { receiver, port, store, logs, close } = await startReceiver({ certsDir: dir });
      expect(logs).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          msg: WARNING,
          reason: expect.stringMatching(
            /spare\.\w+\.pem cannot be read: there is no such file \(ENOENT\)\. Make the certificates with/,
          ) as string,
        }),
      );
      const check = await refusedCheck(3 * MINUTE_MS, store);
      const seen = async (): Promise<string | undefined> => {
        const client = await SmtpClient.greeted(port);
        await client.command('EHLO client.test');
        const { fingerprint256 } = (await client.startTls(wrongHost(check))).getPeerCertificate();
        await client.quit();
        return fingerprint256;
      };
      expect(await seen()).toBe(fingerprint(dir, 'leaf'));

      await generateCertificates({ ...options, dir, rotate: state === 'damaged' });
      await receiver.reloadCertificates();
      expect(logs.filter(({ msg }) => msg === WARNING)).toHaveLength(1);
      expect(await seen()).toBe(fingerprint(dir, 'spare'));
      await close();
      await rm(dir, { recursive: true });
    },
  );
});

async function releaseFacts({ token }: Check): Promise<ReleaseFacts | undefined> {
  const releases = await fixture.store.checks.findLive(token, Date.now());
  return releases?.get('wrong');
}
