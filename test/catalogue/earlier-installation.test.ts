/** An installation of a version that knew two certificates and three scenarios, taken over by one that knows more. */
import { cp, mkdtemp, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  generateCertificates,
  installNextCertificates,
  prepareNextCertificates,
  readCertificates,
} from '#certs';
import { judge } from '#checks';
import { CERTIFICATE_IDS } from '#scenarios';
import { dnsRecords, tlsaChanges } from '#zones';

import { writeEarlierCertificates } from '../support/earlier-certificates.js';
import { startReceiver } from '../support/receiver-fixture.js';
import { sampleObservation } from '../support/sample-observation.js';

const DOMAIN = 'havedane.test';
const OPTIONS = { domain: DOMAIN, lifetimeDays: 30, rsaBits: 2048, rotate: false };
const ADDRESSES = { domain: DOMAIN, publicIpv4: '192.0.2.1', publicIpv6: undefined };
const KNOWN = ['leaf', 'spare'];
const NEW = CERTIFICATE_IDS.filter((id) => !KNOWN.includes(id));

let dir: string;
let before: Record<string, string>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-earlier-'));
  before = await writeEarlierCertificates(dir, DOMAIN);
});

afterEach(() => rm(dir, { recursive: true }));

const contents = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      Object.keys(before).map(async (name) => [name, await readFile(join(dir, name), 'utf8')]),
    ),
  ) as Record<string, string>;

const recordsOf = async () =>
  dnsRecords(
    { ...ADDRESSES, dnsTtl: 60, publicUrl: `https://${DOMAIN}` },
    await readCertificates(dir, DOMAIN),
  );

describe('the certificates of an earlier version', () => {
  it('stay as they are, and get those that it did not know', async () => {
    const result = await generateCertificates({ ...OPTIONS, dir });
    expect(result).toMatchObject({ outcome: 'completed', made: NEW });
    expect(await contents()).toEqual(before);
    expect(await readlink(join(dir, '.current'))).toBe('.set-Xa81Bc');
    expect(await readlink(join(dir, 'self.key.pem'))).toBe('.current/self/self.key.pem');
    expect(await generateCertificates({ ...OPTIONS, dir })).toMatchObject({ outcome: 'unchanged' });
  });

  it('keep their TLSA records: only those of other scenarios are new', async () => {
    const result = await generateCertificates({ ...OPTIONS, dir });
    if (result.outcome !== 'completed') throw new Error(result.outcome);
    const changes = tlsaChanges(ADDRESSES, result.before, result.certificates);
    expect(changes.length).toBeGreaterThan(0);
    // This instance does not publish them.
    expect(changes.filter(({ name }) => /\.(no-tls|ipv6)\./.test(name))).toEqual([]);
    const ofThree = (name: string) => /\.(do|dont|wrong)\.havedane\.test\.$/.test(name);
    expect(changes.filter((change) => ofThree(change.name))).toEqual([]);
    expect((await recordsOf()).filter(({ name, type }) => type === 'TLSA' && ofThree(name))).toHaveLength(10);
  });

  it('may be copies rather than links', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'havedane-copied-'));
    for (const name of Object.keys(before)) await cp(await realPath(name), join(copy, name));
    await rm(dir, { recursive: true });
    await cp(copy, dir, { recursive: true });
    await rm(copy, { recursive: true });
    await generateCertificates({ ...OPTIONS, dir });
    expect(await contents()).toEqual(before);
    expect(await generateCertificates({ ...OPTIONS, dir })).toMatchObject({ outcome: 'unchanged' });
  });

  it('that come next in a rollover get them as well, and can be installed', async () => {
    const next = await mkdtemp(join(tmpdir(), 'havedane-next-'));
    const files = await writeEarlierCertificates(next, DOMAIN);
    await cp(join(next, '.set-Xa81Bc'), join(dir, '.set-Qd71fE'), { recursive: true });
    await symlink('.set-Qd71fE', join(dir, '.next'));
    await rm(next, { recursive: true });

    await generateCertificates({ ...OPTIONS, dir });
    const prepared = await prepareNextCertificates({ ...OPTIONS, dir });
    expect(Object.keys(prepared).sort()).toEqual(['ca', ...CERTIFICATE_IDS].sort());
    await installNextCertificates(dir, DOMAIN);
    expect(await contents()).toEqual(files);
    expect(await generateCertificates({ ...OPTIONS, dir })).toMatchObject({ outcome: 'unchanged' });
  });

  async function realPath(name: string): Promise<string> {
    return join(dir, await readlink(join(dir, name)));
  }
});

describe('the receiver, before the others are made', () => {
  it('presents what there is, says what is missing, and keeps the meaning of what was recorded', async () => {
    const receiver = await startReceiver({ certsDir: dir });
    const missing = receiver.logs
      .filter(({ level }) => level === 'warn')
      .map(({ certificate }) => certificate);
    expect(missing).toEqual(NEW);

    const { token } = await receiver.createCheck();
    const at = Date.now();
    const sample = sampleObservation(token, { at, scenario: 'wrong' });
    const evidence = { ...sample.evidence!, certificate: 'spare' as const };
    const refusal = sampleObservation(token, { at, kind: 'refused', scenario: 'wrong' });
    for (const one of [sampleObservation(token, { at }), refusal, { ...sample, evidence }])
      await receiver.store.observations.append(one);
    const check = await receiver.store.checks.find(token, at);
    const verdict = judge(
      await receiver.store.observations.ofCheck({ token, createdAt: at, expiresAt: at + 1 }),
      at,
    );
    expect(verdict.outcome).toBe('enforces');
    expect(check?.check.token).toBe(token);
    expect((await receiver.store.checks.findLive(token, at))?.get('wrong')?.closedAt).toBe(at);
    await receiver.close();
  });
});
