import { generateKeyPairSync } from 'node:crypto';

import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { beforeAll, describe, expect, it } from 'vitest';

import { checkDkim } from './dkim-check.js';

const MESSAGE = [
  'From: TLS reports <noreply@google.example>',
  'To: tls-reports@dane.example',
  'Subject: Report Domain: dane.example Submitter: google.example Report-ID: <1@google.example>',
  'TLS-Report-Domain: dane.example',
  'TLS-Report-Submitter: google.example',
  'Date: Fri, 09 Jan 2026 04:00:00 +0000',
  '',
  'A report.',
  '',
].join('\r\n');
const CONTACT = 'smtp-tls-reporting@google.example';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const record = `v=DKIM1; k=rsa; s=tlsrpt; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
const keys = (domain: string) => (name: string) =>
  name === `s1._domainkey.${domain}` ? Promise.resolve([[record]]) : failing('ENOTFOUND')();

async function signed(domain: string, options: { readonly maxBodyLength?: number } = {}): Promise<Buffer> {
  const key = {
    ...{ signingDomain: domain, selector: 's1', canonicalization: 'relaxed/relaxed', ...options },
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const { signatures } = await dkimSign(MESSAGE, { ...key, signTime: new Date(), signatureData: [key] });
  return Buffer.from(signatures + MESSAGE);
}

let genuine: Buffer;
beforeAll(async () => {
  genuine = await signed('google.example');
});

const fail = (dkimReason: string) => ({ kind: 'checked', dkim: 'fail', signedBy: null, dkimReason });

describe('checkDkim', () => {
  it('passes what the domain of the contact signed', async () => {
    expect(await checkDkim(genuine, CONTACT, keys('google.example'))).toEqual({
      ...{ kind: 'checked', dkim: 'pass', signedBy: 'google.example', dkimReason: null },
    });
  });

  it('goes by the domain of From when the report names no contact', async () => {
    expect(await checkDkim(genuine, null, keys('google.example'))).toMatchObject({ dkim: 'pass' });
  });

  it('does not take the signature of another domain for that of the reporter', async () => {
    const reason = 'it is signed by another domain than the one that reports';
    const forged = await signed('evil.example');
    expect(await checkDkim(forged, CONTACT, keys('evil.example'))).toEqual(fail(reason));
    expect(await checkDkim(forged, null, keys('evil.example'))).toEqual(fail(reason));
  });

  it('tells an unsigned report from one whose signature is wrong', async () => {
    expect(await checkDkim(Buffer.from(MESSAGE), CONTACT, keys('google.example'))).toMatchObject({
      ...{ dkim: 'none', dkimReason: 'it is not signed' },
    });
    const changed = Buffer.from(genuine.toString().replace('A report.', 'Another.'));
    expect(await checkDkim(changed, CONTACT, keys('google.example'))).toEqual(
      fail('its signature is not valid'),
    );
    expect(await checkDkim(genuine, CONTACT, failing('ENOTFOUND'))).toEqual(
      fail('its signature is not valid'),
    );
  });

  it('refuses a signature that covers a part of the body only', async () => {
    const partly = await signed('google.example', { maxBodyLength: 4 });
    expect(partly.toString()).toMatch(/\bl=4\b/);
    const reason = 'its signature covers a part of the body only';
    expect(await checkDkim(partly, CONTACT, keys('google.example'))).toEqual(fail(reason));
  });

  it('asks DNS for nothing when there are more signatures than anybody makes', async () => {
    let asked = 0;
    const many = Buffer.from(
      `${'DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s1; h=from; bh=x; b=y\r\n'.repeat(6)}${MESSAGE}`,
    );
    const counting = () => Promise.resolve([[String((asked += 1))]]);
    expect(await checkDkim(many, CONTACT, counting)).toEqual(fail('it has more than 5 signatures'));
    expect(asked).toBe(0);
  });

  it('waits when DNS does not answer', async () => {
    expect(await checkDkim(genuine, CONTACT, failing('ESERVFAIL'))).toMatchObject({ kind: 'later' });
  });
});
