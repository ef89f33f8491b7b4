import { mailHosts, publicMailServers, TOKEN_LENGTH } from '#checks';
import type { Config } from '#config';
import type { DnsProvider } from '#providers';
import { type Endpoint, RolloverError } from '#rollover';
import {
  availableScenarios,
  completesHandshakes,
  type InstanceAddresses,
  conclusionOfHost,
  isSplit,
} from '#scenarios';

import { ownZone } from '../../dns-provider.js';
import type { RolloverTarget } from '../open-ports.js';
import { ApplianceCertificates } from './appliance-certificates.js';
import { KeepingProvider, KeptRecords } from './kept-records.js';

interface ApplianceContext {
  readonly config: Config;
  readonly provider: DnsProvider;
  /** The data of records that stay. */
  readonly keep: readonly string[];
}

/** Where senders look for the receiver. */
const SMTP_PORT = 25;
/** Below the wildcard: in the form of a token, for any other name is shown the default certificate, but of no check. */
const ANY_LABEL = '0'.repeat(TOKEN_LENGTH);

/** @throws RolloverError when the configuration is for another domain than the rollover that is under way */
export function applianceTarget(
  domain: string,
  { config, provider, keep }: ApplianceContext,
): RolloverTarget {
  if (domain !== config.domain) {
    throw new RolloverError(
      `The rollover of ${domain} cannot go on: DOMAIN is ${config.domain} now; set it back, or move its file away from ROLLOVER_DIR`,
    );
  }
  const kept = new KeptRecords(ownZone(config));
  return {
    // The own name server's zone is made of what is kept.
    provider: provider.name === 'knot' ? provider : new KeepingProvider(provider, kept),
    certificates: new ApplianceCertificates(config, kept, ({ data }) => keep.includes(data)),
    places: appliancePlaces(config),
  };
}

/**
 * Every host with TLSA records, and one below each wildcard. Where no sender can believe the records, nobody waits for them:
 * the zone has those of the certificates in use. Where no handshake is completed, or where one address is wrong, there is
 * nothing to see. Where the certificate is of a public authority, Caddy renews it, and no record there matches it.
 */
export function appliancePlaces(config: InstanceAddresses & Pick<Config, 'domain'>): Endpoint[] {
  return availableScenarios(config)
    .filter((scenario) => completesHandshakes(scenario) && !isSplit(scenario))
    .flatMap((scenario) => {
      const others = publicMailServers(scenario, config.domain);
      return mailHosts(scenario, config.domain)
        .filter(({ tlsa, security }) => tlsa.length > 0 && security === 'secure')
        .filter(({ name }) => !others.includes(name))
        .map(({ name, tlsaName, tlsa, mx }) => ({
          ...{ port: SMTP_PORT, tlsOnConnect: false },
          expected:
            conclusionOfHost(scenario, tlsa, mx) === 'verified'
              ? ('verified' as const)
              : ('mismatch' as const),
          host: name.replace('*', ANY_LABEL),
          tlsaName: `${tlsaName}.`,
        }));
    });
}
