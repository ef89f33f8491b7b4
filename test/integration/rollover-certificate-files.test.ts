/** The certificate of somebody's own server in real files: what is taken for the next one, and how it takes the place. */
import {
  chmod,
  chown,
  link,
  mkdir,
  readdir,
  readFile,
  realpath,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { formatTlsa, tlsaRecord } from '#dane';
import { certificateFiles, type CertificateFilesOptions, RolloverError } from '#rollover';

import { tempDirOfTest } from '../support/temp-dir.js';
import { issueCertificate, type TestCertificate } from '../support/x509.js';

const HOST = 'mail.example.org';
const TLSA_NAME = '_25._tcp.mail.example.org.';
const NOW = Date.parse('2026-06-01T12:00:00Z');

const ca = issueCertificate({ name: 'CA', ca: true, keyUsage: 0x04 });
const nextCa = issueCertificate({ name: 'Next CA', ca: true, keyUsage: 0x04 });
const leaf = (changes: Partial<Parameters<typeof issueCertificate>[0]> = {}): TestCertificate =>
  issueCertificate({ name: HOST, issuer: ca, dnsNames: [HOST], ...changes });
const CURRENT = leaf();
const NEXT = leaf({ issuer: nextCa });
const RENEWED = leaf({ keyOf: CURRENT });

const chain = (certificate: TestCertificate, issuer = ca): string => certificate.pem + issuer.pem;
const record = (usage: number, { der }: TestCertificate) => ({
  name: TLSA_NAME,
  data: formatTlsa(tlsaRecord(usage, 1, 1, der)),
});

let dir: string;

beforeEach(async () => {
  dir = await tempDirOfTest();
  await write('server.pem', chain(CURRENT));
  await write('server.key', CURRENT.keyPem, 0o600);
  await write('next.pem', chain(NEXT, nextCa));
  await write('next.key', NEXT.keyPem, 0o600);
});

const at = (name: string): string => join(dir, name);
const read = (name: string): Promise<string> => readFile(at(name), 'utf8');

async function write(name: string, text: string, mode = 0o644): Promise<string> {
  await writeFile(at(name), text);
  await chmod(at(name), mode);
  return at(name);
}

const NAMES = { cert: 'server.pem', key: 'server.key', nextCert: 'next.pem', nextKey: 'next.key' };

/** Files by their names in the directory. */
function files(changes: Partial<CertificateFilesOptions> = {}) {
  const { cert, key, nextCert, nextKey } = { ...NAMES, ...changes };
  const pathOf = (name: string | null): string | null => (name === null ? null : at(name));
  return certificateFiles({
    ...{ host: HOST, scheme: '3-1-1', reload: `echo reloaded >> ${at('reloads')}`, tlsaNames: [TLSA_NAME] },
    ...{ directory: at(`${HOST}.next`), now: () => NOW, ...changes },
    ...{ cert: at(cert), key: pathOf(key), nextCert: at(nextCert), nextKey: pathOf(nextKey) },
  });
}

/** The message of the RolloverError, which is one line. */
async function refusal(action: Promise<unknown>): Promise<string> {
  const error: unknown = await action.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RolloverError);
  const { message } = error as RolloverError;
  expect(message).not.toContain('\n');
  return message.replaceAll(`${dir}/`, '');
}

async function contents(): Promise<Record<string, string>> {
  const entries = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isFile());
  return Object.fromEntries(await Promise.all(entries.map(async ({ name }) => [name, await read(name)])));
}

