/**
 * The records of an instance, from the table of scenarios.
 *
 * Every check has host names of its own, `TOKEN.do.DOMAIN`, its TLSA records are asked for at
 * `_25._tcp.TOKEN.do.DOMAIN`, and where to report to at `_smtp._tls.TOKEN.do.DOMAIN`. One wildcard, `*.do.DOMAIN`, answers them all: it stands for any number of labels, as long as
 * nothing exists in between (RFC 4592 §3.3.1). At `_25._tcp.do.DOMAIN` it does not answer, because that name needs
 * records of its own for the host `do.DOMAIN`.
 */
import type { PublicCertificates } from '#certs';
import { mailHosts, policyHost, policyRecords, publicNames, scenarioHost, tlsaNameOf } from '#checks';
import {
  addressesOfHost,
  changesByPhase,
  type HostAddresses,
  type InstanceAddresses,
  type KnownScenario,
  type KnownTlsaPlan,
  offeredScenarios,
  type OfferedScenario,
  type ScenarioId,
} from '#scenarios';

import type { DnsRecord } from './dns-record.js';
import { plannedData } from './tlsa-plan.js';
import { tlsReportingRecord } from './tls-reporting.js';

export interface RecordOptions extends InstanceAddresses {
  readonly domain: string;
  readonly dnsTtl: number;
  /** Where the page and the API are; reports are also taken there when it is https. */
  readonly publicUrl: string;
}

/** Every record, DOMAIN first, then the scenarios that the instance offers, in the order of the table. */
export function dnsRecords(options: RecordOptions, certificates: PublicCertificates): DnsRecord[] {
  const { domain, dnsTtl: ttl } = options;
  const reporting = tlsReportingRecord(domain, options.publicUrl);
  const txt = (name: string, scenario: ScenarioId | null): DnsRecord => ({
    ...{ name, type: 'TXT', ttl, data: reporting, scenario },
  });
  const own = { ipv4: options.publicIpv4, ipv6: options.publicIpv6 };
  const base = [...addressRecords(own, ttl, `${domain}.`, null), txt(`_smtp._tls.${domain}.`, null)];
  const all = offeredScenarios(options);
  const scenarios = all
    .filter(({ missing }) => missing === null)
    .flatMap((offered) => [
      ...mailRecords(options, offered, certificates),
      ...policyRows(options, offered.scenario),
      ...tlsReportingNames(offered.scenario.id, domain).map((name) => txt(name, offered.scenario.id)),
    ]);
  // Caddy gets certificates for all of them (Caddyfile): each name that leads nowhere would fail at the authority again and again.
  const others = all
    .filter(({ missing }) => missing !== null && options.hasPolicyHosts === true)
    .flatMap(({ scenario }) => publicNames(scenario, domain))
    .flatMap((name) => addressRecords(own, ttl, `${name}.`, null));
  return [...base, ...scenarios, ...others];
}

/** The addresses and TLSA records of the hosts of a scenario, and the MX records that name them. */
function mailRecords(
  { domain, dnsTtl: ttl }: RecordOptions,
  offered: OfferedScenario,
  certificates: PublicCertificates,
): DnsRecord[] {
  const { scenario } = offered;
  const hosts = mailHosts(scenario, domain);
  const own = `${scenarioHost(scenario.id, domain)}.`;
  const row = (name: string, type: DnsRecord['type'], data: string): DnsRecord => ({
    ...{ name, type, ttl, data, scenario: scenario.id },
  });
  return [
    ...[own, `*.${own}`].flatMap((name) =>
      hosts.flatMap((host) =>
        host.mx === null ? [] : [row(name, 'MX', `${host.mx.preference} ${host.name}.`)],
      ),
    ),
    ...hosts.flatMap(({ name, mx }) =>
      addressesOfHost(offered, mx).flatMap((one) => addressRecords(one, ttl, `${name}.`, scenario.id)),
    ),
    ...hosts.flatMap(({ name, mx }) =>
      mx?.tlsaAlias === true ? [row(`${tlsaNameOf(name)}.`, 'CNAME', `tlsa.${name}.`)] : [],
    ),
    // A name of its own, so that its absence is NODATA: resolvers that minimise names stop at NXDOMAIN (RFC 9156).
    ...hosts.flatMap(({ name, mx, tlsa, security }) =>
      mx === null || tlsa.length > 0 || security === 'failing'
        ? []
        : [row(`${tlsaNameOf(name)}.`, 'TXT', '"This host has no TLSA records."')],
    ),
    ...tlsaSets(scenario, domain).flatMap(({ name, plans }) =>
      plans.map((plan) => row(name, 'TLSA', plannedData(plan, certificates[plan.subject], certificates))),
    ),
  ];
}

/** What says that there is an MTA-STS policy, and where it is (RFC 8461 §3). */
function policyRows(options: RecordOptions, { id, mtaSts }: KnownScenario): DnsRecord[] {
  if (mtaSts === undefined) return [];
  const { domain, dnsTtl: ttl, publicIpv4: ipv4, publicIpv6: ipv6 } = options;
  const name = `_mta-sts.${scenarioHost(id, domain)}.`;
  return [
    // What changes is for the own name server alone (phased-records.ts).
    ...(changesByPhase({ mtaSts }) ? [] : policyRecords(mtaSts)).map((text): DnsRecord => ({
      ...{ name, type: 'TXT', ttl, data: `"${text}"`, scenario: id },
    })),
    ...addressRecords({ ipv4, ipv6 }, ttl, `${policyHost(id, domain)}.`, id),
  ];
}

/** The TLSA records of a scenario by their owner name: for its own host and those of all checks, or for its mail servers. */
export function tlsaSets(
  scenario: KnownScenario,
  domain: string,
): readonly { readonly name: string; readonly plans: readonly KnownTlsaPlan[] }[] {
  return mailHosts(scenario, domain).map(({ tlsaName, tlsa }) => ({
    ...{ name: `${tlsaName}.`, plans: tlsa },
  }));
}

/** Where senders look for the policy of reports (RFC 8460 §3): likewise. */
function tlsReportingNames(scenario: ScenarioId, domain: string): readonly string[] {
  const host = `${scenarioHost(scenario, domain)}.`;
  return [`_smtp._tls.${host}`, `*.${host}`];
}

function addressRecords(
  { ipv4, ipv6 }: HostAddresses,
  ttl: number,
  name: string,
  scenario: ScenarioId | null,
): DnsRecord[] {
  const records: DnsRecord[] = [];
  if (ipv4 !== undefined) records.push({ name, type: 'A', ttl, data: ipv4, scenario });
  if (ipv6 !== undefined) records.push({ name, type: 'AAAA', ttl, data: ipv6, scenario });
  return records;
}
