/** What the Caddyfile says of MTA-STS, from the table of scenarios. */
import { policyFile, policyHost, publicMailServers } from '#checks';
import { type KnownScenario, servesPolicy, SCENARIOS } from '#scenarios';

/** Caddy's own variable. */
const DOMAIN = '{$DOMAIN}';

/** The parts of the Caddyfile that are made, each a snippet with its name. */
function caddySnippets(): ReadonlyMap<string, string> {
  return new Map([
    ['lasting-policies', snippet('lasting-policies', lastingPolicies())],
    ['mta-sts-true', snippet('mta-sts-true', sites())],
  ]);
}

/** The Caddyfile with these parts as they are to be. */
export function withSnippets(caddyfile: string): string {
  let made = caddyfile;
  for (const [name, text] of caddySnippets())
    made = made.replace(new RegExp(`^\\(${name}\\) \\{\\n(?:.*\\n)*?\\}\\n`, 'm'), () => text);
  return made;
}

function snippet(name: string, lines: readonly string[]): string {
  return [`(${name}) {`, ...lines, '}', ''].join('\n');
}

/** What MTA_STS=true turns on. */
function sites(): string[] {
  const hosts = SCENARIOS.filter(({ mtaSts }) => mtaSts?.host === 'trusted');
  return [
    ...site(policyHosts(hosts.filter(isLasting)), ['import lasting-policy']),
    '',
    '\t# A sender gets none here that counts, or one that changes by the clock.',
    ...site(policyHosts(hosts.filter((scenario) => !isLasting(scenario))), ['import policy']),
    '',
    '\t# By an authority that nobody knows.',
    ...site(policyHosts(SCENARIOS.filter(({ mtaSts }) => mtaSts?.host === 'self-signed')), [
      'tls internal',
      'import policy',
    ]),
    '',
    '\t# Their certificates are what matters: the receiver presents them.',
    ...site(
      SCENARIOS.flatMap((scenario) => publicMailServers(scenario, DOMAIN)),
      ['respond "This is a mail server." 404'],
    ),
  ];
}

function policyHosts(scenarios: readonly KnownScenario[]): string[] {
  return scenarios.map(({ id }) => policyHost(id, DOMAIN));
}

function site(names: readonly string[], lines: readonly string[]): string[] {
  return [`\t${names.join(',\n\t')} {`, ...lines.map((line) => `\t\t${line}`), '\t}'];
}

/** Whether senders have to apply a policy of it that is the same at all times. */
function isLasting({ mtaSts }: KnownScenario): boolean {
  return mtaSts !== undefined && servesPolicy(mtaSts) && mtaSts.later === 'same';
}

/** What the pattern captured. */
const CAPTURED = [1, 2].map((group) => `$\{${group}}`).join('.');

/** The policy of each host, by a pattern for its name that captures the first label of the domain and the rest of it. */
function lastingPolicies(): string[] {
  const policies = SCENARIOS.filter(isLasting).map((scenario) => {
    const host = policyHost(scenario.id, '').replaceAll('.', '\\.');
    const policy = policyFile(scenario, CAPTURED, 0).replaceAll('\r', '');
    return `\t\t"~(?i)^${host}([^.]+)\\.(.+)$" "${policy}"`;
  });
  return ['\tmap {http.request.host} {policy} {', ...policies, '\t}'];
}
