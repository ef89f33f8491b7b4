/** From the command line and the configuration to what a watch does. */
import { type Config, packageVersion } from '#config';
import { ProviderError, readSecretFile } from '#providers';
import { RelayFileError, resolveRelay } from '#relay';
import { recordsUnderWay } from '#rollover';
import { type Channel, type LookSettings, mailChannel, type WatchedTarget, webhookChannel } from '#watch';

import type { Target } from '../../probe/target.js';
import { ownFamilies } from '../own-families.js';
import { knownTargets, namedTargets } from './watched-targets.js';
import type { WatchFlags } from './watch-options.js';

/** The command was called wrongly, or a setting cannot be used. Its message is one line without a full stop. */
export class WatchUsageError extends Error {
  override readonly name = 'WatchUsageError';
}

export function lookSettings(flags: WatchFlags, config: Config, stateDir: string): LookSettings {
  return {
    heloName: config.domain,
    resolvers: config.dnsResolvers,
    families: familiesOf(flags),
    connectTimeoutMs: flags.connectTimeout,
    expirationWarningMs: flags.expirationWarning,
    confirmAfterMs: flags.confirm,
    recordsUnderWay: () => recordsUnderWay(stateDir),
  };
}

/** Without an address of the kind, every IPv6 address would look as if it were not served. */
function familiesOf({ ipv4, ipv6 }: WatchFlags): readonly (4 | 6)[] {
  if (ipv4 === true) return [4];
  if (ipv6 === true) return [6];
  return ownFamilies();
}

/**
 * What is watched, found out anew for each look: rollovers may have begun.
 *
 * @throws WatchUsageError when there is nothing
 */
export async function targetsOf(
  hosts: readonly Target[],
  { mx, wrong }: WatchFlags,
  config: Config,
  stateDir: string,
): Promise<readonly WatchedTarget[]> {
  const named = namedTargets({ hosts, wrongHosts: wrong, domains: mx });
  if (named.length > 0) return named;
  const known = await knownTargets(config, stateDir);
  if (known.length > 0) return known;
  throw new WatchUsageError(
    `Name a host to watch, or a domain with --mx: neither ZONES_DIR (${config.zonesDir}) nor ROLLOVER_DIR (${stateDir}) knows of any`,
  );
}

/**
 * Who is told, besides who reads the output.
 *
 * @throws WatchUsageError
 */
export async function channelsOf(flags: WatchFlags, config: Config): Promise<Channel[]> {
  if (flags.dryRun === true) return [];
  const url = await webhookUrl(flags, config);
  const mail = await mailSettings(flags, config);
  return [
    ...(url === null ? [] : [webhookChannel({ url, userAgent: `havedane/${packageVersion()}` })]),
    ...(mail === null ? [] : [mailChannel(mail)]),
  ];
}

async function webhookUrl(flags: WatchFlags, { watch: { webhook } }: Config): Promise<string | null> {
  if (flags.webhook !== undefined) return usableUrl(flags.webhook, '--webhook must be');
  if (webhook === null) return null;
  if ('url' in webhook) return webhook.url;
  try {
    const text = await readSecretFile(webhook.file, 'WATCH_WEBHOOK_FILE');
    return usableUrl(text, `WATCH_WEBHOOK_FILE ${webhook.file} must hold`);
  } catch (error) {
    throw error instanceof ProviderError ? new WatchUsageError(error.message) : error;
  }
}

/** The text is never shown: it may hold a secret. */
function usableUrl(text: string, must: string): string {
  if (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)) return text;
  throw new WatchUsageError(`${must} an http or https URL`);
}

async function mailSettings(flags: WatchFlags, { operator: { forward }, domain }: Config) {
  if (forward === null) {
    if (flags.mail === undefined) return null;
    throw new WatchUsageError(
      '--mail needs a server to hand the mail to: set OPERATOR_RELAY and OPERATOR_EMAIL',
    );
  }
  try {
    await resolveRelay(forward.relay);
  } catch (error) {
    throw error instanceof RelayFileError ? new WatchUsageError(error.message) : error;
  }
  return { relay: forward.relay, to: flags.mail ?? forward.to, from: forward.from, domain };
}
