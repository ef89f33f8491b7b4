/** What is watched: what the command line names, or else all that this installation knows of. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { mailHosts } from '#checks';
import type { Config } from '#config';
import { type StoredRollover, storedRollovers } from '#rollover';
import { availableScenarios, completesHandshakes, conclusionOfHost, isSplit } from '#scenarios';
import { watchedDomain, watchedHost, type WatchedTarget } from '#watch';

import type { Target } from '../../probe/target.js';

export interface NamedTargets {
  readonly hosts: readonly Target[];
  /** Whose records are wrong on purpose. */
  readonly wrongHosts: readonly Target[];
  readonly domains: readonly Target[];
}

const SMTP = 25;

export function namedTargets({ hosts, wrongHosts, domains }: NamedTargets): WatchedTarget[] {
  return distinct([
    ...hosts.map(({ host, port }) => watchedHost(host, port ?? SMTP)),
    ...wrongHosts.map(({ host, port }) => watchedHost(host, port ?? SMTP, 'mismatch')),
    ...domains.map(({ host }) => watchedDomain(host)),
  ]);
}

/** The hosts of the appliance, where there is one, and those of every rollover; empty when there are none. */
export async function knownTargets(config: Config, stateDir: string): Promise<WatchedTarget[]> {
  const { domain, zonesDir } = config;
  const stored = await storedRollovers(stateDir);
  const isAppliance =
    existsSync(join(zonesDir, 'records.json')) ||
    stored.some((one) => one.kind === 'stored' && one.options.target.kind === 'appliance');
  return distinct([
    ...(isAppliance ? applianceTargets(config) : []),
    ...stored.filter(({ id }) => id !== domain).flatMap(rolledTargets),
  ]);
}

/** Of a rollover whose file is damaged, the host is known by its name. */
function rolledTargets(rollover: StoredRollover): WatchedTarget[] {
  if (rollover.kind === 'unreadable') return [watchedHost(rollover.id, SMTP)];
  const { target } = rollover.options;
  return target.kind === 'server' ? target.ports.map((port) => watchedHost(target.host, port)) : [];
}

/** Every host whose records authenticate, or are to match nothing: those that no sender can use are wrong in a way of their own. */
function applianceTargets(config: Config): WatchedTarget[] {
  return availableScenarios(config)
    .filter((scenario) => completesHandshakes(scenario) && !isSplit(scenario))
    .flatMap((scenario) =>
      mailHosts(scenario, config.domain)
        .filter(({ name, security }) => security === 'secure' && !name.startsWith('*'))
        .flatMap(({ name, tlsa, mx }) => {
          const expected = conclusionOfHost(scenario, tlsa, mx);
          return expected === 'verified' || expected === 'mismatch'
            ? [watchedHost(name, SMTP, expected)]
            : [];
        }),
    );
}

function distinct(targets: readonly WatchedTarget[]): WatchedTarget[] {
  return targets.filter((one, index) => targets.findIndex(({ name }) => name === one.name) === index);
}
