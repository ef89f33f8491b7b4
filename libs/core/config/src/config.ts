/** Reads the environment, names every bad variable at once, and hands out a typed nested object. */
import { join } from 'node:path';
import { isatty } from 'node:tty';

import ipaddr from 'ipaddr.js';

import { CONSTANTS, type Constants, SET_IN_COMPOSE, SUPERSEDED } from './constants.js';
import { type OperatorConfig, operatorOf, operatorProblems } from './operator-config.js';
import { contradictions } from './contradictions.js';
import { type DnsProviderConfig, dnsProviderOf } from './dns-provider-config.js';
import { checksOf, nameServerOf, probesOf, smtpOf } from './limited-config.js';
import { packageRoot } from './package-root.js';
import { VARIABLES, type Values, type Variable, type VariableName } from './variables.js';

/** Caddy's storage, in the appliance. */
const CADDY_DIR = '/caddy/caddy';

export interface Config {
  readonly domain: string;
  readonly publicIpv4: string | undefined;
  readonly publicIpv6: string | undefined;
  /** For the scenarios that need an address of their own. */
  readonly extraIpv4: readonly string[];
  readonly extraIpv6: readonly string[];
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly addressStyle: 'host' | 'classic';
  readonly dnsTtl: number;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly trustedProxies: readonly string[];
    readonly requestsPerMinute: number;
    readonly checksPerMinute: number;
    readonly socketsPerClient: number;
    readonly webDir: string;
  };
  /** Where the operator asks. */
  readonly admin: { readonly host: string; readonly port: number };
  readonly smtp: {
    readonly hosts: readonly string[];
    readonly port: number;
    readonly tlsMinVersion: Constants['SMTP_TLS_MIN_VERSION'];
    readonly maxConnections: number;
    /** Processes that receive; undefined: as many as there are cores for. */
    readonly workers: number | undefined;
    /** Whether other receivers listen on the same addresses and port. */
    readonly sharePort: boolean;
    readonly maxConnectionsPerClient: number;
    readonly maxRecipients: number;
    readonly maxMessageBytes: number;
    readonly maxLineBytes: number;
    readonly maxCommands: number;
    readonly idleTimeoutMs: number;
    readonly sessionTimeoutMs: number;
  };
  readonly nameServer: {
    /** In lower case and without a dot at the end, as every name here. */
    readonly names: readonly string[];
    readonly hostmaster: string;
    /** Empty: anybody may issue. */
    readonly caaIssuers: readonly string[];
    /** Empty when nothing says where to listen. */
    readonly hosts: readonly string[];
    readonly port: number;
    /** Zero: no limit. */
    readonly rateLimit: number;
    readonly dnstapSocket: string | undefined;
    readonly dir: string;
  };
  readonly dnsProvider: DnsProviderConfig;
  /** Whether the zone is that of the appliance's own name server. */
  readonly hasOwnDns: boolean;
  /** Whether it serves MTA-STS policies: to everybody, or in a lab. */
  readonly hasPolicyHosts: boolean;
  /** In a lab, where it serves them to senders that trust its authority; undefined elsewhere. */
  readonly policyPort: number | undefined;
  /** Where Caddy keeps certificates of a public authority for them; undefined where they are served to nobody, or in a lab. */
  readonly caddyDir: string | undefined;
  readonly checks: {
    readonly retentionMs: number;
    readonly maxChecks: number;
    readonly maxObservationsPerCheck: number;
    /** How long after its refusal a message is let through by itself; null = only when somebody asks. */
    readonly releaseAfterMs: number | null;
  };
  /** The validating resolvers to ask; empty: those of the machine. */
  readonly dnsResolvers: readonly { readonly address: string; readonly port: number }[];
  readonly probes: {
    readonly perMinute: number;
    readonly perTargetAndMinute: number;
    readonly maxConcurrent: number;
    readonly timeoutMs: number;
    readonly maxStored: number;
    readonly allowPrivate: boolean;
  };
  readonly operator: OperatorConfig;
  readonly database:
    | { readonly engine: 'sqlite'; readonly path: string }
    /** With the password. */
    | { readonly engine: 'postgres'; readonly url: string };
  readonly certs: { readonly dir: string; readonly lifetimeDays: number; readonly rsaBits: number };
  readonly zonesDir: string;
  readonly rolloverDir: string;
  readonly watch: {
    /** Where to post what is new, or the path of the file that holds that URL. */
    readonly webhook: { readonly url: string } | { readonly file: string } | null;
  };
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'; readonly pretty: boolean };
}

/** One variable whose text cannot be used. The text itself is never kept: it may be a secret. */
export interface BadVariable {
  readonly name: VariableName;
  readonly reason: string;
}

