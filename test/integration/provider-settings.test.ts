/** From the configuration to a provider: tokens and keys in files, and what is not accepted of them. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { loadConfig } from '#config';
import { openConfiguredProvider, type ProviderPorts, readSecretFile } from '#providers';

import { asNobody } from '../support/bad-files.js';
import { failureOf } from '../support/failure-of.js';
import { tempDirOfTest } from '../support/temp-dir.js';

const SECRET = 'c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IQ==';

const UNUSED = async () => Promise.reject(new Error('not to be called'));
const PORTS: ProviderPorts = {
  lookUp: UNUSED,
  ask: () => undefined,
  ownZone: {
    domain: 'dane.example',
    ttl: 60,
    generated: UNUSED,
    readOverrides: UNUSED,
    writeOverrides: UNUSED,
  },
};

const openWith = (env: Readonly<Record<string, string>>) =>
  openConfiguredProvider(loadConfig(env).dnsProvider, PORTS);

async function secretFile(text: string, mode = 0o600): Promise<string> {
  const path = join(await tempDirOfTest(), 'secret');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

describe('readSecretFile', () => {
  it.each([0o600, 0o400, 0o640, 0o440])('reads a file of mode %o', async (mode) => {
    expect(await readSecretFile(await secretFile(`${SECRET}\n`, mode), 'VARIABLE')).toBe(SECRET);
  });

  it.each([0o644, 0o604, 0o602, 0o660, 0o666])(
    'refuses a file of mode %o, and says what to do',
    async (mode) => {
      const path = await secretFile(SECRET, mode);
      const error = await failureOf(readSecretFile(path, 'VARIABLE'));
      expect(error).toMatchObject({ failure: 'bad-setting', retryable: false });
      expect(error.message).toContain(`VARIABLE: others can get at ${path} (mode 0${mode.toString(8)})`);
      expect(error.message).toContain(`chmod 600 ${path}`);
    },
  );

  it.each([
    ['/nowhere/secret', 'there is no such file (ENOENT): make it, or correct the path'],
    ['/dev/null/secret', 'a part of the path is not a directory (ENOTDIR): correct the path'],
  ])('says that %s does not exist', async (path, reason) => {
    const error = await failureOf(readSecretFile(path, 'VARIABLE'));
    expect(error.message).toBe(`VARIABLE: ${path} cannot be read: ${reason}`);
  });

  it('says that a directory is none', async () => {
    const path = await tempDirOfTest();
    await chmod(path, 0o700);
    const error = await failureOf(readSecretFile(path, 'VARIABLE'));
    expect(error.message).toBe(
      `VARIABLE: ${path} cannot be read: it is a directory (EISDIR): a file belongs there`,
    );
  });

  it('says whom a file has to belong to that this user may not read', async () => {
    const path = await secretFile(SECRET, 0o000);
    const error = await asNobody(() => failureOf(readSecretFile(path, 'VARIABLE')));
    expect(error.message).toContain(`VARIABLE: ${path} cannot be read: this user may not (EACCES)`);
  });

  it('does not read a whole disk', async () => {
    const path = await secretFile('x'.repeat(20_000));
    expect((await failureOf(readSecretFile(path, 'VARIABLE'))).message).toContain(
      'it has more than 16384 bytes',
    );
  });
});

describe('openConfiguredProvider', () => {
  it('opens each provider', async () => {
    const key = await secretFile(`hmac-sha256:push:${SECRET}`);
    const token = await secretFile('a-token\n');
    expect(await openWith({ DNS_PROVIDER: 'manual' })).toMatchObject({ name: 'manual' });
    expect(await openWith({ DNS_PROVIDER: 'knot' })).toMatchObject({ name: 'knot' });
    expect(
      await openWith({ DNS_PROVIDER: 'rfc2136', DNS_UPDATE_SERVER: '192.0.2.53', DNS_UPDATE_KEY_FILE: key }),
    ).toMatchObject({ name: 'rfc2136', title: 'the name server 192.0.2.53' });
    expect(await openWith({ DNS_PROVIDER: 'cloudflare', CLOUDFLARE_API_TOKEN_FILE: token })).toMatchObject({
      name: 'cloudflare',
    });
    expect(await openWith({ DNS_PROVIDER: 'cloudflare', CLOUDFLARE_API_TOKEN: 'a-token' })).toMatchObject({
      name: 'cloudflare',
    });
  });

  it.each([
    [{}, 'DNS_PROVIDER'],
    [{ DNS_PROVIDER: 'cloudflare' }, 'CLOUDFLARE_API_TOKEN_FILE'],
    [{ DNS_PROVIDER: 'rfc2136' }, 'DNS_UPDATE_SERVER'],
    [{ DNS_PROVIDER: 'rfc2136', DNS_UPDATE_SERVER: '192.0.2.53' }, 'DNS_UPDATE_KEY_FILE'],
  ])('says for %o that %s is missing', async (env, variable) => {
    const error = await failureOf(openWith(env));
    expect(error).toMatchObject({
      failure: 'bad-setting',
      message: expect.stringContaining(`${variable} is not set`),
    });
  });

  it.each(['two words', 'line\nbreak', '{"token":"x"}', 'ümlaut', ''])(
    'refuses a file with %j for a token, and shows nothing of it',
    async (text) => {
      const path = await secretFile(text);
      const error = await failureOf(
        openWith({ DNS_PROVIDER: 'cloudflare', CLOUDFLARE_API_TOKEN_FILE: path }),
      );
      expect(error.message).toBe(
        `CLOUDFLARE_API_TOKEN_FILE: ${path} does not hold an API token and nothing else`,
      );
    },
  );

  it('refuses a file that holds no key', async () => {
    const path = await secretFile('-----BEGIN PRIVATE KEY-----');
    const env = { DNS_PROVIDER: 'rfc2136', DNS_UPDATE_SERVER: '192.0.2.53', DNS_UPDATE_KEY_FILE: path };
    expect((await failureOf(openWith(env))).message).toContain(`DNS_UPDATE_KEY_FILE: ${path} cannot be used`);
  });
});
