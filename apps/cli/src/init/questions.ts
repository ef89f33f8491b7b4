/** Asks on a terminal for what no option gave. */
import { confirm, input, select } from '@inquirer/prompts';

import { addressWarning, type Answers, type DnsChoice, type WebChoice } from './env-plan.js';
import type { Listener, RouteAddresses } from './machine.js';
import { isPublic } from './machine.js';
import { validDomain, validIpv4, validIpv6 } from './valid.js';

/** Nobody is asked at all when `interactive` is false: what was found, or the default, is taken. */
export async function completeAnswers(
  given: Partial<Answers>,
  found: { readonly route: RouteAddresses; readonly web: WebChoice },
  interactive: boolean,
): Promise<Answers> {
  const proposed = {
    ipv4: publicOnly(found.route.ipv4),
    ipv6: publicOnly(found.route.ipv6),
  };
  if (!interactive) {
    if (given.domain === undefined) throw new Error('Without a terminal, --domain is needed.');
    const { domain, ipv4 = proposed.ipv4, ipv6 = proposed.ipv6, dns = 'own', web = found.web } = given;
    if (ipv4 === undefined && ipv6 === undefined) {
      throw new Error('No public address was found on the default route: give --ipv4 or --ipv6.');
    }
    return { domain, ipv4, ipv6, dns, web };
  }
  return {
    domain: given.domain ?? (await askDomain()),
    ipv4: given.ipv4 ?? (await askAddress('IPv4', proposed.ipv4, validIpv4)),
    ipv6: given.ipv6 ?? (await askAddress('IPv6', proposed.ipv6, validIpv6)),
    dns: given.dns ?? (await askDns()),
    web: given.web ?? (await askWeb(found.web)),
  };
}

function publicOnly(address: string | undefined): string | undefined {
  return address !== undefined && isPublic(address) ? address : undefined;
}

function askDomain(): Promise<string> {
  return input({
    message: 'Domain of this instance, such as dane.example.org:',
    validate: (text) => validDomain(text) !== undefined || 'This is no domain name with at least two labels.',
  });
}

async function askAddress(
  family: string,
  proposed: string | undefined,
  valid: (text: string) => string | undefined,
): Promise<string | undefined> {
  const text = await input({
    message: `Public ${family} address of this server (empty: none):`,
    ...(proposed === undefined ? {} : { default: proposed }),
    validate: (answer) => {
      if (answer.trim() === '') return true;
      const address = valid(answer.trim());
      return address === undefined ? `This is no ${family} address.` : (addressWarning(address) ?? true);
    },
  });
  return text.trim() === '' ? undefined : text.trim();
}

function askDns(): Promise<DnsChoice> {
  return select<DnsChoice>({
    message: 'Who answers for the domain?',
    choices: [
      { value: 'own', name: 'the name server of this appliance (you delegate the domain to it)' },
      { value: 'provider', name: 'a DNS provider, through its API or DNS UPDATE (`havedane dns push`)' },
      { value: 'manual', name: 'a DNS provider; you enter the records by hand' },
    ],
  });
}

function askWeb(found: WebChoice): Promise<WebChoice> {
  return select<WebChoice>({
    message: 'Which web server has ports 80 and 443?',
    default: found,
    choices: [
      { value: 'caddy', name: 'the Caddy of this appliance' },
      { value: 'nginx', name: 'nginx, which runs here already' },
      { value: 'traefik', name: 'Traefik, which runs here already' },
      { value: 'apache', name: 'Apache, which runs here already' },
      { value: 'other-caddy', name: 'a Caddy of its own, which runs here already' },
    ],
  });
}

export function confirmWriting(file: string): Promise<boolean> {
  return confirm({ message: `Write ${file}?`, default: true });
}

/** By the name of what listens on ports 80 and 443. */
export function webServerOf(listening: readonly Listener[]): WebChoice {
  const programs = listening
    .filter(({ port }) => port === 80 || port === 443)
    .map(({ program }) => program ?? '');
  const known: readonly (readonly [RegExp, WebChoice])[] = [
    [/^nginx/, 'nginx'],
    [/^traefik/, 'traefik'],
    [/^(apache2|httpd)/, 'apache'],
  ];
  return known.find(([pattern]) => programs.some((program) => pattern.test(program)))?.[1] ?? 'caddy';
}
