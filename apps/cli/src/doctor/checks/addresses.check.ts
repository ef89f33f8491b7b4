/** The addresses of every scenario host, and of one that its wildcard answers, against the addresses of the instance. */
import ipaddr from 'ipaddr.js';

import type { DnsAnswer } from '#dns';
import { addressesOfHost, needsOwnAddress, offeredScenarios, type OfferedScenario } from '#scenarios';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import { type Check, type Examination, hostsOf, type ScenarioHost } from '../examination.js';

export const checkAddresses: Check = (examination) =>
  Promise.all(
    offeredScenarios(examination.config)
      .filter(({ missing }) => missing === null)
      .flatMap((offered) =>
        hostsOf(offered.scenario, examination).flatMap((host) => [
          addressLine(host, 'A', offered, examination),
          addressLine(host, 'AAAA', offered, examination),
        ]),
      ),
  );

async function addressLine(
  { host, isWildcard, plan }: ScenarioHost,
  type: 'A' | 'AAAA',
  offered: OfferedScenario,
  { resolver }: Examination,
): Promise<DoctorLine> {
  const line = new LineWriter(`${type} record`, isWildcard ? `${host} (wildcard)` : host);
  const { scenario } = offered;
  const isOwn = needsOwnAddress(scenario) || plan.mx?.isFallback === true;
  const variable = `${isOwn ? 'EXTRA' : 'PUBLIC'}_${type === 'A' ? 'IPV4' : 'IPV6'}`;
  const wanted = addressesOfHost(offered, plan.mx).flatMap(
    ({ ipv4, ipv6 }) => (type === 'A' ? ipv4 : ipv6) ?? [],
  );
  const reason = scenario.families === undefined ? `as ${variable} has none` : 'on purpose';
  const answer = await (type === 'A' ? resolver.a(host) : resolver.aaaa(host));
  // Where only the TLSA records fail, the addresses have to validate.
  const isSecure = plan.security !== 'insecure';
  const security = isSecure ? 'secure' : 'insecure';
  const expected = wanted.length === 0 ? `none, ${reason}` : `${wanted.join(', ')}, ${security}`;
  const comparison = { expected, found: foundText(answer) };
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    return line.error(comparison, 'Fix DNSSEC or the name servers first (see their lines).');
  }
  const published = answer.kind === 'found' ? answer.records.map(normal) : [];
  const isSame = published.sort().join() === wanted.map(normal).sort().join();
  if (!isSame) {
    return line.error(
      comparison,
      `Publish what \`havedane dns\` prints, or correct ${variable} and generate it again.`,
    );
  }
  return line.judged(
    // That there is none promises nothing: whether the zone is signed is for the line on DNSSEC.
    answer.secure === isSecure || wanted.length === 0,
    comparison,
    isSecure
      ? 'Sign the zone: TLSA records of an insecure address count for nothing.'
      : 'Let the appliance’s own name server serve the zone, which has no DS record on purpose.',
  );
}

function foundText(answer: DnsAnswer<string>): string {
  switch (answer.kind) {
    case 'found':
      return `${answer.records.join(', ')}, ${answer.secure ? 'secure' : 'insecure'}`;
    case 'none':
      return answer.secure ? 'none' : 'none, insecure';
    case 'bogus':
    case 'failed':
      return `${answer.kind}: ${answer.detail}`;
  }
}

function normal(address: string): string {
  return ipaddr.parse(address).toString();
}
