/** What an administrator must change in DNS after new keys. */
import type { EarlierCertificates, PublicCertificates } from '#certs';
import { availableScenarios, type InstanceAddresses } from '#scenarios';

import { tlsaSets } from './records.js';
import { plannedData } from './tlsa-plan.js';

export interface TlsaChange {
  readonly name: string;
  /** Undefined when there was none, or the old certificates could not be used. */
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * The TLSA records of the instance that are not the same for both sets of certificates, in the order of the zone files. The own
 * name server publishes the others by itself.
 */
export function tlsaChanges(
  instance: InstanceAddresses & { readonly domain: string },
  before: EarlierCertificates | undefined,
  after: PublicCertificates,
): TlsaChange[] {
  return availableScenarios({ ...instance, hasOwnDns: false })
    .flatMap((scenario) =>
      tlsaSets(scenario, instance.domain).flatMap(({ name, plans }) =>
        plans.map((plan): TlsaChange => {
          const old = before?.[plan.subject];
          return {
            name,
            before: before === undefined || old === undefined ? undefined : plannedData(plan, old, before),
            after: plannedData(plan, after[plan.subject], after),
          };
        }),
      ),
    )
    .filter((change) => change.before !== change.after);
}
