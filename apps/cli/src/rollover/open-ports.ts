/** What a rollover needs from around it: the provider of the configuration, name servers, connections, certificates. */
import { setTimeout } from 'node:timers/promises';

import type { Config } from '#config';
import { directDialer } from '#smtp-client';
import { canonicalName, type DnsProvider } from '#providers';
import { createResolver, NoServersError, resolverServers, type StubResolver } from '#dns';
import {
  certificateFiles,
  connectBy,
  nameServersBy,
  nextDirectory,
  type OpenRolloverPorts,
  type Endpoint,
  RolloverError,
  type RolloverOptions,
  type RolloverPorts,
} from '#rollover';
import { isTlsOnConnect } from '#watch';

import { openDnsProvider } from '../dns-provider.js';
import { applianceTarget } from './appliance/appliance-target.js';
import { ownFamilies } from './own-families.js';

export interface Surroundings {
  readonly config: Config;
  readonly stateDir: string;
  /** Says to a person what to change, where nothing else can. */
  readonly ask: (line: string) => void;
}

/** What is rolled over, and where its records are changed. */
export type RolloverTarget = Pick<RolloverPorts, 'provider' | 'certificates' | 'places'>;

type ServerTarget = Extract<RolloverOptions['target'], { kind: 'server' }>;

const BOTH: readonly (4 | 6)[] = [4, 6];

/** Given in EHLO to servers that are not ours. */
const HELO_NAME = 'havedane.invalid';

export function portsOpener(surroundings: Surroundings): OpenRolloverPorts {
  const { config, ask } = surroundings;
  return async (options) => {
    const resolver = await openResolver(config);
    const provider = await openDnsProvider(config, ask);
    const { target, families = BOTH } = options;
    const heloName = target.kind === 'appliance' ? config.domain : HELO_NAME;
    return {
      ...openTarget(options, provider, surroundings),
      askNameServers: nameServersBy(resolver, { families: nameServerFamilies(families) }),
      connect: connectBy({ resolver, dialer: directDialer(), families, heloName, ...hostOption(target) }),
      now: Date.now,
      pause: (milliseconds) => setTimeout(milliseconds),
    };
  };
}

function hostOption({ kind }: RolloverOptions['target']): { readonly hostOption?: string } {
  return kind === 'server' ? { hostOption: '--host' } : {};
}

/**
 * Where this machine has no IPv6, name servers are asked by IPv4 alone: they serve the same zone by either. Of the mail server
 * every address counts, unless somebody says otherwise.
 */
function nameServerFamilies(families: readonly (4 | 6)[]): readonly (4 | 6)[] {
  return families.length === BOTH.length ? ownFamilies() : families;
}

async function openResolver(config: Config): Promise<StubResolver> {
  try {
    return createResolver({ servers: await resolverServers(config.dnsResolvers) });
  } catch (error) {
    if (error instanceof NoServersError) throw new RolloverError(error.message);
    throw error;
  }
}

function openTarget(
  { target, keep }: RolloverOptions,
  provider: DnsProvider,
  { config, stateDir }: Surroundings,
): RolloverTarget {
  switch (target.kind) {
    case 'appliance':
      return applianceTarget(target.domain, { config, provider, keep });
    case 'server':
      return { provider, ...serverTarget(target, stateDir) };
  }
}

function serverTarget(target: ServerTarget, stateDir: string): Omit<RolloverTarget, 'provider'> {
  const { host, ports } = target;
  const places = ports.map((port): Endpoint => ({
    ...{ host, port, tlsOnConnect: isTlsOnConnect({ port }), expected: 'verified' },
    tlsaName: canonicalName(target.tlsaName ?? `_${port}._tcp.${host}`),
  }));
  const certificates = certificateFiles({
    ...target,
    tlsaNames: [...new Set(places.map(({ tlsaName }) => tlsaName))],
    directory: nextDirectory(stateDir, host),
    now: Date.now,
  });
  return { certificates, places };
}
