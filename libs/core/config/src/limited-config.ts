/** The parts of the configuration that are made of variables and constants. */
import type { Config } from './config.js';
import type { Constants } from './constants.js';
import type { Values } from './variables.js';

export function smtpOf(values: Values, constants: Constants): Config['smtp'] {
  return {
    hosts: values.SMTP_HOST,
    port: values.SMTP_PORT,
    tlsMinVersion: values.SMTP_TLS_MIN_VERSION,
    maxConnections: values.SMTP_MAX_CONNECTIONS,
    workers: values.SMTP_WORKERS,
    sharePort: values.SMTP_SHARE_PORT,
    maxConnectionsPerClient: constants.SMTP_MAX_CONNECTIONS_PER_CLIENT,
    maxRecipients: constants.SMTP_MAX_RECIPIENTS,
    maxMessageBytes: values.SMTP_MAX_MESSAGE_BYTES,
    maxLineBytes: constants.SMTP_MAX_LINE_BYTES,
    maxCommands: constants.SMTP_MAX_COMMANDS,
    idleTimeoutMs: constants.SMTP_IDLE_TIMEOUT * 1000,
    sessionTimeoutMs: constants.SMTP_SESSION_TIMEOUT * 1000,
  };
}

export function checksOf(values: Values, constants: Constants): Config['checks'] {
  return {
    retentionMs: values.RETENTION_DAYS * 86_400_000,
    maxChecks: constants.MAX_CHECKS,
    maxObservationsPerCheck: constants.MAX_OBSERVATIONS_PER_CHECK,
    releaseAfterMs: values.RELEASE_AFTER_MINUTES === 0 ? null : values.RELEASE_AFTER_MINUTES * 60_000,
  };
}

export function probesOf(values: Values, constants: Constants): Config['probes'] {
  return {
    perMinute: values.PROBES_PER_MINUTE,
    perTargetAndMinute: constants.PROBES_PER_TARGET,
    maxConcurrent: constants.MAX_CONCURRENT_PROBES,
    timeoutMs: constants.PROBE_TIMEOUT * 1000,
    maxStored: constants.MAX_PROBES,
    allowPrivate: values.PROBE_ALLOW_PRIVATE,
  };
}
