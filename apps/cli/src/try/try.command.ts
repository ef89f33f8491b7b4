/** `havedane demo`: mails a check's addresses as a simulated sender, so that each verdict can be seen without DNS. */
import { Option, type Command } from 'commander';

import { loadConfig, type Config } from '#config';

import { CheckClient, type FollowedCheck } from '../check-client.js';
import { printable } from '../printable.js';
import { isOnBoth, policyTexts } from '../sending/report/titles.js';
import { LocalRecords } from './local-records.js';
import { PERSONAS, PERSONA_NAMES, type Persona } from './personas.js';
import { SIMULATED_SENDER_NAME, sendAs } from './simulated-sender.js';

interface TryOptions {
  readonly as: Persona;
  readonly check?: string;
  readonly classic?: true;
}

export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('Mail a check as a simulated sender; nothing leaves this machine')
    .addOption(
      new Option('--as <sender>', PERSONA_NAMES.map((name) => `${name}: ${PERSONAS[name]}`).join('; '))
        .choices(PERSONA_NAMES)
        .makeOptionMandatory(),
    )
    .option('--check <token>', 'the token or URL of an open check; a new one is made unless given')
    .option('--classic', 'mail the classic addresses (TOKEN@do.DOMAIN)')
    .action((options: TryOptions) => simulate(loadConfig(), options));
}

async function simulate(config: Config, options: TryOptions): Promise<void> {
  const api = new CheckClient(apiUrl(config), '; in a checkout, npm start runs it');
  const records = await LocalRecords.read(config.zonesDir);
  const token = options.check?.split('/').at(-1);
  const { check } = token === undefined ? await api.create() : await api.read(token);

  console.log(
    `\nSIMULATED sender “${options.as}”: ${PERSONAS[options.as]}. It calls itself ${SIMULATED_SENDER_NAME}.`,
  );
  console.log(`The check, live on its page: ${check.url}\n`);
  const mailed = check.scenarios.filter(({ level }) => level === 'quick');
  for (const scenario of mailed) {
    const address = options.classic === true ? scenario.classicAddress : scenario.address;
    const tlsa = records.tlsaOf(address.slice(address.lastIndexOf('@') + 1));
    const result = await sendAs(options.as, { address, tlsa, receiver: receiverOf(config) });
    console.log(`  ${address}\n    ${result.kind}, ${result.kind === 'delivered' ? result.how : result.why}`);
  }
  printVerdict(await settled(api, check, mailed.length));
}

/** What was just sent is in the store already, except a refusal: the receiver hears of the closed connection a moment later. */
async function settled(
  api: CheckClient,
  { token, observations }: FollowedCheck,
  mailed: number,
): Promise<FollowedCheck> {
  const deadline = Date.now() + 2000;
  for (;;) {
    const { check } = await api.read(token);
    const ended = check.observations
      .slice(observations.length)
      .filter(({ kind }) => kind !== 'tls-established');
    if (ended.length >= mailed || Date.now() > deadline) return check;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function printVerdict(check: FollowedCheck): void {
  const { verdict, url } = check;
  const title = isOnBoth(check) ? check.headline.title : verdict.title;
  const said = [verdict.explanation, ...policyTexts(check, false)].map(printable);
  console.log(`\nVerdict: ${verdict.outcome} – ${printable(title)}\n${said.join('\n')}\n\n${url}\n`);
}

function apiUrl({ http }: Config): string {
  return `http://${http.host.includes(':') ? `[${http.host}]` : http.host}:${http.port}`;
}

function receiverOf({ smtp }: Config): { host: string; port: number } {
  return { host: smtp.hosts[0] ?? '127.0.0.1', port: smtp.port };
}
