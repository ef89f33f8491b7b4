import { X509Certificate } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

import { ocspError, ocspResponse } from '../../../../test/support/ocsp-response.js';
import { issueCertificate } from '../../../../test/support/x509.js';
import { judgeOcsp } from './ocsp.js';

const NOW = Date.parse('2026-06-01');
const DAY = 86_400_000;
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

const issuer = issueCertificate({ name: 'CA', ca: true });
const { der: certificate } = issueCertificate({ name: 'mx.test', issuer });
const { der: another } = issueCertificate({ name: 'mx.test', issuer });
const responder = issueCertificate({ name: 'OCSP responder', issuer, purposes: [OCSP_SIGNING] });
const server = issueCertificate({ name: 'another server', issuer });
const stranger = issueCertificate({ name: 'CA', ca: true });

function response(status: 'good' | 'revoked' | 'unknown', from = -1, until = 1, about = certificate): Buffer {
  return signed({ status, certificate: about, ...between(from, until) });
}

function signed(
  request: Partial<Parameters<typeof ocspResponse>[0]>,
  signer: typeof issuer | undefined = issuer,
): Buffer {
  return ocspResponse({ certificate, issuer, status: 'good', ...between(-1, 1), signer, ...request });
}

function between(from: number, until: number) {
  return { thisUpdate: new Date(NOW + from * DAY), nextUpdate: new Date(NOW + until * DAY) };
}

describe('judgeOcsp', () => {
  it.each([
    ['good', response('good'), 'good', 'valid until 2026-06-02'],
    ['revoked', response('revoked'), 'revoked', 'revoked'],
    ['unknown', response('unknown'), 'unknown', 'does not know'],
    ['of yesterday', response('good', -2, -1), 'not-valid-now', 'was valid until'],
    ['of tomorrow', response('good', 1, 2), 'not-valid-now', 'valid only from'],
    ['about another certificate', response('good', -1, 1, another), 'unreadable', 'another certificate'],
    ['tryLater', ocspError(3), 'try-later', 'tryLater'],
    ['an error', ocspError(2), 'unreadable', 'internalerror'],
    ['signed by a responder of the issuer', signed({ signerSent: true }, responder), 'good', 'says good'],
    [
      'signed by another server of the issuer',
      signed({ signerSent: true }, server),
      'bad-signature',
      'not signed',
    ],
    ['signed by a responder who is not sent', signed({}, responder), 'bad-signature', 'not signed'],
    [
      'signed by a stranger of that name',
      signed({ signerSent: true }, stranger),
      'bad-signature',
      'not signed',
    ],
    [
      'signed by nobody',
      ocspResponse({ certificate, issuer, status: 'good', ...between(-1, 1) }),
      'bad-signature',
      '',
    ],
    ['named by SHA-256', signed({ hash: 'sha256' }), 'good', 'says good'],
    ['rubbish', Buffer.from('rubbish'), 'unreadable', 'not an OCSP response'],
    ['none', null, 'none', 'No OCSP response'],
  ])('%s', (_, stapled, status, text) => {
    expect(judgeOcsp(stapled, [certificate, issuer.der], NOW)).toMatchObject({
      status,
      text: expect.stringContaining(text),
    });
  });

  it('says so when the issuer is not sent, who alone could tell whether it is signed well', () => {
    expect(judgeOcsp(signed({}, stranger), [certificate], NOW)).toMatchObject({
      status: 'not-checked',
      text: expect.stringContaining('the issuer of the certificate was not sent'),
    });
  });

  it('verifies few signatures, however many certificates seem to be the issuer', () => {
    const { der } = issuer;
    const alike = Array.from({ length: 30 }, () => issueCertificate({ name: 'CA', ca: true }).der);
    const verify = vi.spyOn(X509Certificate.prototype, 'verify');
    const judge = (chain: readonly Uint8Array[]) => judgeOcsp(response('good'), [certificate, ...chain], NOW);
    expect(judge(alike)).toMatchObject({ status: 'not-checked' });
    expect(verify).toHaveBeenCalledTimes(4);
    expect(judge([...alike.slice(0, 3), der])).toMatchObject({
      status: 'good',
    });
    verify.mockRestore();
  });

  it('takes no good response for good once an octet is changed', () => {
    const good = response('good');
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(good);
        changed[at] = changed[at]! ^ change;
        expect(judgeOcsp(changed, [certificate, issuer.der], NOW).status).not.toBe('good');
      }),
      // Each runs a program.
      { numRuns: 10 },
    );
  });
});
