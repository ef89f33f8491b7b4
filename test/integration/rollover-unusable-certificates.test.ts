/** A next certificate, key or directory that a server of somebody's own could not use: nothing is touched. */
import { link, mkdir, readdir, symlink } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import type { CertificateFilesOptions } from '#rollover';

import {
  ca,
  nextCa,
  leaf,
  CURRENT,
  NEXT,
  chain,
  record,
  at,
  read,
  write,
  refusal,
  contents,
  files,
  useServerFiles,
} from '../support/server-files.js';

useServerFiles();

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
    expect((await readdir(at('.'))).filter((name) => name.includes('next.'))).toHaveLength(2);
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
