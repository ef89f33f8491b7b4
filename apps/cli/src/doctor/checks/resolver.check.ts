/** Nothing that DNS says of security is worth more than the resolver that says it. */
import { formatEndpoint } from '#dns';

import { LineWriter } from '../doctor-line.js';
import type { Check } from '../examination.js';

const ADVICE =
  'Set DNS_RESOLVER to a validating resolver, such as Unbound on this machine. The one of the appliance needs outgoing port 53, UDP and TCP.';

export const checkResolver: Check = ({ servers, validation }) => {
  const line = new LineWriter('resolver', servers.map(formatEndpoint).join(', '));
  const comparison = { expected: 'validates DNSSEC', found: validation.detail };
  switch (validation.validates) {
    case 'yes':
      return Promise.resolve([line.ok(comparison.expected, comparison.found)]);
    case 'no':
      return Promise.resolve([
        line.error(
          comparison,
          `Without it a signed zone cannot be distinguished from an unsigned one. ${ADVICE}`,
        ),
      ]);
    case 'unknown':
      return Promise.resolve([line.error(comparison, `Without it, little else can be checked. ${ADVICE}`)]);
  }
};
