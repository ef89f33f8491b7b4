/** The options of `havedane watch`; docs/watch.md lists them all, and a test keeps that list equal to this one. */
import { isIP } from 'node:net';

import { InvalidArgumentError, Option } from 'commander';

import { type ListenAddress } from '#watch';

import { parseDuration } from '../../probe/duration.js';
import { parseTarget, type Target } from '../../probe/target.js';

/** What commander makes of the options. Durations are in milliseconds. */
export interface WatchFlags {
  readonly mx: readonly Target[];
  readonly wrong: readonly Target[];
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly connectTimeout: number;
  readonly expirationWarning: number;
  readonly confirm: number;
  readonly every?: number;
  readonly state?: string;
  readonly dryRun?: true;
  readonly quiet?: true;
  readonly json?: true;
  /** Checked by whoever uses it, since commander would print the secret of one that cannot be used. */
  readonly webhook?: string;
  readonly mail?: string;
  readonly metricsFile?: string;
  readonly metrics?: ListenAddress;
}

/** Longer ones overflow what a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** New ones each time: commander changes them. */
export function watchOptions(): Option[] {
  return [
    ...grouped('What is watched:', targets()),
    ...grouped('When and how:', looking()),
    ...grouped('Alerts:', telling()),
    ...grouped('What is printed:', output()),
  ];
}

const targets = () => [
  new Option('--mx <domain>', 'the MX hosts of a domain; may be repeated')
    .default([], 'none')
    .argParser(addDomain),
  new Option(
    '--wrong <host>',
    'a host whose records are wrong on purpose: nothing may match; may be repeated',
  )
    .default([], 'none')
    .argParser(addHost),
  new Option('-4, --ipv4', 'connect to IPv4 addresses only').conflicts('ipv6'),
  new Option('-6, --ipv6', 'connect to IPv6 addresses only'),
];

const looking = () => [
  duration('--every <duration>', 'keep running, and check this often', undefined, 1_000),
  duration('--confirm <duration>', 'check again this long after a new problem, before it counts', '10s', 0),
  duration(
    '--connect-timeout <duration>',
    'for connecting and for the handshake; each reply has nine times that',
    '10s',
    1,
  ),
  new Option(
    '--expiration-warning <duration>',
    'warn this long before a certificate expires; a problem only where dates count (DANE-TA)',
  )
    .default(parseDuration('14d'), '14d')
    .argParser(anyDuration),
  new Option(
    '--state <dir>',
    'where the state of the watch is kept, and that of rollovers; ROLLOVER_DIR unless given',
  ),
  new Option('--dry-run', 'send nothing, and write nothing').conflicts('every'),
];

const telling = () => [
  new Option('--webhook <url>', 'post notifications as JSON; WATCH_WEBHOOK unless given'),
  new Option(
    '--mail <address>',
    'mail notifications through OPERATOR_RELAY; OPERATOR_EMAIL unless given',
  ).argParser(mailAddress),
  new Option('--metrics-file <file>', 'write metrics for the textfile collector of Prometheus'),
  new Option(
    '--metrics <address>',
    'serve metrics at PORT of this machine, or at ADDRESS:PORT; with --every',
  ).argParser(listenAddress),
];

const output = () => [
  new Option('-q, --quiet', 'print only what is new'),
  new Option('--json', 'print the report of each check as JSON'),
];

function grouped(heading: string, options: readonly Option[]): Option[] {
  return options.map((option) => option.helpGroup(heading));
}

function duration(flags: string, description: string, byDefault: string | undefined, least: number): Option {
  const parse = (text: string): number => timer(text, least);
  const option = new Option(flags, description).argParser(parse);
  return byDefault === undefined ? option : option.default(parse(byDefault), byDefault);
}

function anyDuration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === null)
    throw new InvalidArgumentError('It must be a duration such as 15m, 1h30m or 14d.');
  return milliseconds;
}

function timer(text: string, least: number): number {
  const milliseconds = Math.round(anyDuration(text));
  if (milliseconds >= least && milliseconds <= MAX_TIMER_MS) return milliseconds;
  throw new InvalidArgumentError(`It must be from ${least >= 1000 ? '1s' : `${least}ms`} to 24d.`);
}

/** An argument of the command as well as an option. */
export function addHost(text: string, before: readonly Target[] = []): readonly Target[] {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new InvalidArgumentError(`Cannot be watched: ${parsed.reason}.`);
  if (parsed.target.isAddress)
    throw new InvalidArgumentError('DANE needs the name of a host, not its address.');
  return [...before, parsed.target];
}

function addDomain(text: string, before: readonly Target[]): readonly Target[] {
  const domains = addHost(text, before);
  if (domains.at(-1)?.port === null) return domains;
  throw new InvalidArgumentError('It must be a domain without a port.');
}

function mailAddress(text: string): string {
  if (/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a mail address, such as me@example.org.');
}

function listenAddress(text: string): ListenAddress {
  const [, bracketed, bare, port = ''] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? bare ?? '127.0.0.1';
  if (port !== '' && Number(port) <= 65_535 && isIP(host) !== 0) return { host, port: Number(port) };
  throw new InvalidArgumentError('It must be PORT, or ADDRESS:PORT such as 127.0.0.1:9115 or [::1]:9115.');
}
