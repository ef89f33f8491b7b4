/** Which scenarios an instance can offer, and at which addresses. */
import { needsOwnDns } from './dns-plan.js';
import { needsOwnAddress } from './listener.js';
import type { Scenario } from './scenario.js';

/** The IP addresses under which an instance is reached. */
export interface InstanceAddresses {
  readonly publicIpv4: string | undefined;
  readonly publicIpv6: string | undefined;
  /** Further ones: the first for the fallbacks of all scenarios, each other for one scenario that needs an address of its own. */
  readonly extraIpv4?: readonly string[];
  readonly extraIpv6?: readonly string[];
  /** Whether the zone is that of the appliance's own name server. */
  readonly hasOwnDns?: boolean;
  /** Whether it serves MTA-STS policies. */
  readonly hasPolicyHosts?: boolean;
}

export interface HostAddresses {
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
}

/** What a scenario asks of an instance. */
export const NEEDS = ['own-dns', 'policy-host', 'second-address', 'ipv4', 'ipv6'] as const;
export type Need = (typeof NEEDS)[number];

/** Where refused mail can go instead. All scenarios share it: a client that verifies names the host that it wants. */
export function fallbackAddresses({ extraIpv4 = [], extraIpv6 = [] }: InstanceAddresses): HostAddresses {
  return { ipv4: extraIpv4[0], ipv6: extraIpv6[0] };
}

/** The addresses of each scenario's host, by its id: the scenarios that need one of their own take them in the order of the table. */
export function hostAddresses(
  scenarios: readonly Scenario[],
  { publicIpv4, publicIpv6, extraIpv4 = [], extraIpv6 = [] }: InstanceAddresses,
): ReadonlyMap<string, HostAddresses> {
  const alone = scenarios.filter(needsOwnAddress);
  const taken = scenarios.some(({ fallback }) => fallback !== undefined) ? 1 : 0;
  return new Map(
    scenarios.map((scenario) => {
      const place = alone.indexOf(scenario);
      const ipv4 = place < 0 ? publicIpv4 : extraIpv4[taken + place];
      const ipv6 = place < 0 ? publicIpv6 : extraIpv6[taken + place];
      const { families = 'both' } = scenario;
      return [
        scenario.id,
        { ipv4: families === 'ipv6' ? undefined : ipv4, ipv6: families === 'ipv4' ? undefined : ipv6 },
      ];
    }),
  );
}

/** What the instance lacks for a scenario; null where it offers it. One without any address makes records without addresses. */
export function missingNeed(
  scenario: Scenario,
  { own, fallback }: { readonly own: HostAddresses; readonly fallback: HostAddresses | null },
  { hasOwnDns = false, hasPolicyHosts = false }: Pick<InstanceAddresses, 'hasOwnDns' | 'hasPolicyHosts'>,
): Need | null {
  if (needsOwnDns(scenario) && !hasOwnDns) return 'own-dns';
  if (scenario.mtaSts !== undefined && !hasPolicyHosts) return 'policy-host';
  if (fallback !== null && !hasAddress(fallback)) return 'second-address';
  if (hasAddress(own)) return null;
  if (needsOwnAddress(scenario)) return 'second-address';
  const { families = 'both' } = scenario;
  return families === 'both' ? null : families;
}

function hasAddress({ ipv4, ipv6 }: HostAddresses): boolean {
  return ipv4 !== undefined || ipv6 !== undefined;
}
