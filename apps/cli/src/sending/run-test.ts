/** Creates a check, mails it, waits, and prints what came of it. */
import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';

import { READINGS } from '#checks';
import { loadConfig } from '#config';
import { measures, SCENARIOS } from '#scenarios';
import { fileFault } from '#text';

import { type CheckAnswer, CheckClient, CheckServerError, type FollowedCheck } from '../check-client.js';
import { terminalStyle } from '../rollover/terminal-style.js';
import { printable } from '../printable.js';
import { reasonOf } from '../report-error.js';
import { followCheck } from './follow-check.js';
import { judgementOf, mechanismsOf, progressOf } from './judgement.js';
import { LineView, type LiveView, noView, TerminalView } from './live-view.js';
import { exitCodeOf, nagiosLine } from './report/nagios.js';
import { junitReport, junitWithoutResult } from './report/junit.js';
import { fullReport, jsonReport, type Outcome, terseReport } from './report/report.js';
import { NAMES } from './report/states.js';
import { type CheckMessage, send, SendError, type Way } from './send.js';
import { levelOf, serverUrl, type TestFlags } from './test-options.js';

/** What was asked for cannot be; the message is one line. */
export class TestUsageError extends Error {
  override readonly name = 'TestUsageError';
}

/** Why nothing was found out, if that is what the error says. */
export function isWithoutResult(error: unknown): boolean {
  return error instanceof CheckServerError || error instanceof SendError;
}

/**
 * Answers the exit code.
 *
 * @throws TestUsageError, CheckServerError, SendError
 */
export async function runTest(flags: TestFlags, way: Way): Promise<number> {
  const startedAt = new Date();
  await writeJunit(flags, junitWithoutResult('the run did not end', startedAt, hostname()));
  const outcome = await outcomeOf(flags, way, startedAt).catch(async (error: unknown) => {
    await writeJunit(flags, junitWithoutResult(reasonOf(error), startedAt, hostname()));
    throw error;
  });
  print(outcome, flags);
  await writeJunit(flags, junitReport(outcome, startedAt, hostname()));
  return exitCodeOf(outcome, flags.nagios === true);
}

/** Before anything is mailed, too: a report that cannot be written is seen then, and one of an earlier run is gone. */
const HINT = '; --server names the instance to test against';

async function writeJunit({ junit }: TestFlags, report: string): Promise<void> {
  if (junit === undefined) return;
  try {
    await writeFile(junit, report);
  } catch (error) {
    throw new TestUsageError(`--junit ${junit} cannot be written: ${fileFault(error)}`, { cause: error });
  }
}

async function outcomeOf(flags: TestFlags, way: Way, startedAt: Date): Promise<Outcome> {
  const server = flags.server === undefined ? loadConfig().publicUrl : serverUrl(flags.server);
  if (server === null) throw new TestUsageError('--server must be a URL such as https://dane.example.org');
  const client = new CheckClient(server, flags.server === undefined ? HINT : '');
  const first = await client.create();
  assertKnown(flags.allow, first.check);
  const message = await messageOf(client, first.check, flags);
  const mailed = mailedScenarios(first.check, message.addresses);
  assertOffered(flags, mailed);
  const view = viewFor(flags, mailed);
  view.note(`Check: ${printable(message.url)}`);
  if (way.kind === 'by-hand') printByHand(message, flags);
  else await sendAll(way, message, view);

  const followed = await follow(client, first, mailed, flags, view);
  return {
    ...followed,
    judgement: judgementOf(followed.check, flags),
    mailed,
    allow: flags.allow,
    expect: flags.expect,
    mechanism: flags.mechanism,
    durationMs: Date.now() - startedAt.getTime(),
  };
}

/** A code with a spelling mistake would allow nothing, and nobody would notice. */
function assertKnown(allow: readonly string[], { scenarios }: FollowedCheck): void {
  const codes: readonly string[] = [...READINGS, ...scenarios.map(({ id }) => id)];
  const unknown = allow.find((code) => !codes.includes(code));
  if (unknown === undefined) return;
  const known = scenarios.map(({ id }) => id).join(', ');
  throw new TestUsageError(`--allow ${unknown} is no verdict code, and no scenario of this server: ${known}`);
}

