/** The addresses of every scenario host, and of one that its wildcard answers, against PUBLIC_IPV4 and PUBLIC_IPV6. */
import ipaddr from 'ipaddr.js';

import type { DnsAnswer } from '#dns';
import { availableScenarios } from '#scenarios';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import { type Check, type Examination, hostsOf, type ScenarioHost } from '../examination.js';

export const checkAddresses: Check = (examination) =>
  Promise.all(
    availableScenarios(examination.config).flatMap((scenario) =>
      hostsOf(scenario, examination).flatMap((host) => [
        addressLine(host, 'A', examination),
        addressLine(host, 'AAAA', examination),
      ]),
    ),
  );

async function addressLine(
  { host, isWildcard, plan }: ScenarioHost,
  type: 'A' | 'AAAA',
  { resolver, config }: Examination,
): Promise<DoctorLine> {
  const line = new LineWriter(`${type} record`, isWildcard ? `${host} (wildcard)` : host);
  const variable = type === 'A' ? 'PUBLIC_IPV4' : 'PUBLIC_IPV6';
  const wanted = type === 'A' ? config.publicIpv4 : config.publicIpv6;
  const answer = await (type === 'A' ? resolver.a(host) : resolver.aaaa(host));
  // Where only the TLSA records fail, the addresses have to validate.
  const isSecure = plan.security !== 'insecure';
  const security = isSecure ? 'secure' : 'insecure';
  const expected = wanted === undefined ? `none, as ${variable} is empty` : `${wanted}, ${security}`;
  const told = { expected, found: foundText(answer) };
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    return line.error(told, 'Mend DNSSEC or the name servers first: see the lines on them.');
  }
  const addresses = answer.kind === 'found' ? answer.records.map(normal) : [];
  const isSame = wanted === undefined ? addresses.length === 0 : addresses.join() === normal(wanted);
  if (!isSame) {
    return line.error(
      told,
      `Publish what \`havedane dns\` prints, or correct ${variable} and generate it anew.`,
    );
  }
  return line.judged(
    // That there is none promises nothing: whether the zone is signed is for the line on DNSSEC.
    answer.secure === isSecure || wanted === undefined,
    told,
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
