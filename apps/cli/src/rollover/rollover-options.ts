/** The options of `havedane rollover`, and how each is read. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';

import { type Command, InvalidArgumentError, Option } from 'commander';

import { formatTlsa, parseTlsa } from '#dane';
import { withoutRootDot } from '#text';

import { parsePort } from '../probe/port.js';
import { parseTarget } from '../probe/target.js';

/** What is to be rolled over. */
export interface TargetFlags {
  readonly appliance?: true;
  readonly again?: true;
  /** In lower case and without the dot at its end. */
  readonly host?: string;
  readonly port: readonly number[];
  readonly cert?: string;
  readonly key?: string;
  readonly nextCert?: string;
  readonly nextKey?: string;
  readonly reload?: string;
  readonly scheme?: '3-1-1' | '3-1-1+2-1-1';
  readonly tlsaName?: string;
  readonly ttl?: number;
  readonly keep: readonly string[];
  readonly ipv4?: true;
  readonly ipv6?: true;
}

/** Where it is remembered, and how it is told. */
export interface OutputFlags {
  readonly state?: string;
  readonly json?: true;
}

export type StatusFlags = OutputFlags & Pick<TargetFlags, 'appliance' | 'host'>;

/** Made anew each time: what commander notes of an option belongs to one command. */
const selectingOptions = (): Option[] => [
  new Option('--appliance', 'the keys of this instance of HaveDane').conflicts('host'),
  new Option('--host <name>', 'the mail server, as senders know it').argParser(hostName),
];

const targetOptions = (): Option[] => [
  ...selectingOptions(),
  new Option('--again', 'with --appliance: also when they were changed within the last day'),
  new Option('--port <port>', 'where it presents the certificate; may be repeated')
    .default([], '25')
    .argParser(collect(portNumber)),
  new Option('--cert <file>', 'the certificates that the server loads, in PEM').argParser(absolute),
  new Option('--key <file>', 'its key, unless it is in the same file').argParser(absolute),
  new Option('--next-cert <file>', 'the renewed ones, in another file').argParser(absolute),
  new Option('--next-key <file>', 'their key, unless it is in the same file or unchanged').argParser(
    absolute,
  ),
  new Option('--reload <command>', 'makes the server reload its certificate').argParser(command),
  new Option('--scheme <scheme>', 'a record for the key, or for key and issuer; 3-1-1 unless given').choices([
    '3-1-1',
    '3-1-1+2-1-1',
  ]),
  new Option('--tlsa-name <name>', 'where the records are, if not at _PORT._tcp.HOST').argParser(tlsaName),
  new Option(
    '--ttl <seconds>',
    'the smallest TTL to assume, and that of new names (3600 unless given)',
  ).argParser(seconds),
  new Option('--keep <record>', 'a record that stays, such as "3 1 1 0a1b…"; may be repeated')
    .default([], 'none')
    .argParser(collect(tlsaData)),
  new Option('-4, --ipv4', 'use IPv4 only').conflicts('ipv6'),
  new Option('-6, --ipv6', 'use IPv6 only'),
];

const runOptions = (): Option[] => [
  new Option('--dry-run', 'same as plan'),
  new Option('-q, --quiet', 'print nothing unless something is wrong').conflicts('json'),
];

const outputOptions = (): Option[] => [
  new Option('--state <dir>', 'where the state of rollovers is kept; ROLLOVER_DIR unless given').argParser(
    stateDirectory,
  ),
  new Option('--json', 'print an array, one object for each rollover'),
];

/** Of all commands, in the order of the documentation. */
export function rolloverOptions(): Option[] {
  return [...targetOptions(), ...runOptions(), ...outputOptions()];
}

export function addPlanOptions(to: Command): Command {
  return addOptions(to, [...targetOptions(), ...outputOptions()]);
}

export function addRunOptions(to: Command): Command {
  return addOptions(to, rolloverOptions());
}

export function addStatusOptions(to: Command): Command {
  return addOptions(to, [...selectingOptions(), ...outputOptions()]);
}

function addOptions(to: Command, options: readonly Option[]): Command {
  for (const option of options) to.addOption(option);
  return to;
}

function hostName(text: string): string {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new InvalidArgumentError(`Not a host name: ${parsed.reason}.`);
  const { host, isAddress, port } = parsed.target;
  if (isAddress || !host.includes('.')) throw new InvalidArgumentError('It must be a full host name.');
  if (port !== null) throw new InvalidArgumentError('Give the port with --port.');
  return host;
}

function portNumber(text: string): number {
  const port = parsePort(text);
  if (port === null) throw new InvalidArgumentError('It must be a port from 1 to 65535.');
  return port;
}

/** A cron job that goes on with it has another directory. */
function absolute(text: string): string {
  if (text === '') throw new InvalidArgumentError('It must not be empty.');
  return resolve(text);
}

/** It may not be there yet: the first run makes it. */
function stateDirectory(text: string): string {
  const path = absolute(text);
  if (isFile(path)) throw new InvalidArgumentError('It is a file; it must be a directory.');
  return path;
}

function isFile(path: string): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch {
    // Whatever else is wrong with it is told where it is used.
    return false;
  }
}

function command(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

function tlsaName(text: string): string {
  const name = withoutRootDot(text);
  const labels = name.split('.');
  const isName = labels.length > 1 && labels.every((label) => /^(\*|[a-z0-9_-]{1,63})$/.test(label));
  if (!isName || name.length > 253)
    throw new InvalidArgumentError('It must be a full name, such as _25._tcp.mail.example.org.');
  return `${name}.`;
}

function tlsaData(text: string): string {
  const parsed = parseTlsa(text);
  if (parsed.ok) return formatTlsa(parsed.record);
  throw new InvalidArgumentError('It must be the data of a TLSA record: "3 1 1" and the digest.');
}

function seconds(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of seconds from 1 to 999999.');
}

function collect<T>(parse: (text: string) => T): (text: string, before: readonly T[]) => readonly T[] {
  return (text, before) => [...before, parse(text)];
}
