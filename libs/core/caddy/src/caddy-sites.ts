/** What the Caddyfile says of MTA-STS, from the table of scenarios. */
import { policyHost, publicMailServers } from '#checks';
import { type MtaStsPlan, SCENARIOS } from '#scenarios';

/** Caddy's own variable. */
const DOMAIN = '{$DOMAIN}';

/** The part of the Caddyfile that MTA_STS=true turns on. */
export function caddySites(): string {
  return [
    '(mta-sts-true) {',
    ...site(policyHosts('trusted'), ['import policy']),
    '',
    '\t# By an authority that nobody knows.',
    ...site(policyHosts('self-signed'), ['tls internal', 'import policy']),
    '',
    '\t# Their certificates are what matters: the receiver presents them.',
    ...site(
      SCENARIOS.flatMap((scenario) => publicMailServers(scenario, DOMAIN)),
      ['respond "This is a mail server." 404'],
    ),
    '}',
    '',
  ].join('\n');
}

function policyHosts(certificate: MtaStsPlan['host']): string[] {
  return SCENARIOS.filter(({ mtaSts }) => mtaSts?.host === certificate).map(({ id }) =>
    policyHost(id, DOMAIN),
  );
}

function site(names: readonly string[], lines: readonly string[]): string[] {
  return [`\t${names.join(',\n\t')} {`, ...lines.map((line) => `\t\t${line}`), '\t}'];
}
