/** The parts of the configuration that are made of variables and constants. */
import type { Config } from './config.js';
import type { Constants } from './constants.js';
import type { Values } from './variables.js';

export function smtpOf(values: Values, constants: Constants): Config['smtp'] {
  return {
    hosts: values.SMTP_HOST,
    port: values.SMTP_PORT,
    tlsMinVersion: constants.SMTP_TLS_MIN_VERSION,
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

export function nameServerOf(values: Values, constants: Constants): Config['nameServer'] {
  return {
    names: values.NAME_SERVERS ?? [`ns1.${values.DOMAIN}`, `ns2.${values.DOMAIN}`],
    hostmaster: `hostmaster@${values.DOMAIN}`,
    caaIssuers: values.CAA_ISSUERS,
    hosts:
      values.DNS_HOST ?? [values.PUBLIC_IPV4, values.PUBLIC_IPV6].filter((address) => address !== undefined),
    port: values.DNS_PORT,
    rateLimit: constants.DNS_RATE_LIMIT,
    dnstapSocket: values.DNSTAP_SOCKET,
    dir: values.DNS_DIR,
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
