/** The addresses of every scenario host, and of one that its wildcard answers, against the addresses of the instance. */
import ipaddr from 'ipaddr.js';

import type { DnsAnswer } from '#dns';
import { needsOwnAddress, offeredScenarios, type OfferedScenario } from '#scenarios';

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
  { scenario, addresses: { ipv4, ipv6 } }: OfferedScenario,
  { resolver }: Examination,
): Promise<DoctorLine> {
  const line = new LineWriter(`${type} record`, isWildcard ? `${host} (wildcard)` : host);
  const variable = `${needsOwnAddress(scenario) ? 'EXTRA' : 'PUBLIC'}_${type === 'A' ? 'IPV4' : 'IPV6'}`;
  const wanted = type === 'A' ? ipv4 : ipv6;
  const reason = scenario.families === undefined ? `as ${variable} has none` : 'on purpose';
  const answer = await (type === 'A' ? resolver.a(host) : resolver.aaaa(host));
  // Where only the TLSA records fail, the addresses have to validate.
  const isSecure = plan.security !== 'insecure';
  const security = isSecure ? 'secure' : 'insecure';
  const expected = wanted === undefined ? `none, ${reason}` : `${wanted}, ${security}`;
  const comparison = { expected, found: foundText(answer) };
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    return line.error(comparison, 'Fix DNSSEC or the name servers first: their lines say what is wrong.');
  }
  const published = answer.kind === 'found' ? answer.records.map(normal) : [];
  const isSame = wanted === undefined ? published.length === 0 : published.join() === normal(wanted);
  if (!isSame) {
    return line.error(
      comparison,
      `Publish what \`havedane dns\` prints, or correct ${variable} and generate it again.`,
    );
  }
  return line.judged(
    // That there is none promises nothing: whether the zone is signed is for the line on DNSSEC.
    answer.secure === isSecure || wanted === undefined,
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
