import { execFile } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { CERTIFICATE_IDS, SCENARIOS } from '#scenarios';
import { generateZones } from '#zones';

import { CertificateSelector } from '../../apps/smtp/src/tls/certificate-selector.js';
import {
  DOMAIN,
  copyCertificates,
  startReceiver,
  type ReceiverFixture,
} from '../support/receiver-fixture.js';
import { certificateSet, makeCertificates } from '../support/made-certificates.js';
import { SmtpClient } from '../support/smtp-client.js';

const PUBLIC = { publicUrl: 'https://havedane.test', publicIpv4: '192.0.2.1', publicIpv6: undefined };

type Files = Readonly<Record<string, string>>;

const CERTIFICATE_FILES = [
  'ca.cert.pem',
  ...CERTIFICATE_IDS.flatMap((name) => [`${name}.key.pem`, `${name}.cert.pem`, `${name}.chain.pem`]),
];

let dirs: string[] = [];
let mine: Files;
let other: Files;
let dir: string;
let receiver: ReceiverFixture | undefined;

beforeAll(async () => {
  dirs = await Promise.all([copyCertificates(), makeCertificates()]);
  [mine, other] = (await Promise.all(dirs.map(contents))) as [Files, Files];
});

afterAll(async () => {
  await Promise.all(dirs.map((path) => rm(path, { recursive: true, force: true })));
});

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'havedane-copied-'));
  await write(mine);
});

afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
  await rm(dir, { recursive: true, force: true });
});

async function contents(path: string): Promise<Files> {
  const entries = CERTIFICATE_FILES.map(async (name) => [name, await readFile(join(path, name), 'utf8')]);
  return Object.fromEntries(await Promise.all(entries)) as Files;
}

async function write(files: Files): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
}

/** Root may read any file, whatever its mode. */
async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work();
  const nobody = 65_534;
  for (const path of [dir, ...CERTIFICATE_FILES.map((name) => join(dir, name))])
    await chown(path, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

const pick = (files: Files, prefix: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name.startsWith(prefix)));

/** The certificate that a client is shown, in PEM's base64. */
async function shown(): Promise<string> {
  const client = await SmtpClient.greeted(receiver!.port);
  await client.command('EHLO client.test');
  const { raw } = (await client.startTls(`do.${DOMAIN}`)).getPeerCertificate();
  await client.quit();
  return raw.toString('base64');
}

const bodyOf = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, '');
const half = (text: string): string => text.slice(0, Math.floor(text.length / 2));
const messages = (start: string): unknown[] =>
  receiver!.logs.filter(({ msg }) => String(msg).startsWith(start));

/** As the receiver does it every two seconds: the first look sees the change, the second takes it over. */
async function look(times = 2): Promise<void> {
  for (let count = 0; count < times; count += 1) await receiver!.receiver.takeOverCertificates();
}

