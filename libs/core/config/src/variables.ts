/**
 * Every environment variable, declared once: its default, its check and its sentence. `.env.example` and
 * docs/configuration.md are made from this table, and a test keeps them equal.
 */
import { z } from 'zod';

import {
  addressList,
  boolean,
  cidrList,
  databaseUrl,
  domainName,
  hostNameList,
  httpUrl,
  integer,
  ipv4,
  ipv4List,
  ipv6,
  ipv6List,
  issuerList,
  mailbox,
  mtaSts,
  oneOf,
  path,
  relayUrl,
  resolverList,
  serverAddress,
  webhookUrl,
} from './value-types.js';

/** One variable. `parse` gets the text, never an empty one: an empty variable counts as unset. */
export interface Variable<T> {
  /** The text that stands when the variable is unset; '' = the value is absent (`undefined`). */
  readonly default: string;
  readonly type: z.ZodType<T>;
  readonly sentence: string;
  readonly section:
    | 'Names and addresses'
    | 'Web and API'
    | 'SMTP receiver'
    | 'Own name server'
    | 'DNS provider'
    | 'Checks'
    | 'Probe'
    | 'Mail to the operator'
    | 'Watch'
    | 'Files'
    | 'Operation';
}

function variable<T>(
  section: Variable<T>['section'],
  defaultText: string,
  type: z.ZodType<T>,
  sentence: string,
): Variable<T> {
  return { section, default: defaultText, type, sentence };
}

