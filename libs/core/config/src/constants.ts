type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/**
 * Limits and lifetimes that nobody has a reason to change. Tests pass others to `loadConfig`. They were variables once:
 * `removedVariables` says so where one is still set.
 */
export const CONSTANTS = {
  /** Live connections at once for each client (an IPv4 address or an IPv6 /64). */
  SOCKETS_PER_CLIENT: 100,

  /** SMTP connections served at once for each client: some senders open one for each scenario side by side. */
  SMTP_MAX_CONNECTIONS_PER_CLIENT: 100,
  /** Recipients accepted in one message (RFC 5321 §4.5.3.1.8 asks for at least 100). */
  SMTP_MAX_RECIPIENTS: 100,
  /** The longest command line in bytes; a client that sends a longer one is disconnected. */
  SMTP_MAX_LINE_BYTES: 4096,
  /** Commands allowed in one session. */
  SMTP_MAX_COMMANDS: 1000,
  /** Seconds that a session may stay silent. */
  SMTP_IDLE_TIMEOUT: 60,
  /** Seconds that a session may last in all. */
  SMTP_SESSION_TIMEOUT: 600,
  /** The lowest TLS version, but at hosts of scenarios that have another. */
  SMTP_TLS_MIN_VERSION: 'TLSv1.2' as TlsVersion,

  /**
   * Answers of one kind per second for each network (an IPv4 /24 or an IPv6 /56), but for 127.0.0.1 and ::1; beyond that clients must come
   * back over TCP.
   */
  DNS_RATE_LIMIT: 200,

  /** Checks stored at most, more than a million a day for a week; beyond that the oldest without mail go first. */
  MAX_CHECKS: 10_000_000,
  /** Observations stored for one check, besides the places kept for what could change the verdict. */
  MAX_OBSERVATIONS_PER_CHECK: 2800,

  /**
   * Probes per minute of one mail server, from all visitors together: 3 times as many connections to one address, and
   * 12 times as many to one network (IPv4 /24, IPv6 /64).
   */
  PROBES_PER_TARGET: 20,
  /** Probes that run at once; five times as many may wait. */
  MAX_CONCURRENT_PROBES: 20,
  /** Seconds after which a probe ends with what it knows by then. */
  PROBE_TIMEOUT: 60,
  /** Results of probes kept at most; beyond that the oldest go first. */
  MAX_PROBES: 10_000,

  /** Messages to the operator kept at most; beyond that read ones go first, and then further mail is deferred. */
  MAX_OPERATOR_MESSAGES: 1000,
  /** The size of the kept messages together, in bytes. */
  MAX_OPERATOR_MAIL_BYTES: 104_857_600,
  /** TLS reports (RFC 8460) kept at most; beyond that unverified ones go first, then the oldest. */
  MAX_TLS_REPORTS: 2000,
  /** Days after which a TLS report is deleted. */
  TLS_REPORT_RETENTION_DAYS: 90,

  /** Where the API serves policies in a lab: senders ask at no other port (RFC 8461 §3.3). */
  MTA_STS_PORT: 443,

  /** The life of new certificates in days. */
  CERT_LIFETIME_DAYS: 36_500,
  /** The size of new RSA keys. */
  CERT_RSA_BITS: 2048,

  CLOUDFLARE_API_URL: 'https://api.cloudflare.com/client/v4',
};

export type Constants = Readonly<typeof CONSTANTS>;

/** Variables that were removed for other reasons, and what holds without them. */
export const SUPERSEDED = {
  HOSTMASTER: 'it is always hostmaster@DOMAIN',
  LOG_PRETTY: 'logs are readable on a terminal, and JSON elsewhere',
  WEB_DIR: 'the page is always in dist/web of the project folder',
};

/** docker-compose.yml puts the removed variables, with what `.env` sets them to, into this one: `NAME=VALUE;NAME=;`. */
export const SET_IN_COMPOSE = 'REMOVED_VARIABLES';

/** The line of docker-compose.yml. Docker Compose 1 knows no `${NAME:+word}`, which would give the names alone. */
export function removedInCompose(): string {
  return `${SET_IN_COMPOSE}: '${Object.keys({ ...CONSTANTS, ...SUPERSEDED })
    .map((name) => `${name}=\${${name}:-};`)
    .join('')}'`;
}