/** What may stand in place of a good set, and what is said of it. */
const BAD: readonly (readonly [name: string, make: () => Promise<void>, says: RegExp])[] = [
  ['an empty chain', () => write({ 'leaf.chain.pem': '' }), /leaf\.chain\.pem holds no whole certificate/],
  ['an empty key', () => write({ 'leaf.key.pem': '' }), /leaf\.key\.pem holds no private key/],
  [
    'a key that is cut off',
    () => write({ 'leaf.key.pem': half(mine['leaf.key.pem']!) }),
    /leaf\.key\.pem holds no private key/,
  ],
  [
    'a chain that is cut off in its first certificate',
    () => write({ 'leaf.chain.pem': half(mine['leaf.cert.pem']!) }),
    /holds no whole certificate/,
  ],
  [
    'a chain that is cut off before the authority',
    () => write({ 'leaf.chain.pem': mine['leaf.cert.pem']! + half(mine['ca.cert.pem']!) }),
    /does not match the TLSA record 2 1 1 of ca\.cert\.pem at do/,
  ],
  ['garbage', () => write({ 'leaf.chain.pem': '\u0001garbage' }), /holds no whole certificate/],
  [
    'zeros, as a power cut leaves them',
    () => write({ 'leaf.chain.pem': '\0'.repeat(4096) }),
    /leaf\.chain\.pem cannot be read: it holds NUL octets/,
  ],
  [
    'a certificate of garbage',
    () => write({ 'leaf.chain.pem': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n' }),
    /holds a certificate that cannot be read/,
  ],
  [
    'the key of another set',
    () => write({ 'leaf.key.pem': other['leaf.key.pem']! }),
    /leaf\.key\.pem is not the key of the first certificate in leaf\.chain\.pem/,
  ],
  [
    'a chain in the wrong order',
    () => write({ 'leaf.chain.pem': mine['ca.cert.pem']! + mine['leaf.cert.pem']! }),
    /is not a chain/,
  ],
  [
    'key and chain of a set other than the one that DNS describes',
    () => write({ 'leaf.key.pem': other['leaf.key.pem']!, 'leaf.chain.pem': other['leaf.chain.pem']! }),
    /leaf\.chain\.pem does not match the TLSA record 2 1 1 of ca\.cert\.pem at do/,
  ],
  [
    'a leaf that the record of the spare at the broken host matches',
    async () => {
      const names = ['key', 'cert', 'chain'].map((part) => `${part}.pem`);
      await write(Object.fromEntries(names.map((name) => [`leaf.${name}`, mine[`spare.${name}`]!])));
    },
    /leaf\.chain\.pem matches the TLSA record 3 1 1 of spare\.cert\.pem at wrong, which it must not match/,
  ],
  [
    'a key with a passphrase',
    async () => {
      const key = createPrivateKey(mine['leaf.key.pem']!);
      const text = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
      await write({ 'leaf.key.pem': text.toString() });
    },
    /holds no private key that can be used without a passphrase/,
  ],
  ['no key', () => rm(join(dir, 'leaf.key.pem')), /leaf\.key\.pem cannot be read: there is no such file/],
  [
    'a directory in place of a key',
    async () => {
      await rm(join(dir, 'leaf.key.pem'));
      await mkdir(join(dir, 'leaf.key.pem'));
    },
    /leaf\.key\.pem cannot be read: it is a directory/,
  ],
  [
    'a pipe in place of a chain',
    async () => {
      await rm(join(dir, 'leaf.chain.pem'));
      await promisify(execFile)('mkfifo', [join(dir, 'leaf.chain.pem')]);
    },
    /leaf\.chain\.pem cannot be read: it is no regular file/,
  ],
  ['a certificate for DNS that is empty', () => write({ 'ca.cert.pem': '' }), /ca\.cert\.pem holds no whole/],
  [
    'a file without end',
    () => write({ 'leaf.chain.pem': 'x'.repeat(2 ** 21) }),
    /has more than 1048576 bytes/,
  ],
  [
    'a set for another domain',
    () => write(certificateSet({ domain: 'other.example' })),
    /leaf\.chain\.pem is not for do\.havedane\.test: it was made for another DOMAIN/,
  ],
  [
    'a set without the names of the checks',
    () => write(certificateSet({ dnsNames: SCENARIOS.map(({ id }) => `${id}.${DOMAIN}`) })),
    /leaf\.chain\.pem is not for token\.do\.havedane\.test/,
  ],
  [
    'an expired set',
    () => write(certificateSet({ notAfter: new Date(Date.now() - 1000) }, {})),
    /the certificate in leaf\.chain\.pem expired on/,
  ],
  [
    'a set of an expired authority',
    () => write(certificateSet({}, { notAfter: new Date(Date.now() - 1000) })),
    /the authority in leaf\.chain\.pem expired on/,
  ],
  [
    'a set that is not valid yet',
    () => write(certificateSet({ notBefore: new Date(Date.now() + 3_600_000) }, {})),
    /the certificate in leaf\.chain\.pem is not valid before .*; is the clock of this machine right\?/,
  ],
];

describe('the receiver, when its certificates are replaced while it runs', () => {
  it('takes over a set of another kind that fits', async () => {
    receiver = await startReceiver({ certsDir: dir });
    const set = certificateSet({});
    await write(set);
    await look(3);
    expect(await shown()).toBe(bodyOf(set['leaf.cert.pem']!));
  });

  it.each(BAD)('stays with the old ones and says so once: %s', async (_, make, says) => {
    receiver = await startReceiver({ certsDir: dir });
    await make();
    await look(5);
    expect(messages('certificates not reloaded')).toMatchObject([
      { err: { message: expect.stringMatching(says) as string } },
    ]);
    expect(messages('certificates reloaded')).toEqual([]);
    expect(await shown()).toBe(bodyOf(mine['leaf.cert.pem']!));

    for (const name of ['leaf.key.pem', 'leaf.chain.pem'])
      await rm(join(dir, name), { recursive: true, force: true });
    await write(other);
    await look(3);
    expect(messages('certificates not reloaded')).toHaveLength(1);
    expect(messages('certificates reloaded')).toHaveLength(1);
    expect(await shown()).toBe(bodyOf(other['leaf.cert.pem']!));
  });

  it('waits until the zone describes them, for the zone is what senders go by', async () => {
    const zone = () =>
      generateZones({ domain: DOMAIN, dnsTtl: 300, certsDir: dir, zonesDir: dir, ...PUBLIC });
    await zone();
    receiver = await startReceiver({ certsDir: dir });
    await write(other);
    await look(4);
    expect(await shown()).toBe(bodyOf(mine['leaf.cert.pem']!));
    expect(messages('certificates not reloaded')).toMatchObject([
      {
        err: {
          message: expect.stringMatching(
            /leaf\.chain\.pem matches no TLSA record at _25\._tcp\.do\./,
          ) as string,
        },
      },
    ]);
    await zone();
    await look();
    expect(await shown()).toBe(bodyOf(other['leaf.cert.pem']!));
  });

  it('waits while key and chain are replaced one after the other', async () => {
    receiver = await startReceiver({ certsDir: dir });
    for (const [name, text] of Object.entries(other)) {
      await write({ [name]: text });
      await look(1);
    }
    expect(messages('certificates')).toEqual([]);
    await look(1);
    expect(messages('certificates')).toMatchObject([{ msg: 'certificates reloaded' }]);
    expect(await shown()).toBe(bodyOf(other['leaf.cert.pem']!));
  });

  it('takes nothing over where nothing has changed, and says nothing', async () => {
    receiver = await startReceiver({ certsDir: dir });
    await look(4);
    expect(messages('certificates')).toEqual([]);
  });

  it('keeps the spare of before when the new one cannot be used, and takes it when it can', async () => {
    receiver = await startReceiver({ certsDir: dir });
    await write({ 'spare.key.pem': '' });
    await look(5);
    expect(messages('a certificate is not reloaded')).toHaveLength(1);
    expect(messages('without its certificate')).toEqual([]);
    await write(pick(mine, 'spare.'));
    await look(3);
    expect(messages('certificates reloaded')).toHaveLength(1);
  });

  it('tries those alone that are others than before', async () => {
    const selector = await CertificateSelector.load({ dir, zonesDir: dir, domain: DOMAIN, tls: {} });
    const contexts = () => (['leaf', 'self'] as const).map((id) => selector.select(id)?.context);
    const [leaf, self] = contexts();
    await write(pick(other, 'self.'));
    expect(await selector.reload()).toBe(true);
    const [leafNow, selfNow] = contexts();
    expect(leafNow).toBe(leaf);
    expect(selfNow).toBeDefined();
    expect(selfNow).not.toBe(self);
  });

  it('notices that a file can be read again', async () => {
    receiver = await startReceiver({ certsDir: dir });
    await write(other);
    await chmod(join(dir, 'leaf.key.pem'), 0);
    await asOrdinaryUser(() => look(3));
    expect(messages('certificates not reloaded')).toHaveLength(1);
    await chmod(join(dir, 'leaf.key.pem'), 0o600);
    await look(2);
    expect(await shown()).toBe(bodyOf(other['leaf.cert.pem']!));
  });
});

describe('the receiver, at its start', () => {
  it.each(BAD)('refuses, with one line that says what to do: %s', async (_, make, says) => {
    await make();
    const failure: unknown = await startReceiver({ certsDir: dir }).then(
      (started) => (receiver = started),
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      name: 'CertificateFileError',
      message: expect.stringMatching(says) as string,
    });
    const { message } = failure as Error;
    expect(message).not.toContain('\n');
    expect(message).toMatch(/(Restore|Make|must be able)/);
  });

  it('refuses certificates that its zone does not describe, and none of another domain', async () => {
    await generateZones({ domain: DOMAIN, dnsTtl: 300, certsDir: dir, zonesDir: dir, ...PUBLIC });
    const records = await readFile(join(dir, 'records.json'), 'utf8');
    await write(other);
    await expect(startReceiver({ certsDir: dir })).rejects.toThrow(
      /`havedane dns` makes of the certificates\. If the certificates are right, run `havedane dns`/,
    );
    await writeFile(join(dir, 'records.json'), records.slice(0, -10));
    await expect(startReceiver({ certsDir: dir })).rejects.toThrow(
      /^No certificate can be compared with its records: .*records\.json does not hold .*: run npm run dns again\.$/,
    );
    await writeFile(join(dir, 'records.json'), records.replaceAll(DOMAIN, 'another.test'));
    receiver = await startReceiver({ certsDir: dir });
    expect(await shown()).toBe(bodyOf(other['leaf.cert.pem']!));
  });

  it('never presents a spare that is the leaf', async () => {
    for (const part of ['key', 'chain'])
      await cp(join(dir, `leaf.${part}.pem`), join(dir, `spare.${part}.pem`));
    receiver = await startReceiver({ certsDir: dir });
    expect(messages('without its certificate')).toMatchObject([
      { reason: expect.stringMatching(/spare\.chain\.pem does not match/) as string },
    ]);
  });
});
