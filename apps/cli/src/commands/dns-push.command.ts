/** `havedane dns push`: publishes the generated records at the provider of DNS_PROVIDER. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { type Command, InvalidArgumentError } from 'commander';

import { type Config, loadConfig } from '#config';
import { generateRecords, NAME_SERVER_DIR, overridden, readZoneOverrides } from '#zones';
import {
  carryOut,
  type DnsProvider,
  isCarriedOut,
  isEmptyPlan,
  type Publication,
  type PublicationPlan,
  readPlan,
} from '#providers';
import { printableJson } from '#text';

import { confirm } from '../confirm.js';
import { openDnsProvider } from '../dns-provider.js';
import { EXIT, exitCodeHelp } from '../exit-codes.js';
import type { ExitStatus } from '../exit-status.js';
import { isColoured } from '../is-coloured.js';
import { writeZones } from '../zones.js';
import { formatPlan, formatStep, type PushOutcome, pushBody } from './dns-push-report.js';

interface PushOptions {
  readonly yes?: true;
  readonly dryRun?: true;
  readonly json?: true;
  readonly wait: number;
}

/** Between two looks at what somebody makes by hand. */
const LOOK_SECONDS = 5;

export function registerDnsPush(dns: Command, status: ExitStatus): void {
  const push = dns
    .command('push')
    .description(
      'Publish the generated records at the provider of DNS_PROVIDER; shows the changes and asks first',
    )
    .option('--yes', 'do not ask')
    .option('--dry-run', 'show what would change; change nothing')
    .option('--json', 'print JSON; with --yes or --dry-run')
    .option('--wait <seconds>', 'how long to wait for records that you add by hand (manual)', seconds, 900)
    .addHelpText('after', exitCodeHelp('dns push'))
    .action(async (options: PushOptions) => {
      const config = loadConfig();
      // First of all: without a provider nothing else that may be missing matters.
      const provider = await providerOf(config, options);
      if (options.yes === undefined && options.dryRun === undefined && !canAsk(options)) {
        push.error('No terminal to ask on: use --yes, or --dry-run to see what would change');
      }
      const outcome =
        provider === 'own-zone'
          ? await writeOwnZone(config, options)
          : await publish(config, provider, options);
      status.code = CODES[outcome];
    });
}

const CODES: Readonly<Record<PushOutcome, number>> = {
  published: EXIT.ok,
  unchanged: EXIT.ok,
  failed: EXIT.wrong,
  planned: EXIT.unknown,
  declined: EXIT.unknown,
  requested: EXIT.unknown,
};

/** @throws ProviderError when none is configured, or its token or key cannot be used; speaks to nobody yet */
async function providerOf(config: Config, options: PushOptions): Promise<DnsProvider | 'own-zone'> {
  return config.dnsProvider.name === 'knot' ? 'own-zone' : openDnsProvider(config, sayingTo(options));
}

function canAsk({ json }: PushOptions): boolean {
  return json !== true && process.stdin.isTTY;
}

function sayingTo({ json }: PushOptions): (line: string) => void {
  return (line) => {
    // Standard output is for the JSON alone.
    if (json === true) process.stderr.write(`${line}\n`);
    else console.log(line);
  };
}

async function publish(config: Config, provider: DnsProvider, options: PushOptions): Promise<PushOutcome> {
  const wanted = await wantedRecords(config);
  const say = sayingTo(options);
  const plan = await readPlan(provider, wanted);
  if (options.json !== true) say(formatPlan(provider.title, plan, isColoured()));
  const { outcome, publication } = await decide(provider, plan, options, say);
  const final =
    outcome === 'requested' && (await isSeen(provider, wanted, plan, options.wait, say))
      ? 'published'
      : outcome;
  if (options.json === true) console.log(printableJson(pushBody(provider.name, final, plan, publication)));
  if (publication.error !== null && options.json !== true) {
    process.stderr.write(`havedane: ${publication.error.message}\n${UNDONE}\n`);
  }
  return final;
}

const UNDONE = 'Nothing was undone; run this again to continue from there.';
const NOTHING_DONE: Publication = { steps: [], error: null };

async function decide(
  provider: DnsProvider,
  plan: PublicationPlan,
  options: PushOptions,
  say: (line: string) => void,
): Promise<{ readonly outcome: PushOutcome; readonly publication: Publication }> {
  if (isEmptyPlan(plan)) return { outcome: 'unchanged', publication: NOTHING_DONE };
  if (options.dryRun === true) return { outcome: 'planned', publication: NOTHING_DONE };
  if (options.yes !== true && !(await confirm('Publish this?')))
    return { outcome: 'declined', publication: NOTHING_DONE };
  const publication = await carryOut(provider, plan, (step) => {
    if (options.json !== true && step.outcome !== 'requested') say(formatStep(step));
  });
  if (publication.error !== null) return { outcome: 'failed', publication };
  const isAsked = publication.steps.some(({ outcome }) => outcome === 'requested');
  return { outcome: isAsked ? 'requested' : 'published', publication };
}

/**
 * With what a rollover keeps beside them. Without addresses nobody would be led anywhere, and those that are published
 * would have to go.
 */
async function wantedRecords(config: Config) {
  if (config.publicIpv4 === undefined && config.publicIpv6 === undefined) {
    throw new Error('Set PUBLIC_IPV4 or PUBLIC_IPV6 first: without them there are no addresses to publish');
  }
  const generated = await generateRecords(config, config.certs.dir);
  return overridden(generated, await readZoneOverrides(join(config.zonesDir, NAME_SERVER_DIR)));
}

async function isSeen(
  provider: DnsProvider,
  wanted: Parameters<typeof readPlan>[1],
  plan: PublicationPlan,
  waitSeconds: number,
  say: (line: string) => void,
): Promise<boolean> {
  const end = Date.now() + waitSeconds * 1000;
  if (waitSeconds > 0) say('Waiting until this is seen in DNS. You can stop it: the same command continues.');
  for (;;) {
    if (isCarriedOut(plan, await readPlan(provider, wanted))) return true;
    if (Date.now() + LOOK_SECONDS * 1000 > end) return false;
    await setTimeout(LOOK_SECONDS * 1000);
  }
}

/** The own name server takes over what is generated; there is nothing to compare with. */
async function writeOwnZone(config: Config, { dryRun, json }: PushOptions): Promise<PushOutcome> {
  const written = dryRun === true ? [] : (await writeZones(config)).written;
  const outcome = dryRun === true ? 'planned' : written.length === 0 ? 'unchanged' : 'published';
  if (json === true) console.log(printableJson({ provider: 'knot', outcome, written }));
  else
    console.log(
      `The own name server takes its zone from ${config.zonesDir}: ${written.join(', ') || 'nothing was written'}`,
    );
  return outcome;
}

function seconds(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of seconds.');
}