describe('the certificates of a server in files', () => {
  it('are described by the records of the scheme', async () => {
    expect(await files().current()).toEqual({
      chain: [CURRENT, ca].map(({ der }) => Uint8Array.from(der)),
      records: [record(3, CURRENT)],
    });
    expect(await files({ scheme: '3-1-1+2-1-1' }).peek()).toMatchObject({
      records: [record(3, NEXT), record(2, nextCa)],
    });
  });

  it('are changed in place, with owner and mode, and loaded', async () => {
    await chown(at('server.key'), 12_345, 23_456);
    await chmod(at('server.key'), 0o640);
    await files().prepare();
    await files().install();

    expect(await read('server.pem')).toBe(chain(NEXT, nextCa));
    expect(await read('server.key')).toBe(NEXT.keyPem);
    const { mode, uid, gid } = await stat(at('server.key'));
    expect([mode & 0o7777, uid, gid]).toEqual([0o640, 12_345, 23_456]);
    expect(await read('reloads')).toBe('reloaded\n');
    expect(await files().current()).toMatchObject({ records: [record(3, NEXT)] });
  });

  it('are kept beside those that take their place, until the next change', async () => {
    await chmod(at('server.key'), 0o640);
    await files().prepare();
    await files().install();
    await files().install();
    await files().finish();

    expect(await read('.server.pem.havedane-previous')).toBe(chain(CURRENT));
    expect(await read('.server.key.havedane-previous')).toBe(CURRENT.keyPem);
    expect((await stat(at('.server.key.havedane-previous'))).mode & 0o777).toBe(0o640);

    await write('next.pem', chain(CURRENT));
    await write('next.key', CURRENT.keyPem);
    await files().prepare();
    await files().install();
    expect(await read('.server.pem.havedane-previous')).toBe(chain(NEXT, nextCa));
  });

  it.each([
    ['another key', 'next.pem'],
    ['the same key', 'renewed.pem'],
  ])('are not touched beside those of another chain, for %s', async (_key, nextCert) => {
    const other = leaf({ key: 'rsa' });
    await write('renewed.pem', CURRENT.keyPem + chain(RENEWED));
    await write('next.pem', NEXT.keyPem + chain(NEXT, nextCa));
    const both = CURRENT.keyPem + chain(CURRENT) + other.keyPem + chain(other);
    await write('both.pem', both);
    const [untouched, combined] = [
      await contents(),
      files({ cert: 'both.pem', key: null, nextCert, nextKey: null }),
    ];
    const words = '--cert: both.pem holds several certificates or keys of a server: give each its own file';

    expect(await refusal(combined.peek())).toContain(words);
    expect(await refusal(combined.prepare())).toContain(words);
    expect(await contents()).toEqual(untouched);

    // What somebody adds between the two runs is no more ours.
    await write('both.pem', CURRENT.keyPem + chain(CURRENT));
    await combined.prepare();
    await write('both.pem', both);
    expect(await refusal(combined.install())).toContain(words);
    expect(await read('both.pem')).toBe(both);
  });

  it('are not touched beside another certificate, or another key in the file of the key', async () => {
    const other = leaf({ key: 'rsa' });
    await write('server.pem', chain(CURRENT) + other.pem);
    expect(await refusal(files().prepare())).toContain('--cert: server.pem holds several');
    await write('server.pem', chain(CURRENT));
    await write('server.key', CURRENT.keyPem + other.keyPem);
    await write('next.pem', chain(RENEWED));
    expect(await refusal(files({ nextKey: null }).prepare())).toContain('--key: server.key holds several');
  });

  it.each([
    ['that signed itself', () => chain(CURRENT) + issueCertificate({ name: 'other.test' }).pem, 'several'],
    [
      'behind a line that ends with a blank',
      () =>
        `${CURRENT.keyPem}${CURRENT.pem.trimEnd()} \n${leaf({ key: 'rsa' }).keyPem}${leaf({ key: 'rsa' }).pem}`,
      'several',
    ],
    ['that does not end', () => chain(CURRENT) + CURRENT.pem.replace('-----END', '-----'), 'does not end'],
  ])('are not touched beside another certificate %s', async (_case, content, says) => {
    const text = content();
    await write('server.pem', text);
    expect(await refusal(files().prepare())).toContain(says);
    expect(await read('server.pem')).toBe(text);
  });

  it('keep what is between them octet for octet, whatever its encoding', async () => {
    const comment = Buffer.from('# M\xfcller\n', 'latin1');
    await writeFile(at('server.pem'), Buffer.concat([comment, Buffer.from(chain(CURRENT))]));
    await files().prepare();
    await files().install();
    expect(await readFile(at('server.pem'))).toEqual(
      Buffer.concat([comment, Buffer.from(chain(NEXT, nextCa))]),
    );
  });

  it('are kept as they were taken, whatever becomes of the files, until the change is over', async () => {
    const taken = await files().prepare();
    await write('next.pem', 'renewed once more');
    await write('next.key', '');

    expect(await files().peek()).toEqual(taken);
    expect(await files().prepare()).toEqual(taken);
    const kept = await stat(at(`${HOST}.next`));
    expect(kept.mode & 0o777).toBe(0o700);
    for (const name of await readdir(at(`${HOST}.next`))) {
      expect((await stat(at(`${HOST}.next/${name}`))).mode & 0o777).toBe(0o600);
    }
    await files().install();
    expect(await read('server.key')).toBe(NEXT.keyPem);
    await files().finish();
    await files().finish();
    expect(await readdir(dir)).not.toContain(`${HOST}.next`);
  });

  it('are not touched by a look', async () => {
    const before = await contents();
    await files().current();
    await files().peek();
    expect(await contents()).toEqual(before);
    expect(await readdir(dir)).not.toContain(`${HOST}.next`);
  });

  it('go into one file where the server has one, in its order', async () => {
    await write('server.pem', CURRENT.keyPem + chain(CURRENT), 0o600);
    await write('next.pem', chain(NEXT, nextCa) + NEXT.keyPem, 0o600);
    const options = { key: null, nextKey: null } as const;
    await files(options).prepare();
    await files(options).install();
    expect(await read('server.pem')).toBe(NEXT.keyPem + chain(NEXT, nextCa));

    await write('server.pem', CURRENT.keyPem + chain(CURRENT), 0o600);
    await files({ key: 'server.pem', nextKey: null }).install();
    expect(await read('server.pem')).toBe(NEXT.keyPem + chain(NEXT, nextCa));
  });

  it('need no key when it stays', async () => {
    await write('next.pem', chain(RENEWED));
    expect(await files({ key: null, nextKey: null }).prepare()).toMatchObject({
      records: [record(3, CURRENT)],
    });
    await files({ key: null, nextKey: null }).install();
    expect(await read('server.pem')).toBe(chain(RENEWED));
    expect(await read('server.key')).toBe(CURRENT.keyPem);
  });

  it('are replaced where a link leads', async () => {
    await mkdir(at('real'));
    await write('real/chain.pem', chain(CURRENT));
    await symlink(at('real/chain.pem'), at('linked.pem'));
    await files({ cert: 'linked.pem' }).prepare();
    await files({ cert: 'linked.pem' }).install();
    expect(await read('real/chain.pem')).toBe(chain(NEXT, nextCa));
    expect(await realpath(at('linked.pem'))).toBe(await realpath(at('real/chain.pem')));
  });

  it('are installed after an interruption between the files, and nothing is left behind', async () => {
    await files().prepare();
    await write('server.key', NEXT.keyPem, 0o600);
    await write('.server.pem.havedane-next', 'half of a chai', 0o600);
    await files().install();
    await files().install();
    expect(await read('server.pem')).toBe(chain(NEXT, nextCa));
    expect(await read('reloads')).toBe('reloaded\nreloaded\n');

    await write('.server.key.havedane-next', 'half of a key', 0o600);
    await files().finish();
    expect((await readdir(dir)).filter((name) => name.endsWith('.havedane-next'))).toEqual([]);
  });

  it('are not taken from a copy that was never finished', async () => {
    await mkdir(at(`${HOST}.next.unfinished`));
    await write(`${HOST}.next.unfinished/chain.pem`, chain(CURRENT));
    expect(await files().prepare()).toMatchObject({ records: [record(3, NEXT)] });
    expect((await readdir(at(`${HOST}.next`))).sort()).toEqual(['chain.pem', 'key.pem']);
    expect(await readdir(dir)).not.toContain(`${HOST}.next.unfinished`);
  });
});