/** Thrown by `loadConfig`; its message lists every bad variable on a line of its own. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly BadVariable[]) {
    super(
      `The configuration cannot be used:\n${problems.map(({ name, reason }) => `  ${name} ${reason}`).join('\n')}`,
    );
  }
}

/**
 * The configuration, from the process's environment unless another is given.
 *
 * @param constants other ones for tests
 * @throws ConfigError naming every variable that cannot be used
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
  constants: Constants = CONSTANTS,
): Config {
  const values = readValues(env);
  return {
    domain: values.DOMAIN,
    publicIpv4: values.PUBLIC_IPV4,
    publicIpv6: values.PUBLIC_IPV6,
    extraIpv4: values.EXTRA_IPV4,
    extraIpv6: values.EXTRA_IPV6,
    publicUrl: values.PUBLIC_URL ?? defaultPublicUrl(values),
    addressStyle: values.ADDRESS_STYLE,
    dnsTtl: values.DNS_TTL,
    http: {
      host: values.HTTP_HOST,
      port: values.HTTP_PORT,
      trustedProxies: values.TRUSTED_PROXIES,
      requestsPerMinute: values.REQUESTS_PER_MINUTE,
      checksPerMinute: values.CHECKS_PER_MINUTE,
      socketsPerClient: constants.SOCKETS_PER_CLIENT,
      webDir: join(packageRoot(), 'dist/web'),
    },
    admin: { host: values.ADMIN_HOST, port: values.ADMIN_PORT },
    smtp: smtpOf(values, constants),
    nameServer: nameServerOf(values, constants),
    dnsProvider: dnsProviderOf(values, constants),
    hasOwnDns: values.DNS_PROVIDER === 'knot',
    hasPolicyHosts: values.MTA_STS !== 'false',
    policyPort: values.MTA_STS === 'lab' ? constants.MTA_STS_PORT : undefined,
    caddyDir: caddyDirOf(values.MTA_STS),
    checks: checksOf(values, constants),
    dnsResolvers: values.DNS_RESOLVER ?? [],
    probes: probesOf(values, constants),
    operator: operatorOf(values, constants),
    database: values.DATABASE_URL,
    certs: {
      dir: values.CERTS_DIR,
      lifetimeDays: constants.CERT_LIFETIME_DAYS,
      rsaBits: constants.CERT_RSA_BITS,
    },
    zonesDir: values.ZONES_DIR,
    rolloverDir: values.ROLLOVER_DIR,
    watch: { webhook: webhookOf(values) },
    log: { level: values.LOG_LEVEL, pretty: isatty(1) },
  };
}

function caddyDirOf(mtaSts: string): string | undefined {
  if (mtaSts === 'false' || mtaSts === 'lab') return undefined;
  return mtaSts === 'true' ? CADDY_DIR : mtaSts;
}

/** Where the API listens beyond this machine, a web server with HTTPS is in front: the appliance, by default. */
function defaultPublicUrl({ DOMAIN, HTTP_HOST, HTTP_PORT }: Values): string {
  const isLocal = ipaddr.process(HTTP_HOST).range() === 'loopback';
  return isLocal ? `http://${bracketed(HTTP_HOST)}:${HTTP_PORT}` : `https://${DOMAIN}`;
}

/** One line for each variable that is set and has no effect any more. */
export function removedVariables(
  env: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  const inCompose = new URLSearchParams(env[SET_IN_COMPOSE]?.replaceAll(';', '&'));
  const constants = Object.entries(CONSTANTS).map(
    ([name, value]) => [name, `it is always ${value}`] as const,
  );
  return [...constants, ...Object.entries(SUPERSEDED)]
    .filter(([name]) => (env[name] ?? inCompose.get(name) ?? '').trim() !== '')
    .map(([name, instead]) => `${name} has no effect any more: ${instead}`);
}

function webhookOf({ WATCH_WEBHOOK: url, WATCH_WEBHOOK_FILE: file }: Values): Config['watch']['webhook'] {
  if (url !== undefined) return { url };
  return file === undefined ? null : { file };
}

function readValues(env: Readonly<Record<string, string | undefined>>): Values {
  const problems: BadVariable[] = [];
  const values: Partial<Record<VariableName, unknown>> = {};
  for (const [name, variable] of Object.entries(VARIABLES) as [VariableName, Variable<unknown>][]) {
    const given = env[name]?.trim();
    const text = given === undefined || given === '' ? variable.default : given;
    const mayBeAbsent = variable.type.safeParse(undefined).success;
    const result = variable.type.safeParse(text === '' && mayBeAbsent ? undefined : text);
    if (result.success) values[name] = result.data;
    else problems.push({ name, reason: result.error.issues[0]?.message ?? 'cannot be used' });
  }
  const read = values as Partial<Values>;
  problems.push(...operatorProblems(read), ...contradictions(read));
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Values;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
