/** What port 25 does, and whether senders come to the conclusion that each scenario is made for. */
import type { MailHost } from '#checks';
import type { DaneState, ProbeAddressBody, ProbeTargetBody } from '#contracts';
import {
  availableScenarios,
  completesHandshakes,
  conclusionOfHost,
  isDowngrade,
  isSplit,
  type KnownScenario,
} from '#scenarios';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import { type Check, type Examination, hostsOf, type ScenarioHost } from '../examination.js';

export const checkPort: Check = async (examination) => {
  const { publicIpv4, publicIpv6 } = examination.config;
  const addresses = [publicIpv4, publicIpv6].filter((address) => address !== undefined);
  if (addresses.length > 0) return Promise.all(addresses.map((address) => portLine(address, examination)));
  const comparison = { expected: 'an address', found: 'PUBLIC_IPV4 and PUBLIC_IPV6 are empty' };
  return [
    new LineWriter('port 25', 'this server').error(
      comparison,
      'Set them to where senders reach this server.',
    ),
  ];
};

export const checkDane: Check = (examination) =>
  Promise.all(
    availableScenarios(examination.config).flatMap((scenario) =>
      hostsOf(scenario, examination)
        // A probe of the whole host says what the address is like that it comes to first.
        .filter(({ plan }) => plan.security !== 'failing' && !isSplit(scenario))
        .map((host) => daneLine(scenario, host, examination)),
    ),
  );

async function portLine(address: string, { probe }: Examination): Promise<DoctorLine> {
  const line = new LineWriter('port 25', address);
  const expected = 'answers and offers STARTTLS';
  const [reached] = addressesOf(await probe(address));
  if (reached === undefined || reached.dane === 'unreachable') {
    const comparison = { expected, found: reasonOf(reached) ?? 'no connection' };
    return line.error(
      comparison,
      'Start the receiver, and open port 25 in the firewall and at the provider of the server. Where an address cannot be reached from its own network, look from outside as well.',
    );
  }
  if (reached.dane === 'not-looked-at') {
    return line.unknown({ expected, found: reasonOf(reached) ?? STATE_TEXTS[reached.dane] }, NOT_LOOKED_AT);
  }
  const found = reached.starttls === true ? 'STARTTLS' : (reasonOf(reached) ?? 'no STARTTLS');
  const advice = 'See that the receiver answers there, and not another mail server or a filter.';
  return line.judged(reached.starttls === true, { expected, found }, advice);
}

async function daneLine(
  scenario: KnownScenario,
  { host, isWildcard, plan }: ScenarioHost,
  { probe }: Examination,
): Promise<DoctorLine> {
  const line = new LineWriter('DANE', isWildcard ? `${host} (wildcard)` : host);
  const wanted = wantedStates(scenario, plan);
  const target = await probe(host);
  const isRight = wanted.includes(target.dane);
  const reason = target.findings[0]?.text ?? target.hosts[0]?.findings[0]?.text;
  const comparison = {
    expected: STATE_TEXTS[wanted[0]],
    found: isRight ? STATE_TEXTS[target.dane] : [STATE_TEXTS[target.dane], reason].filter(Boolean).join(': '),
  };
  if (target.dane === 'not-looked-at') return line.unknown(comparison, NOT_LOOKED_AT);
  return line.judged(isRight, comparison, ADVICE[target.dane]);
}

/** What the probe of a host may conclude: the first is what is expected. */
function wantedStates(
  scenario: KnownScenario,
  { tlsa, security, mx }: MailHost,
): [DaneState, ...DaneState[]] {
  if (security === 'insecure') return ['insecure'];
  if (isDowngrade(scenario)) return ['no-starttls'];
  const conclusion = conclusionOfHost(scenario, tlsa, mx);
  // Whether a client still speaks TLS 1.0 depends on how its OpenSSL was built.
  return completesHandshakes(scenario) ? [conclusion] : ['no-starttls', conclusion];
}

const STATE_TEXTS: Readonly<Record<DaneState, string>> = {
  verified: 'its TLSA records match what it presents',
  mismatch: 'its TLSA records match nothing that it presents',
  unusable: 'its TLSA records cannot be used',
  none: 'no TLSA records',
  insecure: 'DANE does not apply: the zone is not signed',
  bogus: 'its DNS fails',
  'no-starttls': 'no TLS',
  'not-looked-at': 'not looked at',
  unreachable: 'not reached',
};

/** The container of the API has no IPv6 where Docker gives it none. */
const NOT_LOOKED_AT = 'Run the doctor where there is IPv6: `docker compose run --rm operator doctor`.';

const ADVICE: Readonly<Record<Exclude<DaneState, 'not-looked-at'>, string>> = {
  verified: 'The records of this host must match nothing: publish those that `havedane dns` prints.',
  mismatch:
    'Publish the records of the certificates in use; the log of the receiver says why, when it presents older ones.',
  unusable: 'Publish the records that `havedane dns` prints.',
  none: 'Publish the records that `havedane dns` prints.',
  insecure: 'Sign the zone, and give its DS record to the registrar.',
  bogus: 'Fix DNS first: the lines on DNSSEC, the resolver and the name servers say what is wrong.',
  'no-starttls': 'See that the receiver answers there, and not another mail server or a filter.',
  unreachable: 'See the lines on port 25 and on the addresses.',
};

function addressesOf(target: ProbeTargetBody): readonly ProbeAddressBody[] {
  return target.hosts.flatMap(({ addresses }) => addresses);
}

function reasonOf(address: ProbeAddressBody | undefined): string | undefined {
  return address?.findings[0]?.text;
}
