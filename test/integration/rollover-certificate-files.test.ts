/** The certificate of somebody's own server in real files: what is taken for the next one, and how it takes the place. */
import { chmod, chown, mkdir, readdir, readFile, realpath, stat, symlink, writeFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import {
  HOST,
  ca,
  nextCa,
  leaf,
  CURRENT,
  NEXT,
  RENEWED,
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
import { issueCertificate } from '../support/x509.js';

useServerFiles();

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
    expect(await readdir(at('.'))).not.toContain(`${HOST}.next`);
  });

  it('are not touched by a look', async () => {
    const before = await contents();
    await files().current();
    await files().peek();
    expect(await contents()).toEqual(before);
    expect(await readdir(at('.'))).not.toContain(`${HOST}.next`);
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
    expect((await readdir(at('.'))).filter((name) => name.endsWith('.havedane-next'))).toEqual([]);
  });

  it('are not taken from a copy that was never finished', async () => {
    await mkdir(at(`${HOST}.next.unfinished`));
    await write(`${HOST}.next.unfinished/chain.pem`, chain(CURRENT));
    expect(await files().prepare()).toMatchObject({ records: [record(3, NEXT)] });
    expect((await readdir(at(`${HOST}.next`))).sort()).toEqual(['chain.pem', 'key.pem']);
    expect(await readdir(at('.'))).not.toContain(`${HOST}.next.unfinished`);
  });
});

describe('a server that cannot be changed', () => {
  it('has a reload command that fails: what it said is told', async () => {
    const reload = `echo 'no such'; printf 'unit\\033[31m' >&2; exit 5`;
    await files().prepare();
    const message = await refusal(files({ reload }).install());
    expect(message).toBe(
      `the reload command failed (exit status 5): ${reload.replaceAll(`${at('.')}/`, '')}, which said: no such | unit [31m`,
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
