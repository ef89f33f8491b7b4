/** The options of `havedane test`; docs/test.md lists them all, and a test keeps that list equal to this one. */
import { InvalidArgumentError, Option } from 'commander';

import { isLabel } from '#checks';

import { parseDuration } from '../probe/duration.js';
import { TESTED, type Tested } from './judgement.js';

export const LEVELS = ['quick', 'standard', 'full', 'no-queue'] as const;
export type Level = (typeof LEVELS)[number];

/** The outcomes that somebody can expect; every other one is a want of evidence. */
export const EXPECTABLE = ['enforces', 'does-not-enforce', 'no-tls', 'refuses-valid'] as const;

/** What commander makes of the options. Durations are in milliseconds. */
export interface TestFlags {
  /** As `via` checked where it is used: commander would print the password of one that cannot be used. */
  readonly server?: string;
  /** By default as `levelOf` says. */
  readonly level?: Level;
  readonly mechanism: Tested;
  readonly via?: string;
  /** True: the usual one. */
  readonly sendmail?: string | true;
  readonly from?: string;
  readonly label?: string;
  readonly wait: number;
  readonly expect: (typeof EXPECTABLE)[number];
  readonly allow: readonly string[];
  readonly json?: true;
  readonly junit?: string;
  readonly nagios?: true;
  readonly terse?: true;
}

/** The full level alone has hosts with a policy. */
export function levelOf({ level, mechanism }: Pick<TestFlags, 'level' | 'mechanism'>): Level {
  return level ?? (mechanism === 'dane' ? 'quick' : 'full');
}

/** Longer ones overflow what a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** New ones each time: commander changes them. */
export function testOptions(): Option[] {
  return [
    ...grouped('What is tested:', subject()),
    ...grouped('How it is sent:', ways()),
    ...grouped('What is expected:', expectation()),
    ...grouped('What is printed:', output()),
  ];
}

const subject = () => [
  new Option('--server <url>', 'the HaveDane instance to test against; PUBLIC_URL unless given'),
  new Option('--level <level>', 'how many scenarios are mailed; no-queue: three that leave no message queued')
    .choices(LEVELS)
    .default(undefined, 'quick; full where MTA-STS is tested'),
  new Option('--mechanism <mechanism>', 'what the result and the exit code are about')
    .choices(TESTED)
    .default('dane'),
  new Option(
    '--label <name>',
    'what to call the sending server in the result; up to 32 letters, digits and hyphens',
  ).argParser(label),
];

const ways = () => [
  new Option(
    '--via <url>',
    'submit the message to this mail server: smtp[s]://[USER:PASSWORD@]HOST[:PORT]',
  ).conflicts('sendmail'),
  new Option('--sendmail [path]', 'pass the message to sendmail -t; /usr/sbin/sendmail unless given'),
  new Option(
    '--from <address>',
    'the sender; by default the user of --via if that is an address, else USER@HOSTNAME',
  ).argParser(mailAddress),
];

const expectation = () => [
  new Option('--wait <duration>', 'how long to wait for the result, after the message was sent')
    .default(120_000, '120s')
    .argParser(timer),
  new Option('--expect <outcome>', 'the outcome that passes').choices(EXPECTABLE).default('enforces'),
  new Option(
    '--allow <code...>',
    'verdict codes that pass as well, or scenarios whose failure does not count; may be repeated',
  )
    .default([], 'none')
    .argParser(addCode),
];

const output = () => [
  new Option('--terse', 'print one line, and one for each failure'),
  new Option('--json', 'print the result and the whole check as JSON').conflicts(['nagios', 'terse']),
  new Option('--junit <file>', 'also write the results as a JUnit report').argParser(filePath),
  new Option(
    '--nagios',
    'print one line with performance data; the exit codes are those of Nagios',
  ).conflicts('terse'),
];

function grouped(heading: string, options: readonly Option[]): Option[] {
  return options.map((option) => option.helpGroup(heading));
}

/** Without a slash at its end; null for what is no such URL. */
export function serverUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  const isBare = `${url.username}${url.password}${url.search}${url.hash}` === '';
  return isBare ? url.href.replace(/\/+$/, '') : null;
}

function label(text: string): string {
  const lower = text.toLowerCase();
  if (isLabel(lower)) return lower;
  throw new InvalidArgumentError('It must be up to 32 letters, digits and hyphens, such as mx1.');
}

function mailAddress(text: string): string {
  if (/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(text) && !text.startsWith('-')) return text;
  throw new InvalidArgumentError('It must be a mail address, such as me@example.org.');
}

function timer(text: string): number {
  const milliseconds = Math.round(parseDuration(text) ?? NaN);
  if (milliseconds >= 1000 && milliseconds <= MAX_TIMER_MS) return milliseconds;
  throw new InvalidArgumentError('It must be a duration from 1s to 24d, such as 90s or 5m.');
}

function addCode(text: string, before: readonly string[]): readonly string[] {
  if (/^[a-z0-9][a-z0-9-]*$/.test(text)) return [...before, text];
  throw new InvalidArgumentError(
    'It must be a verdict code or the ID of a scenario, such as enforces-so-far.',
  );
}

function filePath(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}