/** Before anything is mailed: without a host with a policy, nothing could ever be said of it. */
function assertOffered({ mechanism, ...flags }: TestFlags, mailed: ReadonlySet<string>): void {
  const missing = mechanismsOf(mechanism).find(
    (each) => !SCENARIOS.some((scenario) => mailed.has(scenario.id) && measures(each)(scenario)),
  );
  if (missing === undefined) return;
  const where = `--level ${levelOf({ mechanism, ...flags })} of this server`;
  throw new TestUsageError(`--mechanism ${mechanism}: ${where} has no scenario of ${NAMES[missing]}`);
}

async function messageOf(
  client: CheckClient,
  { token, url }: FollowedCheck,
  { label, ...flags }: TestFlags,
): Promise<CheckMessage & { readonly query: string }> {
  const level = levelOf(flags);
  const query = { ...(level === 'quick' ? {} : { level }), ...(label === undefined ? {} : { label }) };
  const [addresses, text] = await Promise.all([
    client.mail(token, { ...query, format: 'addresses' }),
    client.mail(token, query),
  ]);
  const parameters = new URLSearchParams(query).toString();
  return {
    addresses: addresses.split('\n').filter((address) => address !== ''),
    text,
    url,
    query: parameters === '' ? '' : `?${parameters}`,
  };
}

/** By the addresses that the server hands out: it decides which scenarios a level has. */
function mailedScenarios({ scenarios }: FollowedCheck, addresses: readonly string[]): ReadonlySet<string> {
  const hosts = new Set(addresses.map(hostOf));
  return new Set(
    scenarios
      .filter(
        ({ address, classicAddress }) => hosts.has(hostOf(address)) || hosts.has(hostOf(classicAddress)),
      )
      .map(({ id }) => id),
  );
}

function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Standard output is for the result alone where programs read it. */
function printByHand(
  { addresses, url, query }: CheckMessage & { readonly query: string },
  flags: TestFlags,
): void {
  const lines = [
    'Send one message to all of these addresses, through the server to test:',
    '',
    ...addresses.map((address) => `  ${printable(address)}`),
    '',
    'or run this on it:',
    '',
    // Between single quotes nothing but another one means anything to a shell.
    `  curl -sS '${printable(url).replaceAll("'", '%27')}/mail${query}' | sendmail -t`,
    '',
  ];
  const isForPeople = flags.json !== true && flags.nagios !== true && flags.terse !== true;
  const stream = isForPeople ? process.stdout : process.stderr;
  stream.write(lines.map((line) => `${line}\n`).join(''));
}

async function sendAll(
  way: Exclude<Way, { kind: 'by-hand' }>,
  message: CheckMessage,
  view: LiveView,
): Promise<void> {
  try {
    const rejected = await send(way, message);
    if (rejected.length > 0) view.note(printable(`Not taken by the relay: ${rejected.join(', ')}`));
  } catch (error) {
    view.end();
    throw error;
  }
}

async function follow(
  client: CheckClient,
  first: CheckAnswer,
  mailed: ReadonlySet<string>,
  { wait, mechanism }: TestFlags,
  view: LiveView,
): Promise<CheckAnswer & { readonly isInterrupted: boolean }> {
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  // Once: who presses Ctrl-C again is not to wait for anything.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onInterrupt);
  let trouble = '';
  view.show(first.check);
  try {
    const last = await followCheck(client, first, {
      forMs: wait,
      signal: interrupt.signal,
      progressOf: (check) => progressOf(check, mailed, mechanism),
      onChange: (check) => view.show(check),
      onTrouble: (reason) => {
        if (reason !== trouble) view.note(printable(`${reason}; trying again`));
        trouble = reason;
      },
    });
    return { ...last, isInterrupted: interrupt.signal.aborted };
  } finally {
    view.end();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, onInterrupt);
  }
}

function viewFor({ nagios, terse, wait }: TestFlags, mailed: ReadonlySet<string>): LiveView {
  if (nagios === true) return noView;
  if (process.stderr.isTTY) return new TerminalView(process.stderr, mailed, wait);
  return terse === true ? noView : new LineView(process.stderr, mailed);
}

function print(outcome: Outcome, { json, nagios, terse }: TestFlags): void {
  const style = terminalStyle();
  const lines =
    json === true
      ? [jsonReport(outcome)]
      : nagios === true
        ? [nagiosLine(outcome)]
        : terse === true
          ? terseReport(outcome, style)
          : ['', ...fullReport(outcome, style)];
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