export const VARIABLES = {
  DOMAIN: variable(
    'Names and addresses',
    'havedane.test',
    domainName,
    'The domain of this instance; the scenario hosts are names below it.',
  ),
  PUBLIC_IPV4: variable(
    'Names and addresses',
    '',
    ipv4.optional(),
    'The IPv4 address under which port 25 of this server is reached; it goes into the A records.',
  ),
  PUBLIC_IPV6: variable(
    'Names and addresses',
    '',
    ipv6.optional(),
    'The IPv6 address for the AAAA records; empty means that none are made.',
  ),
  EXTRA_IPV4: variable(
    'Names and addresses',
    '',
    ipv4List,
    'Further IPv4 addresses of this machine, comma-separated, for scenarios that need a second address. The first is where refused mail can go instead (`mx-next`, `mx-none`, `addr-two`); the others belong to one scenario each, in the order in which `havedane doctor` lists them: `nostls` and `plain` first.',
  ),
  EXTRA_IPV6: variable(
    'Names and addresses',
    '',
    ipv6List,
    'The same for IPv6; a /64 has any number of them.',
  ),
  PUBLIC_URL: variable(
    'Names and addresses',
    '',
    httpUrl.optional(),
    'The URL under which visitors reach the page; empty means https://DOMAIN, or http://HTTP_HOST:HTTP_PORT where HTTP_HOST is a loopback address.',
  ),
  MTA_STS: variable(
    'Names and addresses',
    'false',
    mtaSts,
    'Whether the MTA-STS scenarios are offered. `true`: Caddy serves their policies on port 443 and gets a certificate of a public authority for each of their hosts (docs/host.md). The path of a folder: likewise with another Caddy, which keeps its certificates there; docker/note-served.sh beside it notes when it was away. `lab`: the API serves the policies itself, on port 443 of SMTP_HOST, with certificates of CERTS_DIR, to senders that trust CERTS_DIR/ca.cert.pem.',
  ),
  ADDRESS_STYLE: variable(
    'Names and addresses',
    'host',
    oneOf('host', 'classic'),
    'The form of address that the page shows: `host` (test@TOKEN.do.DOMAIN, gives exact proof) or `classic` (TOKEN@do.DOMAIN). Both are always accepted.',
  ),
  DNS_TTL: variable(
    'Names and addresses',
    '3600',
    integer(1, 604_800),
    'The TTL of the generated DNS records, in seconds.',
  ),

  HTTP_HOST: variable(
    'Web and API',
    '127.0.0.1',
    addressList.pipe(z.tuple([z.string()]).transform(([host]) => host)),
    'The address that the API listens on.',
  ),
  HTTP_PORT: variable('Web and API', '8080', integer(0, 65_535), 'The port that the API listens on.'),
  ADMIN_HOST: variable(
    'Web and API',
    '127.0.0.1',
    addressList.pipe(z.tuple([z.string()]).transform(([host]) => host)),
    'The address at which the API answers the operator, /metrics and /admin: nothing that visitors reach.',
  ),
  ADMIN_PORT: variable(
    'Web and API',
    '8081',
    integer(0, 65_535),
    'The port of /metrics and /admin; never the one that a web server in front passes requests to.',
  ),
  TRUSTED_PROXIES: variable(
    'Web and API',
    '',
    cidrList,
    'Comma-separated addresses or CIDR ranges of proxies whose X-Forwarded-For is trusted; empty means none.',
  ),
  REQUESTS_PER_MINUTE: variable(
    'Web and API',
    '600',
    integer(1, 1_000_000),
    'API requests allowed per minute for each client (an IPv4 address or an IPv6 /64).',
  ),
  CHECKS_PER_MINUTE: variable(
    'Web and API',
    '30',
    integer(1, 1_000_000),
    'Checks that one client (an IPv4 address or an IPv6 /64) may create per minute.',
  ),

  SMTP_HOST: variable(
    'SMTP receiver',
    '127.0.0.1',
    addressList,
    'The addresses that the receiver listens on, comma-separated.',
  ),
  SMTP_PORT: variable(
    'SMTP receiver',
    '2525',
    integer(0, 65_535),
    'The port that the receiver listens on; 25 on a real server.',
  ),
  SMTP_MAX_CONNECTIONS: variable(
    'SMTP receiver',
    '1000',
    integer(1, 100_000),
    'SMTP connections served at the same time; further ones are answered with 421.',
  ),
  SMTP_WORKERS: variable(
    'SMTP receiver',
    '',
    integer(1, 64).optional(),
    'Processes that receive: by default one core less than there are, as far as they fit into the memory of the container.',
  ),
  SMTP_SHARE_PORT: variable(
    'SMTP receiver',
    'false',
    boolean,
    'Whether several receivers on this machine listen on the same addresses and port (SO_REUSEPORT, Linux, Node 22.12 or later): the kernel gives each connection to one of them.',
  ),
  SMTP_MAX_MESSAGE_BYTES: variable(
    'SMTP receiver',
    '52428800',
    integer(1024, 104_857_600),
    'The largest message in bytes; longer ones are refused with 552. Bodies are counted and dropped, unless they are for the operator, whose mail may have at most 10485760 bytes a message.',
  ),

  NAME_SERVERS: variable(
    'Own name server',
    '',
    hostNameList.optional(),
    'The names of the name servers of DOMAIN, comma-separated; empty means ns1.DOMAIN and ns2.DOMAIN. Names below DOMAIN get the public addresses.',
  ),
  CAA_ISSUERS: variable(
    'Own name server',
    'letsencrypt.org',
    issuerList,
    'The authorities that may issue certificates for DOMAIN (CAA records), comma-separated; `any` makes no such records.',
  ),
  DNS_HOST: variable(
    'Own name server',
    '',
    addressList.optional(),
    'The addresses that the name server listens on, comma-separated; empty means PUBLIC_IPV4 and PUBLIC_IPV6. Behind address translation: the addresses of the machine itself.',
  ),
  DNS_PORT: variable(
    'Own name server',
    '53',
    integer(1, 65_535),
    'The port that the name server listens on; resolvers use 53 only.',
  ),
  DNSTAP_SOCKET: variable(
    'Own name server',
    '',
    path.optional(),
    'The Unix socket to which the name server reports the queries it gets (dnstap); empty means none.',
  ),

  DNS_PROVIDER: variable(
    'DNS provider',
    '',
    oneOf('cloudflare', 'rfc2136', 'knot', 'manual').optional(),
    'Where `havedane dns push` and `havedane rollover` change DNS records: `cloudflare`, `rfc2136` (a primary name server that takes signed updates), `knot` (the own name server) or `manual` (you are asked); empty means nowhere.',
  ),
  CLOUDFLARE_API_TOKEN_FILE: variable(
    'DNS provider',
    '',
    path.optional(),
    'The file that holds the API token for Cloudflare, with the permissions Zone / Zone / Read and Zone / DNS / Edit for the one zone; nobody but its owner and group may read it.',
  ),
  CLOUDFLARE_API_TOKEN: variable(
    'DNS provider',
    '',
    z.string().optional(),
    'The API token itself, where it is not in a file.',
  ),
  DNS_UPDATE_SERVER: variable(
    'DNS provider',
    '',
    serverAddress.optional(),
    'The primary name server that takes updates (`rfc2136`), as ADDRESS or ADDRESS:PORT, an IPv6 address with a port in brackets.',
  ),
  DNS_UPDATE_KEY_FILE: variable(
    'DNS provider',
    '',
    path.optional(),
    'The file that holds the TSIG key for those updates, in the format of BIND or Knot; nobody but its owner and group may read it.',
  ),

  RETENTION_DAYS: variable(
    'Checks',
    '7',
    integer(1, 3650),
    'Days after which a check and its observations are deleted.',
  ),
  RELEASE_AFTER_MINUTES: variable(
    'Checks',
    '3',
    integer(0, 10_080),
    'Minutes after a server was seen to refuse `wrong` until the queued message is released automatically; 0 means only when the visitor asks.',
  ),

  DNS_RESOLVER: variable(
    'Probe',
    '',
    resolverList.optional(),
    'The validating resolvers that are trusted to say which DNS answers are secure, separated by commas, as ADDRESS or ADDRESS:PORT; empty means those of /etc/resolv.conf. Only when set: what DNS says about the addresses of senders is looked up there.',
  ),
  PROBES_PER_MINUTE: variable(
    'Probe',
    '10',
    integer(1, 1_000_000),
    'Probes of mail domains that one client (an IPv4 address or an IPv6 /64) may ask for per minute.',
  ),
  PROBE_ALLOW_PRIVATE: variable(
    'Probe',
    'false',
    boolean,
    'Whether probes from the page may connect to private, loopback and other reserved addresses: for labs only.',
  ),

  OPERATOR_EMAIL: variable(
    'Mail to the operator',
    '',
    mailbox.optional(),
    'Where mail to postmaster, abuse, hostmaster and tls-reports is forwarded, with OPERATOR_RELAY; outside of DOMAIN.',
  ),
  OPERATOR_RELAY: variable(
    'Mail to the operator',
    '',
    relayUrl.optional(),
    'The mail server that forwards it, as smtp://HOST:PORT or smtps://USER:PASSWORD@HOST:PORT; empty means that the mail is kept here, for `havedane inbox`.',
  ),
  OPERATOR_RELAY_FILE: variable(
    'Mail to the operator',
    '',
    path.optional(),
    'A file that holds the URL of OPERATOR_RELAY instead, so that its password is in no environment.',
  ),
  OPERATOR_FROM: variable(
    'Mail to the operator',
    '',
    mailbox.optional(),
    'The sender of what is forwarded, for relays that require a certain one; empty means postmaster@DOMAIN, with the null sender in the envelope.',
  ),

  WATCH_WEBHOOK: variable(
    'Watch',
    '',
    webhookUrl.optional(),
    'Where `havedane watch` posts alerts, as JSON; the URL counts as a secret.',
  ),
  WATCH_WEBHOOK_FILE: variable(
    'Watch',
    '',
    path.optional(),
    'A file that holds the URL of WATCH_WEBHOOK instead, so that it is in no environment.',
  ),

  DATABASE_URL: variable(
    'Files',
    'sqlite:data/havedane.sqlite3',
    databaseUrl,
    'The store: sqlite:PATH, or postgres://USER:PASSWORD@HOST:PORT/DATABASE for PostgreSQL 15 or later, whose user owns the database and needs no other right.',
  ),
  CERTS_DIR: variable('Files', 'certs/out', path, 'The directory of the generated keys and certificates.'),
  ZONES_DIR: variable('Files', 'dns/zones', path, 'The directory of the generated DNS snippets.'),
  DNS_DIR: variable(
    'Files',
    'data/dns',
    path,
    'The directory in which the own name server keeps its keys and what it serves.',
  ),
  ROLLOVER_DIR: variable(
    'Files',
    'data/rollover',
    path,
    'The directory in which `havedane rollover` remembers what it has done; while a key is rolled over, also a copy of the next one.',
  ),

  LOG_LEVEL: variable(
    'Operation',
    'info',
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
    'How much is logged.',
  ),
} as const satisfies Record<string, Variable<unknown>>;

export type VariableName = keyof typeof VARIABLES;
export type Values = { readonly [N in VariableName]: z.output<(typeof VARIABLES)[N]['type']> };
