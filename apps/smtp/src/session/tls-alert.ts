/**
 * What OpenSSL says about a broken TLS session. The names of alerts are those of RFC 8446 §6 and, for those that only older
 * versions know, RFC 5246 §7.2.
 */

const ALERTS: ReadonlyMap<number, string> = new Map([
  [10, 'unexpected_message'],
  [20, 'bad_record_mac'],
  [21, 'decryption_failed'],
  [22, 'record_overflow'],
  [30, 'decompression_failure'],
  [40, 'handshake_failure'],
  [41, 'no_certificate'],
  [42, 'bad_certificate'],
  [43, 'unsupported_certificate'],
  [44, 'certificate_revoked'],
  [45, 'certificate_expired'],
  [46, 'certificate_unknown'],
  [47, 'illegal_parameter'],
  [48, 'unknown_ca'],
  [49, 'access_denied'],
  [50, 'decode_error'],
  [51, 'decrypt_error'],
  [60, 'export_restriction'],
  [70, 'protocol_version'],
  [71, 'insufficient_security'],
  [80, 'internal_error'],
  [86, 'inappropriate_fallback'],
  [90, 'user_canceled'],
  [100, 'no_renegotiation'],
  [109, 'missing_extension'],
  [110, 'unsupported_extension'],
  [111, 'certificate_unobtainable'],
  [112, 'unrecognized_name'],
  [113, 'bad_certificate_status_response'],
  [114, 'bad_certificate_hash_value'],
  [115, 'unknown_psk_identity'],
  [116, 'certificate_required'],
  [120, 'no_application_protocol'],
]);

/** OpenSSL reports an alert that it received as the reason 1000 + its number. */
const ALERT_REASON_OFFSET = 1000;

/** Library number and reason of OpenSSL 3, as in `error:0A000418:SSL routines:…`; 0A is its TLS library. */
const OPENSSL_ERROR = /\berror:0A([0-9A-F]{6}):/i;

/** The name of the alert that the client sent, or null when the error is something else. */
export function receivedAlert(error: unknown): string | null {
  const reason = OPENSSL_ERROR.exec(originalMessage(error))?.[1];
  if (reason === undefined) return null;
  const number = Number.parseInt(reason, 16) - ALERT_REASON_OFFSET;
  if (number < 0 || number > 255) return null;
  return ALERTS.get(number) ?? `alert_${number}`;
}

/** What went wrong in a few words, e.g. `no shared cipher`. */
export function failureReason(error: unknown): string {
  const message = originalMessage(error);
  const [, reason] = /\berror:[0-9A-F]{8}:[^:]*:[^:]*:([^:\n]+)/i.exec(message) ?? [];
  return (reason ?? message).trim().slice(0, 200);
}

/** smtp-server replaces some messages by its own and keeps the original in `meta`. */
function originalMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const meta: unknown = 'meta' in error ? error.meta : undefined;
  if (typeof meta === 'object' && meta !== null && 'message' in meta && typeof meta.message === 'string') {
    return meta.message;
  }
  return error.message;
}
