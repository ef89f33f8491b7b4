import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ocspError, ocspResponse } from '../../../../test/support/ocsp-response.js';
import { issueCertificate } from '../../../../test/support/x509.js';
import { judgeOcsp } from './judge-ocsp.js';

const NOW = Date.parse('2026-06-01');
const DAY = 86_400_000;
const { der: certificate } = issueCertificate({ name: 'mx.test' });
const { der: another } = issueCertificate({ name: 'mx.test' });

function response(status: 'good' | 'revoked' | 'unknown', from = -1, until = 1, about = certificate): Buffer {
  return ocspResponse({
    certificate: about,
    status,
    thisUpdate: new Date(NOW + from * DAY),
    nextUpdate: new Date(NOW + until * DAY),
  });
}

describe('judgeOcsp', () => {
  it.each([
    ['good', response('good'), 'good', 'valid until 2026-06-02'],
    ['revoked', response('revoked'), 'revoked', 'revoked'],
    ['unknown', response('unknown'), 'unknown', 'does not know'],
    ['of yesterday', response('good', -2, -1), 'not-valid-now', 'was valid until'],
    ['of tomorrow', response('good', 1, 2), 'not-valid-now', 'is valid from'],
    ['about another certificate', response('good', -1, 1, another), 'unreadable', 'another certificate'],
    ['tryLater', ocspError(3), 'try-later', 'tryLater'],
    ['an error', ocspError(2), 'unreadable', 'internalError'],
    ['rubbish', Buffer.from('rubbish'), 'unreadable', 'not an OCSP response'],
    ['none', null, 'none', 'No OCSP response'],
  ])('%s', (_, stapled, status, text) => {
    expect(judgeOcsp(stapled, certificate, NOW)).toMatchObject({
      status,
      text: expect.stringContaining(text),
    });
  });

  it('never throws, whatever octet of a good response is changed', () => {
    const good = response('good');
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }), (at, octet) => {
        const changed = Buffer.from(good);
        changed[at] = octet;
        judgeOcsp(changed, certificate, NOW);
      }),
    );
  });
});
