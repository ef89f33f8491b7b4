/** `havedane init`: from a fresh server to an `.env` that fits it. */
import { rename, rm } from 'node:fs/promises';
import { isatty } from 'node:tty';

import { type Command, InvalidArgumentError, Option } from 'commander';

import { readTextFile, writeTextFile } from '#files';
import { errnoCode, fileFault } from '#text';

import { EXIT, exitCodeHelp } from '../exit-codes.js';
import type { ExitStatus } from '../exit-status.js';
import {
  answerProblems,
  type Answers,
  answersIn,
  apiPortIn,
  type DnsChoice,
  planEnv,
  settingsOf,
  type WebChoice,
} from './env-plan.js';
import { listeners, routeAddresses } from './machine.js';
import { mtaStsSteps } from './mta-sts-steps.js';
import { portProblems } from './port-report.js';
import { outgoingPort } from './outgoing-port.js';
import { askMailServer, completeAnswers, confirmWriting, wasInterrupted, webServerOf } from './questions.js';
import { validDomain, validHost, validIpv4, validIpv6 } from './valid.js';
import { webServerSnippet } from './web-servers.js';

interface InitOptions extends Partial<Answers> {
  readonly mailServer?: string;
  readonly file: string;
  readonly yes?: true;
}

const DNS: readonly DnsChoice[] = ['own', 'provider', 'manual'];
const WEB: readonly WebChoice[] = ['caddy', 'nginx', 'traefik', 'apache', 'other-caddy'];

export function registerInit(program: Command, status: ExitStatus): void {
  program
    .command('init')
    .description('Write .env for the Compose appliance, from the options or by asking')
    .option(
      '--domain <name>',
      'the domain of this instance',
      using(validDomain, 'It must be a domain name with at least two labels.'),
    )
    .option('--ipv4 <address>', 'its public IPv4 address', using(validIpv4, 'It must be an IPv4 address.'))
    .option('--ipv6 <address>', 'its public IPv6 address', using(validIpv6, 'It must be an IPv6 address.'))
    .addOption(new Option('--dns <who>', 'who answers for the domain').choices(DNS))
    .addOption(new Option('--web <server>', 'which web server has ports 80 and 443').choices(WEB))
    .option('--mta-sts', "offer MTA-STS scenarios, with the appliance's own Caddy")
    .option('--no-mta-sts', 'offer none')
    .option(
      '--mail-server <name>',
      'a mail server elsewhere, such as your own, to test outgoing port 25 with',
      using(validHost, 'It must be a domain name or an IP address.'),
    )
    .option('--file <path>', 'the file to write', '.env')
    .option('--yes', 'write without asking')
    .addHelpText('after', exitCodeHelp('init'))
    .action((options: InitOptions) => unlessInterrupted(() => init(options, status), status));
}

/** Ctrl-C at a question: nothing was written before the last one is answered. */
async function unlessInterrupted(work: () => Promise<void>, status: ExitStatus): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!wasInterrupted(error)) throw error;
    console.log('Interrupted. Nothing was written.');
    status.code = EXIT.interrupted;
  }
}

async function init({ file, yes, mailServer, ...given }: InitOptions, status: ExitStatus): Promise<void> {
  const interactive = yes !== true && isatty(0) && isatty(1);
  const current = await readCurrent(file);
  const apiPort = apiPortIn(current);
  const [route, listening] = await Promise.all([routeAddresses(), listeners([25, 53, 80, 443, apiPort])]);
  const found = {
    route,
    web: webServerOf(listening),
    current: current === undefined ? {} : answersIn(current),
  };
  const answers = await completeAnswers(given, found, interactive);
  const other = mailServer ?? (interactive ? await askMailServer() : undefined);
  const problems = [...answerProblems(answers, route), ...portProblems(answers, listening, apiPort)];
  const lines = [...problems.map((problem) => `! ${problem}`), await outgoingLine(other)];
  console.log(`${lines.join('\n')}\n`);

  const plan = planEnv(settingsOf(answers, route), current);
  if (plan.changes.length === 0) {
    console.log(`${file} is right; nothing to change.`);
  } else {
    console.log(`${file}:\n${plan.changes.map((line) => `  ${line}`).join('\n')}\n`);
    if (yes !== true && !(interactive && (await confirmWriting(file)))) {
      console.log(`Not written. ${interactive ? '' : '--yes writes it.'}`.trim());
      status.code = EXIT.unknown;
      return;
    }
    await replaceFile(file, plan.text);
  }
  console.log(nextSteps(answers, apiPort));
}

/** Whose mail server is tried is for the operator to say: nothing is sent to anybody else. */
function outgoingLine(mailServer: string | undefined): Promise<string> | string {
  return mailServer === undefined
    ? 'Outgoing port 25, which only probes need, was not tested: --mail-server NAME tests it with a mail server that you name.'
    : outgoingPort(mailServer);
}

async function readCurrent(file: string): Promise<string | undefined> {
  try {
    return await readTextFile(file);
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read: ${fileFault(error)}`, { cause: error });
  }
}

/** Whole or not at all; it may hold secrets. */
async function replaceFile(file: string, text: string): Promise<void> {
  const next = `${file}.new`;
  try {
    await writeTextFile(next, text, { flags: 'w' });
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}

function nextSteps(answers: Answers, apiPort: number): string {
  const { domain, dns, web, mtaSts } = answers;
  const snippet = webServerSnippet(web, domain, apiPort);
  const names: Readonly<Record<DnsChoice, string>> = {
    own: 'docker compose run --rm operator delegate   # what the zone above needs; waits until it is there',
    provider:
      'docker compose run --rm operator dns push   # after DNS_PROVIDER is set: docs/dns-providers.md',
    manual: 'docker compose run --rm setup dns   # the records to enter at your provider',
  };
  return [
    ...(snippet === undefined ? [] : [`For ${snippet.place}:`, '', snippet.text]),
    ...(mtaSts && web === 'caddy' ? mtaStsSteps(answers) : []),
    'Next:',
    '  docker compose up -d',
    `  ${names[dns]}`,
    '  docker compose run --rm operator doctor',
  ].join('\n');
}

function using(valid: (text: string) => string | undefined, problem: string): (text: string) => string {
  return (text) => {
    const value = valid(text);
    if (value === undefined) throw new InvalidArgumentError(problem);
    return value;
  };
}