const elsewhere = leaf({ name: 'www.example.org', dnsNames: ['www.example.org'] });
const expired = leaf({ notAfter: new Date('2026-05-31') });
const future = leaf({ notBefore: new Date('2026-06-02') });
const LOCKED = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n';

describe('a next certificate that cannot be used', () => {
  it.each<[string, Record<string, string>, Partial<CertificateFilesOptions>, string]>([
    [
      'a missing file',
      {},
      { nextCert: 'no.pem' },
      '--next-cert: no.pem cannot be read: there is no such file (ENOENT): make it, or correct the path',
    ],
    [
      'a directory',
      {},
      { nextKey: 'folder' },
      '--next-key: folder cannot be read: it is a directory (EISDIR): a file belongs there',
    ],
    ['no PEM', { 'next.pem': 'text' }, {}, '--next-cert: next.pem holds no certificate in PEM'],
    [
      'a cut certificate',
      { 'next.pem': NEXT.pem.replace(/.{60}\n/, '') },
      {},
      '--next-cert: next.pem holds a certificate that cannot be read',
    ],
    ['no PEM in use', { 'server.pem': '' }, {}, '--cert: server.pem holds no certificate in PEM'],
    [
      'a key that does not belong',
      { 'next.key': ca.keyPem },
      {},
      '--next-key: next.key is not the key of the certificate in --next-cert',
    ],
    [
      'a key in use that does not belong',
      { 'server.key': ca.keyPem },
      {},
      '--key: server.key is not the key of the certificate in --cert',
    ],
    ['no key in its file', { 'next.key': NEXT.pem }, {}, '--next-key: next.key holds no private key in PEM'],
    [
      'two keys',
      { 'next.key': NEXT.keyPem + ca.keyPem },
      {},
      '--next-key: next.key holds several private keys: each certificate needs a file of its own',
    ],
    [
      'a key with a passphrase',
      { 'next.key': LOCKED },
      {},
      '--next-key: next.key holds a key with a passphrase, which a server cannot enter: store it without',
    ],
    [
      'a key that nobody names',
      {},
      { nextKey: null },
      '--next-cert: next.pem is for another key than the one in use: say with --next-key where it is',
    ],
    [
      'no place for the key',
      {},
      { key: null },
      'the next certificate has another key than server.pem: say with --key where the server reads its key',
    ],
    [
      'certificates out of order',
      { 'next.pem': nextCa.pem + NEXT.pem },
      {},
      "--next-cert: next.pem: the certificates are not in order: first the server's own, then always the issuer of the one before",
    ],
    [
      "another server's",
      { 'next.pem': chain(elsewhere), 'next.key': elsewhere.keyPem },
      {},
      '--next-cert: next.pem: the certificate is not for mail.example.org, as the current one is, but for www.example.org',
    ],
    [
      'an expired one',
      { 'next.pem': chain(expired), 'next.key': expired.keyPem },
      {},
      '--next-cert: next.pem: the certificate expired at May 31 00:00:00 2026 GMT',
    ],
    [
      'one of the future',
      { 'next.pem': chain(future), 'next.key': future.keyPem },
      {},
      '--next-cert: next.pem: the certificate is not valid before Jun  2 00:00:00 2026 GMT',
    ],
    [
      'no issuer for 2 1 1',
      { 'next.pem': NEXT.pem },
      { scheme: '3-1-1+2-1-1' },
      '--next-cert: next.pem holds no certificate of the issuer, which a record 2 1 1 needs: take the file with the whole chain, or --scheme 3-1-1',
    ],
  ])('is told in one line, and nothing is changed: %s', async (_, texts, options, message) => {
    await mkdir(at('folder'));
    for (const [name, text] of Object.entries(texts)) await write(name, text);
    const before = await contents();
    expect(await refusal(files(options).prepare())).toBe(message);
    expect(await contents()).toEqual(before);
    expect((await readdir(dir)).filter((name) => name.includes('next.'))).toHaveLength(2);
  });

  it('has no name of the host, which DANE-TA asks for', async () => {
    await write('server.pem', chain(leaf({ dnsNames: ['other.example.org'], keyOf: CURRENT })));
    const nameless = leaf({ dnsNames: ['other.example.org'], keyOf: NEXT });
    await write('next.pem', chain(nameless));
    expect(await refusal(files({ scheme: '3-1-1+2-1-1' }).prepare())).toContain('wrong-name');
    expect(await files().prepare()).toMatchObject({ records: [record(3, NEXT)] });
  });

  it.each(['symlink', 'hard link', 'same name'])(
    'is the file that the server loads already: %s',
    async (kind) => {
      if (kind === 'symlink') await symlink(at('server.pem'), at('alias.pem'));
      if (kind === 'hard link') await link(at('server.pem'), at('alias.pem'));
      const nextCert = kind === 'same name' ? 'server.pem' : 'alias.pem';
      expect(await refusal(files({ nextCert }).prepare())).toBe(
        '--cert and --next-cert are the same file, server.pem: give the server a copy, which only the rollover changes',
      );
    },
  );

  it('has its key written over the one in use already', async () => {
    await write('server.key', NEXT.keyPem);
    expect(await refusal(files({ nextKey: 'server.key' }).prepare())).toBe(
      '--key and --next-key are the same file, server.key: give the server a copy, which only the rollover changes',
    );
  });

  it('would go into a directory of certbot', async () => {
    for (const name of ['live/mail', 'archive/mail']) await mkdir(at(name), { recursive: true });
    await write('archive/mail/fullchain1.pem', chain(CURRENT));
    await symlink('../../archive/mail/fullchain1.pem', at('live/mail/fullchain.pem'));
    await symlink(at('live/mail/fullchain.pem'), at('linked.pem'));
    for (const cert of ['live/mail/fullchain.pem', 'linked.pem']) {
      expect(await refusal(files({ cert }).prepare())).toBe(
        `${cert} is certbot's own, which a rollover must not change: give the server a copy, and use certbot's as the next one`,
      );
    }
    expect(await read('archive/mail/fullchain1.pem')).toBe(chain(CURRENT));
  });
});

