/**
 * Every file that is read at the start or while something runs, and what may stand in its place: one line names the file and
 * what is wrong, and shows nothing of what it holds. The certificates of the receiver have a test of their own.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { beforeAll, describe, expect, it } from 'vitest';

import { readCertificates } from '#certs';
import { loadConfig } from '#config';
import { systemServers } from '#dns';
import { openConfiguredProvider, readSecretFile } from '#providers';
import { resolveRelay } from '#relay';
import { certificateFiles, rolloverStatus, runRollover } from '#rollover';
import { CERTIFICATE_IDS } from '#scenarios';
import { readGeneratedRecords, readZoneKey, readZoneOverrides } from '#zones';
import { EMPTY_WATCH_STATE, WatchFile } from '#watch';

import { asNobody, BAD_FILES, BAD_KINDS, type BadFile } from '../support/bad-files.js';
import { copyCertificates, DOMAIN } from '../support/receiver-fixture.js';
import { HOST, SERVER_OPTIONS, simpleWorld } from '../support/rollover-scenes.js';
import { tempDirOfTest } from '../support/temp-dir.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

interface ReadFile {
  /** Below a directory of its own. */
  readonly name: string;
  readonly good: string;
  readonly read: (path: string) => Promise<unknown>;
  /** Makes what else is read. */
  readonly besides?: (dir: string) => Promise<unknown>;
  /** What nobody can tell from a good one, or is none. */
  readonly fine?: readonly BadFile[];
}

const SECRET = 'c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IQ==';

let certificate: TestCertificate;

beforeAll(() => {
  certificate = issueCertificate({ name: HOST, dnsNames: [HOST] });
});

const provider = (env: Readonly<Record<string, string>>): Promise<unknown> => {
  const unused = () => Promise.reject(new Error('not to be called'));
  return openConfiguredProvider(loadConfig(env).dnsProvider, {
    lookUp: unused,
    ask: () => undefined,
    ownZone: { domain: DOMAIN, ttl: 60, generated: unused, readOverrides: unused, writeOverrides: unused },
  });
};

function serverCertificate(
  directory: string,
  cert: string,
  next = cert,
): ReturnType<typeof certificateFiles> {
  return certificateFiles({
    ...{ host: HOST, scheme: '3-1-1', reload: 'true', tlsaNames: [`_25._tcp.${HOST}.`], now: Date.now },
    ...{ directory, cert, key: null, nextCert: next, nextKey: null },
  });
}

/** A state as a run leaves it. */
async function rolloverState(): Promise<string> {
  const dir = await tempDirOfTest();
  const world = simpleWorld();
  await runRollover(HOST, SERVER_OPTIONS, () => Promise.resolve(world.ports()), dir);
  return readSecretFile(join(dir, `${HOST}.json`), 'state');
}

const FILES: Readonly<Record<string, () => ReadFile | Promise<ReadFile>>> = {
  'the TSIG key': () => ({
    name: 'tsig',
    good: `hmac-sha256:push:${SECRET}\n`,
    read: (path) =>
      provider({ DNS_PROVIDER: 'rfc2136', DNS_UPDATE_SERVER: '192.0.2.53', DNS_UPDATE_KEY_FILE: path }),
    // Shorter base64 is base64.
    fine: ['cut off'],
  }),
  'the token of Cloudflare': () => ({
    name: 'token',
    good: 'geheim-geheim-geheim\n',
    read: (path) => provider({ DNS_PROVIDER: 'cloudflare', CLOUDFLARE_API_TOKEN_FILE: path }),
    fine: ['cut off'],
  }),
  'the relay': () => ({
    name: 'relay',
    good: 'smtps://user:geheim@relay.example:465\n',
    read: (path) => resolveRelay(path),
  }),
  'the certificates of the appliance': async () => ({
    name: 'leaf.cert.pem',
    good: await readPublic(join(await copyCertificates(), 'leaf.cert.pem')),
    besides: async (dir) => {
      const certs = await copyCertificates();
      for (const id of ['ca', ...CERTIFICATE_IDS]) {
        const name = `${id}.cert.pem`;
        await writeFile(join(dir, name), await readPublic(join(certs, name)));
      }
    },
    read: (path) => readCertificates(dirname(path), DOMAIN),
  }),
  'the certificate of a mail server': () => ({
    name: 'server.pem',
    good: certificate.pem,
    read: (path) => serverCertificate(join(dirname(path), 'kept'), path).current(),
  }),
  'the next certificate of a mail server': () => ({
    name: 'next.pem',
    good: certificate.keyPem + certificate.pem,
    besides: (dir) => writeFile(join(dir, 'server.pem'), certificate.keyPem + certificate.pem),
    read: (path) =>
      serverCertificate(join(dirname(path), 'kept'), join(dirname(path), 'server.pem'), path).prepare(),
  }),
  'the kept copy of the next certificate': () => ({
    name: 'kept/chain.pem',
    good: certificate.pem,
    read: (path) => serverCertificate(dirname(path), '/nonexistent').peek(),
  }),
  'the state of a rollover': async () => ({
    name: `${HOST}.json`,
    good: await rolloverState(),
    read: (path) => rolloverStatus(HOST, dirname(path), Date.now()),
  }),
  'the records that a rollover keeps': () => ({
    name: 'overrides.json',
    good: '{ "kept": [], "leftOut": [] }\n',
    read: (path) => readZoneOverrides(dirname(path)),
  }),
  'the generated records': () => ({
    name: 'records.json',
    good: '[{ "name": "do.example.", "type": "A", "data": "192.0.2.1" }]\n',
    read: (path) => readGeneratedRecords(dirname(path)),
  }),
  'the key of the own zone': () => ({
    name: 'dnskey',
    good: `example. 3600 IN DNSKEY 257 3 13 ${'A'.repeat(86)}==\n`,
    read: (path) => readZoneKey(dirname(path), 'example'),
    fine: ['cut off'],
  }),
  'the resolvers of the machine': () => ({
    name: 'resolv.conf',
    good: '# made by hand\nnameserver 192.0.2.1\n',
    read: (path) => systemServers(path),
  }),
};

