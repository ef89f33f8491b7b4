/**
 * The options of `havedane probe`. Those that smtpdane has keep its names, defaults and conflicts; docs/probe.md lists
 * them all, and a test keeps that list equal to this one.
 */
import { InvalidArgumentError, Option } from 'commander';

import { parseDuration } from './duration.js';
import { parsePort } from './port.js';
import { parseTarget } from './target.js';

/** What commander makes of the options. Durations are in milliseconds. */
export interface ProbeFlags {
  readonly mx?: true;
  readonly submission?: true;
  readonly submissions?: true;
  readonly srv?: string;
  readonly port?: number;
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly tlsOnConnect?: true;
  readonly helo: string;
  readonly connectTimeout: number;
  readonly timeout: number;
  /** Checked by `refusalOf`, since commander would print the password of one that cannot be used. */
  readonly proxyTcp?: string;
  readonly aka: readonly string[];
  readonly expirationWarning: number;
  readonly expectOcsp?: true;
  readonly internal?: true;
  readonly allNameservers?: true;
  readonly policies: boolean;
  readonly suggest?: true;
  readonly showCertInfo?: true;
  readonly showcerts?: true;
  readonly nocertnames?: true;
  readonly quiet?: true;
  readonly terse?: true;
  readonly nocolor?: true;
  readonly nagios?: true;
  readonly json?: true;
}

/** Longer ones overflow what a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** New ones each time: commander changes them. */
export function probeOptions(): Option[] {
  return [
    ...grouped('What is probed:', lookups()),
    ...grouped('How it connects:', connection()),
    ...grouped('What is judged:', judgement()),
    ...grouped('What is printed:', output()),
  ];
}

const lookups = () => [
  new Option('--mx', 'targets are domains: probe their MX hosts').conflicts([
    'submission',
    'submissions',
    'srv',
  ]),
  new Option('--submission', 'targets are domains: probe the hosts of _submission._tcp SRV').conflicts([
    'submissions',
    'srv',
  ]),
  new Option(
    '--submissions',
    'targets are domains: probe the hosts of _submissions._tcp SRV, with TLS on connect',
  ).conflicts('srv'),
  new Option('--srv <name>', 'targets are domains: probe the hosts of _NAME._tcp SRV').argParser(serviceName),
  new Option(
    '-p, --port <port>',
    'the port of targets that name none; 25 unless given; SRV records override it',
  ).argParser(port),
  new Option('-4, --ipv4', 'connect to IPv4 addresses only').conflicts('ipv6'),
  new Option('-6, --ipv6', 'connect to IPv6 addresses only'),
];

const connection = () => [
  new Option('--tls-on-connect', 'begin with TLS instead of STARTTLS'),
  new Option('--helo <name>', 'the name given in EHLO').default('havedane.invalid').argParser(heloName),
  duration(
    '--connect-timeout <duration>',
    'for connecting and for the handshake; each reply has nine times that, a target ten times',
    '10s',
    timer,
  ),
  duration(
    '--timeout <duration>',
    'overall limit for each target; what is known by then is printed',
    '2m',
    timer,
  ),
  new Option('--proxy-tcp <url>', 'connect through socks5://[USER:PASSWORD@]HOST[:PORT]'),
];

const judgement = () => [
  new Option('--aka <name>', 'another name that the certificate may carry; may be repeated')
    .default([], 'none')
    .argParser((name, names: string[]) => [...names, akaName(name)]),
  duration(
    '--expiration-warning <duration>',
    'warn this long before a certificate expires; 0s ignores dates',
    '168h',
    anyDuration,
  ),
  new Option('--internal', 'only this network sends mail here: MX hosts need no public address'),
  new Option('--expect-ocsp', 'treat a missing OCSP staple as an error'),
  new Option('--all-nameservers', 'ask every authoritative name server for the TLSA records, and compare'),
  new Option('--no-policies', 'leave out the MTA-STS policy and the TLSRPT record of a domain'),
];

const output = () => [
  new Option('--suggest', 'print TLSA records for the certificates that are presented'),
  new Option('--show-cert-info', 'print the contents of the certificates, and the OCSP status'),
  new Option('--showcerts', 'print the certificates as PEM'),
  new Option('--nocertnames', 'do not name the well-known CAs that TLSA records describe'),
  new Option('-q, --quiet', 'print nothing unless something is wrong'),
  new Option('--terse', 'print less: a line for a host, and what is wrong'),
  new Option('--nocolor', 'print without colours, as NO_COLOR=1 does'),
  new Option('--nagios', 'print one line with performance data; the exit codes are those of Nagios'),
  new Option('--json', 'print an array with an object for each target').conflicts(['nagios', 'terse']),
];

function grouped(heading: string, options: readonly Option[]): Option[] {
  return options.map((option) => option.helpGroup(heading));
}

function duration(
  flags: string,
  description: string,
  byDefault: string,
  parse: (text: string) => number,
): Option {
  return new Option(flags, description).default(parse(byDefault), byDefault).argParser(parse);
}

function anyDuration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === null)
    throw new InvalidArgumentError('It must be a duration such as 72h, 1h30m or 30d.');
  return milliseconds;
}

function timer(text: string): number {
  const milliseconds = anyDuration(text);
  if (milliseconds < 1 || milliseconds > MAX_TIMER_MS)
    throw new InvalidArgumentError('It must be from 1ms to 24d.');
  return Math.round(milliseconds);
}

function port(text: string): number {
  const number = parsePort(text);
  if (number === null) {
    throw new InvalidArgumentError('It must be from 1 to 65535, or smtp, submission or submissions.');
  }
  return number;
}

/** With or without the underscore and `._tcp` that it has in DNS. */
function serviceName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/^_/, '')
    .replace(/\._tcp$/, '');
  // RFC 6335 §5.1.
  if (!/^(?=.*[a-z])[a-z0-9](?:-?[a-z0-9]){0,14}$/.test(name)) {
    throw new InvalidArgumentError('It must be the name of a service, such as submission.');
  }
  return name;
}

/** Without the dot at its end, as it stands in certificates. */
function akaName(text: string): string {
  const parsed = parseTarget(text);
  if (!parsed.ok || parsed.target.isAddress || parsed.target.port !== null)
    throw new InvalidArgumentError('It must be a host name.');
  return parsed.target.host;
}

/** What comes after it on the line would be commands of its own to the server. */
function heloName(text: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(text)) throw new InvalidArgumentError('It must be one word in ASCII.');
  return text;
}