describe('a server that cannot be changed', () => {
  it('has a reload command that fails: what it said is told', async () => {
    const reload = `echo 'no such'; printf 'unit\\033[31m' >&2; exit 5`;
    await files().prepare();
    const message = await refusal(files({ reload }).install());
    expect(message).toBe(
      `the reload command failed (exit status 5): ${reload.replaceAll(`${dir}/`, '')}, which said: no such | unit [31m`,
    );
    await files().install();
    expect(await read('reloads')).toBe('reloaded\n');
  });

  it('does not end its reload: it is ended, with what it started', async () => {
    const reload = `sleep 300 & echo $! > ${at('pid')}; echo begun; wait`;
    await files().prepare();
    const message = await refusal(files({ reload, reloadTimeoutMs: 500 }).install());
    expect(message).toMatch(/^the reload command did not end within 0\.5 s: .*, which said: begun$/);
    const pid = Number(await read('pid'));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  it('leaves a process running, which nobody waits for', async () => {
    await files().prepare();
    await files({ reload: 'sleep 3000 & echo $! > ' + at('pid') }).install();
    const pid = Number(await read('pid'));
    expect(await isRunning(pid)).toBe(true);
    process.kill(pid);
  });

  it('begins anew when the copy of the next one is gone', async () => {
    expect(await refusal(files().install())).toBe(
      `the copy of the next certificate is gone from ${HOST}.next: begin a new rollover`,
    );
  });
});

/** One that has ended may still be listed until its parent has heard of it. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status !== '' && !/\) [ZX] /.test(status);
}