async function readPublic(path: string): Promise<string> {
  await chmod(path, 0o600);
  return readSecretFile(path, 'test');
}

async function placed(file: ReadFile): Promise<string> {
  const path = join(await tempDirOfTest(), file.name);
  await mkdir(dirname(path), { recursive: true });
  await file.besides?.(dirname(path));
  await writeFile(path, file.good, { mode: 0o600 });
  for (let dir = dirname(path); dir.includes('havedane-'); dir = dirname(dir)) await chmod(dir, 0o777);
  return path;
}

describe.each(Object.entries(FILES))('%s', (_, describeFile) => {
  it('can be used when it is good', async () => {
    const file = await describeFile();
    await expect(file.read(await placed(file))).resolves.toBeDefined();
  });

  it.each(BAD_KINDS)('is refused in one line: %s', async (kind) => {
    const file = await describeFile();
    if (file.fine?.includes(kind) === true) return;
    const path = await placed(file);
    await BAD_FILES[kind](path, file.good);
    const read = (): Promise<unknown> => file.read(path);
    const error: unknown = await (kind === 'a file that may not be read' ? asNobody(read) : read()).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    const { name, message } = error as Error;
    // One of our own, whose message is all that is shown.
    expect(['TypeError', 'SyntaxError', 'ZodError', 'UnfitFileError']).not.toContain(name);
    expect(error).not.toHaveProperty('syscall');
    expect(message).toContain(file.name.split('/').at(-1));
    expect(message).not.toMatch(/[\u0000-\u001f]|\u202e|<html>|geheim|c2Vjc/);
  });
});

describe('the memory of a watch', () => {
  const STATE = {
    ...EMPTY_WATCH_STATE,
    targets: { 'mx.test:25': { lookedAt: 1, promised: [], alert: null, policy: null } },
  };

  async function watched() {
    const dir = await tempDirOfTest();
    await chmod(dir, 0o777);
    const said: string[] = [];
    const file = new WatchFile(dir, (line) => said.push(line));
    await file.prepare();
    const path = join(dir, 'watch.json');
    await writeFile(path, JSON.stringify(STATE));
    expect(await file.read()).toEqual(STATE);
    return { file, path, said };
  }

  it.each(BAD_KINDS)('outlives in the process what the file becomes: %s', async (kind) => {
    const { file, path, said } = await watched();
    await BAD_FILES[kind](path, JSON.stringify(STATE));
    const look = async (): Promise<unknown> => {
      for (let count = 0; count < 3; count += 1) await file.read();
      return file.read();
    };
    const isForbidden = kind === 'a file that may not be read';
    expect(await (isForbidden ? asNobody(look) : look())).toEqual(STATE);
    expect(said).toHaveLength(isForbidden ? 1 : 0);
    if (isForbidden)
      return expect(said[0]).toMatch(/watch\.json cannot be read: this user may not \(EACCES\)/);
    // Who is about to write sets it aside, and writes what is known.
    await file.change(async (book) => {
      expect(book.state).toEqual(STATE);
      await book.save(book.state);
    });
    expect(said).toEqual([expect.stringMatching(/does not hold what a watch remembers\. It is now/)]);
    expect(await new WatchFile(dirname(path), () => undefined).read()).toEqual(STATE);
  });
});
