/** `havedane delegate`: from the running name server to a domain that the Internet finds and validates. */
import { setTimeout as pause } from 'node:timers/promises';

import type { Command } from 'commander';
import ipaddr from 'ipaddr.js';

import { type Config, loadConfig } from '#config';
import { createResolver, resolverServers, type StubResolver } from '#dns';
import { formatDs, readZoneKey } from '#zones';

import { formatDoctorReport } from '../doctor/doctor-report.js';
import { examine } from '../doctor/examine.js';
import { runDoctor } from '../doctor/run-doctor.js';
import { EXIT, exitCodeHelp } from '../exit-codes.js';
import type { ExitStatus } from '../exit-status.js';
import { interruptible } from '../interruptible.js';
import { isColoured } from '../is-coloured.js';
import { LiveLines } from '../live-lines.js';
import { printableLines } from '../printable.js';
import { countdown, followDelegation } from './follow.js';
import { askParents, type WantedDelegation } from './parent-view.js';

const POLL_MS = 10_000;
const ANSWER_MS = 10_000;

interface DelegateOptions {
  readonly once?: true;
  readonly quiet?: true;
}

export function registerDelegate(program: Command, status: ExitStatus): void {
  program
    .command('delegate')
    .description('Print what the parent zone needs, wait until it has it, and run the doctor')
    .option('--once', 'look once instead of waiting')
    .option('--quiet', 'print nothing; only set the exit status')
    .addHelpText('after', `\nIt can be stopped and started again at any time.\n${exitCodeHelp('delegate')}`)
    .action(async ({ once, quiet }: DelegateOptions) => {
      status.code = await interruptible((signal) =>
        delegate(loadConfig(), { once: once === true, quiet: quiet === true, signal }),
      );
    });
}

async function delegate(
  config: Config,
  { once, quiet, signal }: { readonly once: boolean; readonly quiet: boolean; readonly signal: AbortSignal },
): Promise<number> {
  const wanted = await wantedDelegation(config);
  const resolver = createResolver({
    servers: await resolverServers(config.dnsResolvers),
    timeoutMs: ANSWER_MS,
  });
  const say = (text: string): void => {
    if (!quiet) console.log(`${printableLines(text)}\n`);
  };
  const progress = await followDelegation(
    wanted,
    {
      parents: () => askParents(resolver, config.domain),
      validated: () => validated(resolver, config.domain),
      say,
      wait: (rememberedUntil) => wait(quiet ? 0 : rememberedUntil, signal),
      now: Date.now,
    },
    { once },
  );
  if (progress !== 'done') return progress === 'wrong' ? EXIT.wrong : EXIT.unknown;
  const lines = await runDoctor(await examine(config, ANSWER_MS));
  say(formatDoctorReport(lines, isColoured()));
  if (lines.some(({ status }) => status === 'error')) return EXIT.wrong;
  return lines.some(({ status }) => status === 'unknown') ? EXIT.unknown : EXIT.ok;
}

/** On a terminal, the time that is left is counted down meanwhile. */
async function wait(rememberedUntil: number, signal: AbortSignal): Promise<void> {
  const view =
    rememberedUntil > 0 && process.stdout.isTTY
      ? new LiveLines(process.stdout, (sign) => [`${sign} ${countdown(rememberedUntil, Date.now())}`])
      : undefined;
  try {
    await pause(POLL_MS, undefined, { signal });
  } finally {
    view?.end();
  }
}

/** @throws NoKeyError while the name server does not answer */
async function wantedDelegation({ domain, nameServer, ...config }: Config): Promise<WantedDelegation> {
  const key = await readZoneKey(nameServer.dir, domain);
  const addresses = [config.publicIpv4, config.publicIpv6].flatMap((address) =>
    address === undefined ? [] : [ipaddr.parse(address).toString()],
  );
  const inside = nameServer.names.filter((name) => name.endsWith(`.${domain}`));
  return {
    domain,
    servers: nameServer.names,
    glue: new Map(inside.map((name) => [name, addresses])),
    ds: formatDs(domain, key),
  };
}

async function validated(
  resolver: StubResolver,
  domain: string,
): Promise<{ readonly secure: boolean; readonly detail: string }> {
  const answer = await resolver.soa(domain);
  switch (answer.kind) {
    case 'found':
      return answer.secure
        ? { secure: true, detail: 'it validates the domain.' }
        : { secure: false, detail: 'it does not see the DS record yet.' };
    case 'none':
      return { secure: false, detail: 'it does not find the domain yet.' };
    case 'bogus':
    case 'failed':
      return { secure: false, detail: answer.detail };
  }
}
