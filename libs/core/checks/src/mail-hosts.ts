/** The hosts that the mail of a scenario is led to, and what is published for them. */
import {
  type CertificatePlan,
  findCertificate,
  findScenario,
  isDowngrade,
  isOfPublicAuthority,
  type KnownScenario,
  type MxHost,
  type Scenario,
  type ScenarioId,
  SCENARIOS,
  scenariosNamedBy,
  scenariosOf,
  type TlsaPlan,
  type TlsaSecurity,
} from '#scenarios';

/** A host name, or the wildcard that stands for the hosts of all checks. Names have no dot at their end. */
export interface MailHost<Plan extends TlsaPlan = TlsaPlan> {
  readonly name: string;
  /** Where its TLSA records are: for a wildcard that name itself, for an alias its target. */
  readonly tlsaName: string;
  readonly tlsa: readonly Plan[];
  readonly security: TlsaSecurity;
  /** Null: there is no MX record. */
  readonly mx: MxHost | null;
}

interface Planned<Plan extends TlsaPlan> extends Pick<Scenario, 'id' | 'zone'> {
  readonly tlsa: readonly Plan[];
  readonly mx?: readonly (MxHost & { readonly tlsa?: readonly Plan[] })[];
}

/** Where senders look for the TLSA records of a host on port 25 (RFC 7672 §2.2.3). */
export function tlsaNameOf(host: string): string {
  return `_25._tcp.${host}`;
}

/** Where senders fetch the MTA-STS policy of a scenario's mail domain (RFC 8461 §3.3). */
export function policyHost(id: string, domain: string): string {
  return `mta-sts.${id}.${domain}`;
}

/** Those with a policy: each has addresses of one form alone (address.ts). */
export const POLICY_SCENARIOS: readonly string[] = SCENARIOS.filter(({ mtaSts }) => mtaSts !== undefined).map(
  ({ id }) => id,
);

export function mxHostName({ label }: Pick<MxHost, 'label'>, id: string, domain: string): string {
  return `${label}-${id}.${domain}`;
}

/** The mail servers of a scenario that need a certificate of a public authority, for senders that trust no other. */
export function publicMailServers(scenario: KnownScenario, domain: string): readonly string[] {
  const { certificate, fallback = certificate } = scenario;
  if (isDowngrade(scenario)) return [];
  return mailHosts(scenario, domain)
    .filter(({ mx }) =>
      isOfPublicAuthority(findCertificate(mx?.isFallback === true ? fallback : certificate)),
    )
    .map(({ name }) => name);
}

/** Likewise its policy host, too. */
export function publicNames(scenario: KnownScenario, domain: string): readonly string[] {
  const policyHosts = scenario.mtaSts?.host === 'trusted' ? [policyHost(scenario.id, domain)] : [];
  return [...policyHosts, ...publicMailServers(scenario, domain)];
}

/** The scenario whose mail server has that label below DOMAIN; undefined where none has. */
export function scenarioOfMxLabel(label: string): ScenarioId | undefined {
  const [, own, id = ''] = /^(mx\d)-(.+)$/.exec(label) ?? [];
  const scenario = findScenario(id);
  return scenario?.mx?.some((host) => host.label === own) === true ? scenario.id : undefined;
}

/** Those that MX records name; where there are none, the scenario's own host and the wildcard for those of checks. */
export function mailHosts<Plan extends TlsaPlan>(
  { id, tlsa, zone, mx }: Planned<Plan>,
  domain: string,
): readonly MailHost<Plan>[] {
  const own = `${id}.${domain}`;
  const implicit = { tlsa, security: zone === undefined ? 'secure' : 'insecure', mx: null } as const;
  if (mx === undefined) {
    return [
      { ...implicit, name: own, tlsaName: tlsaNameOf(own) },
      { ...implicit, name: `*.${own}`, tlsaName: `*.${own}` },
    ];
  }
  return mx.map((plan): MailHost<Plan> => {
    const name = mxHostName(plan, id, domain);
    const tlsaName = plan.tlsaAlias === true ? `tlsa.${name}` : tlsaNameOf(name);
    return { name, tlsaName, tlsa: plan.tlsa ?? tlsa, security: securityOf(plan), mx: plan };
  });
}

/**
 * The names that a certificate has, and those of our hosts that it must not have, with wildcards. Names are matched with usage 2
 * alone, against the host and, where the MX records are signed, the mail domain (RFC 7672 §3.2.2).
 */
export function certificateHosts(
  { id, names, namesPolicyHosts }: CertificatePlan,
  domain: string,
): { readonly named: readonly string[]; readonly unnamed: readonly string[] } {
  // Where a policy or a record speaks of the next MX host alone, the first must not have its name.
  const isPresentedAt = ({ fallback }: Scenario, { mx }: MailHost): boolean =>
    mx === null || fallback === undefined || (mx.isFallback === true) === (fallback === id);
  const hostsOf = (scenario: Scenario): string[] =>
    mailHosts(scenario, domain)
      .filter((host) => isPresentedAt(scenario, host))
      .map(({ name }) => name);
  if (names === 'domains') {
    const presenting = scenariosOf(id);
    return {
      named: presenting.flatMap((scenario) => [`${scenario.id}.${domain}`, `*.${scenario.id}.${domain}`]),
      unnamed: presenting.flatMap(hostsOf),
    };
  }
  const hosts = [
    ...scenariosNamedBy(id).flatMap(hostsOf),
    ...(namesPolicyHosts === true ? POLICY_SCENARIOS.map((scenario) => policyHost(scenario, domain)) : []),
  ];
  return names === 'other' ? { named: [], unnamed: hosts } : { named: hosts, unnamed: [] };
}

function securityOf({ zone, tlsaLookup }: MxHost): TlsaSecurity {
  if (tlsaLookup !== undefined) return 'failing';
  return zone === 'unsigned' ? 'insecure' : 'secure';
}
