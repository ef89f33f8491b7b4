/** Which scenarios this instance offers, and whether DNS answers for them as the table says. */
import { availableScenarios, type KnownScenario, type Need, needsOwnDns, offeredScenarios } from '#scenarios';
import { dnsFault } from '#zones';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import type { Check, Examination } from '../examination.js';

export const checkScenarios: Check = async (examination) => {
  const served = await Promise.all(
    availableScenarios(examination.config)
      .filter((scenario) => scenario.mx !== undefined || needsOwnDns(scenario))
      .map((scenario) => stateLine(scenario, examination)),
  );
  const left = offeredScenarios(examination.config).flatMap(({ scenario, missing }) =>
    missing === null ? [] : [leftOutLine(scenario.id, missing)],
  );
  return [...served, ...left];
};

async function stateLine(
  scenario: KnownScenario,
  { config, anyToken, resolver }: Examination,
): Promise<DoctorLine> {
  const line = new LineWriter('scenario', scenario.id);
  const fault = await dnsFault(scenario, { domain: config.domain, label: anyToken }, resolver);
  if (fault === null) return line.ok('MX, addresses and TLSA records as planned', 'as planned');
  const comparison = { expected: fault.expected, found: `${fault.name}: ${fault.found}` };
  return fault.kind === 'unanswered'
    ? line.unknown(comparison)
    : line.error(
        comparison,
        'It is not offered until then: publish what `havedane dns` prints, or let the own name server serve its latest zones.',
      );
}

function leftOutLine(id: string, missing: Need): DoctorLine {
  const { what, advice } = LEFT_OUT[missing];
  return new LineWriter('scenario', id).notApplicable({ expected: what, found: 'left out' }, advice);
}

const LEFT_OUT: Readonly<Record<Need, { readonly what: string; readonly advice: string }>> = {
  'own-dns': {
    what: 'the own name server, for a zone below the domain',
    advice: 'With the own name server set DNS_PROVIDER=knot.',
  },
  'policy-host': {
    what: 'MTA-STS policies',
    advice:
      'Set MTA_STS=true, and publish what `havedane dns` prints then (docs/host.md). In a lab, set MTA_STS=lab and let the sender under test trust CERTS_DIR/ca.cert.pem.',
  },
  'second-address': {
    what: 'an IP address that no other host has',
    advice: 'Give this machine another address and name it in EXTRA_IPV4 or EXTRA_IPV6.',
  },
  ipv4: { what: 'an IPv4 address', advice: 'Set PUBLIC_IPV4.' },
  ipv6: { what: 'an IPv6 address', advice: 'Set PUBLIC_IPV6.' },
};
