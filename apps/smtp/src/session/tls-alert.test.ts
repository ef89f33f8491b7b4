import { describe, expect, it } from 'vitest';

import { failureReason, receivedAlert } from './tls-alert.js';

/** As OpenSSL 3 reports an alert that it received; the words before `alert` differ between its versions. */
function opensslError(reason: number, words: string): Error {
  const code = reason.toString(16).toUpperCase().padStart(6, '0');
  return new Error(
    `40776B5A827F0000:error:0A${code}:SSL routines:ssl3_read_bytes:${words}:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:1605:SSL alert number ${reason - 1000}\n`,
  );
}

describe('receivedAlert', () => {
  it.each([
    [1042, 'sslv3 alert bad certificate', 'bad_certificate'],
    [1042, 'ssl/tls alert bad certificate', 'bad_certificate'],
    [1043, 'sslv3 alert unsupported certificate', 'unsupported_certificate'],
    [1044, 'sslv3 alert certificate revoked', 'certificate_revoked'],
    [1045, 'sslv3 alert certificate expired', 'certificate_expired'],
    [1046, 'sslv3 alert certificate unknown', 'certificate_unknown'],
    [1048, 'tlsv1 alert unknown ca', 'unknown_ca'],
    [1049, 'tlsv1 alert access denied', 'access_denied'],
    [1040, 'sslv3 alert handshake failure', 'handshake_failure'],
    [1080, 'tlsv1 alert internal error', 'internal_error'],
    [1200, 'something new', 'alert_200'],
  ])('names the alert of reason %i, %j', (reason, words, name) => {
    expect(receivedAlert(opensslError(reason, words))).toBe(name);
  });

  it('finds the message that smtp-server has moved aside', () => {
    const error = Object.assign(new Error('Failed to establish TLS session'), {
      meta: { message: opensslError(1048, 'tlsv1 alert unknown ca').message },
    });
    expect(receivedAlert(error)).toBe('unknown_ca');
  });

  it.each([
    ['an error that we found ourselves', opensslError(193, 'no shared cipher')],
    ['a reset', new Error('read ECONNRESET')],
    ['another library of OpenSSL', new Error('error:04000418:rsa routines::x')],
    ['no error at all', undefined],
  ])('is null for %s', (_, error) => {
    expect(receivedAlert(error)).toBeNull();
  });
});

describe('failureReason', () => {
  it('takes the reason out of an OpenSSL error', () => {
    expect(failureReason(opensslError(193, 'no shared cipher'))).toBe('no shared cipher');
  });

  it('takes any other message as it is, shortened', () => {
    expect(failureReason(new Error('x'.repeat(300)))).toBe('x'.repeat(200));
  });
});
