import { rm } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  DOMAIN,
  copyCertificates,
  startReceiver,
  type ReceiverFixture,
} from '../support/receiver-fixture.js';
import { SmtpClient } from '../support/smtp-client.js';

const ALL = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

let certsDir: string;
let fixture: ReceiverFixture;

beforeAll(async () => {
  certsDir = await copyCertificates();
});

afterAll(async () => {
  await rm(certsDir, { recursive: true, force: true });
});

describe.each(ALL)('with %s as the lowest version', (minimum) => {
  beforeAll(async () => {
    fixture = await startReceiver({ certsDir, env: { SMTP_TLS_MIN_VERSION: minimum } });
  });

  afterAll(async () => {
    await fixture.close();
  });

  it.each(ALL)('a client of %s is served or turned away', async (version) => {
    const check = await fixture.createCheck();
    const name = `${check.token}.do.${DOMAIN}`;
    const secured = SmtpClient.secured(fixture.port, name, {
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    if (ALL.indexOf(version) < ALL.indexOf(minimum)) {
      await expect(secured).rejects.toThrow();
      return;
    }
    const client = await secured;
    await client.command('EHLO client.test');
    expect(await client.deliver(`test@${name}`)).toMatch(/^250 /);
    const observations = await fixture.observations(check);
    expect(observations.map(({ kind, tls }) => [kind, tls?.version, tls?.serverName])).toEqual([
      ['tls-established', version, name],
      ['delivered', version, name],
    ]);
    await client.quit();
  });
});

describe('the receiver on several addresses', () => {
  it('serves each of them, and counts a client over all', async () => {
    fixture = await startReceiver({
      certsDir,
      env: { SMTP_HOST: '127.0.0.1,::1', SMTP_MAX_CONNECTIONS: '1' },
    });
    const [first, second] = fixture.addresses;
    expect([first!.address, second!.address].sort()).toEqual(['127.0.0.1', '::1']);
    const v6 = [first!, second!].find(({ address }) => address === '::1')!;
    const v4 = [first!, second!].find(({ address }) => address === '127.0.0.1')!;
    const check = await fixture.createCheck();
    const client = await SmtpClient.greeted(v6.port, '::1');
    const refused = await SmtpClient.open(v4.port, '127.0.0.1');
    expect(await refused.reply()).toMatch(/^421 4\.7\.0 /);
    await refused.closed;
    await client.command('EHLO client.test');
    expect(await client.deliver(`${check.token}@dont.${DOMAIN}`)).toMatch(/^250 /);
    await client.quit();
    const [delivered] = await fixture.observations(check);
    expect(delivered).toMatchObject({ kind: 'delivered', clientAddress: '::1' });
    await fixture.close();
  });

  it('listens on none when one of them cannot be had', async () => {
    await expect(startReceiver({ certsDir, env: { SMTP_HOST: '127.0.0.1,192.0.2.1' } })).rejects.toThrow(
      'The receiver cannot listen on 192.0.2.1',
    );
  });
});
