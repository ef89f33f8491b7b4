/** Asks on a terminal for what no option gave. */
import { confirm, input, select } from '@inquirer/prompts';

import {
  addressWarning,
  type Answers,
  type CurrentAnswers,
  type DnsChoice,
  type WebChoice,
} from './env-plan.js';
import type { Listener, RouteAddresses } from './machine.js';
import { PUBLIC_NAMES } from './mta-sts-steps.js';
import { isPublic } from './machine.js';
import { validDomain, validHost, validIpv4, validIpv6 } from './valid.js';

/** Nobody is asked at all when `interactive` is false: what was found, or the default, is taken. */
export async function completeAnswers(
  given: Partial<Answers>,
  found: { readonly route: RouteAddresses; readonly web: WebChoice; readonly current: CurrentAnswers },
  interactive: boolean,
): Promise<Answers> {
  const isFirst = found.current.domain === undefined;
  const proposed = {
    domain: found.current.domain,
    ipv4: found.current.ipv4 ?? publicOnly(found.route.ipv4),
    ipv6: found.current.ipv6 ?? (isFirst ? publicOnly(found.route.ipv6) : undefined),
    dns: found.current.dns ?? 'own',
    web: found.web === 'caddy' ? (found.current.web ?? found.web) : found.web,
    mtaSts: found.current.mtaSts ?? false,
  };
  return interactive ? ask(given, proposed) : withoutAsking({ ...proposed, ...given });
}

interface Proposed extends Omit<Answers, 'domain' | 'ipv4'> {
  readonly domain: string | undefined;
  readonly ipv4: string | undefined;
}

function withoutAsking({ domain, ipv4, ...others }: Proposed): Answers {
  if (domain === undefined) throw new Error('Without a terminal, --domain is needed.');
  if (ipv4 === undefined) {
    throw new Error('No public IPv4 address was found on the default route: give --ipv4.');
  }
  return { domain, ipv4, ...others };
}

/** @throws Error when Ctrl-C ends the questions: `wasInterrupted` knows it */
async function ask(given: Partial<Answers>, proposed: Proposed): Promise<Answers> {
  const answers = {
    domain: given.domain ?? (await askDomain(proposed.domain)),
    ipv4: given.ipv4 ?? (await askIpv4(proposed.ipv4)),
    ipv6: given.ipv6 ?? (await askIpv6(proposed.ipv6)),
    dns: given.dns ?? (await askDns(proposed.dns)),
    web: given.web ?? (await askWeb(proposed.web)),
  };
  const mtaSts = given.mtaSts ?? (answers.web === 'caddy' && (await askMtaSts(proposed.mtaSts)));
  return { ...answers, mtaSts };
}

export function wasInterrupted(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError';
}

function publicOnly(address: string | undefined): string | undefined {
  return address !== undefined && isPublic(address) ? address : undefined;
}

async function askDomain(proposed: string | undefined): Promise<string> {
  const text = await input({
    message: 'Domain of this instance, such as dane.example.org:',
    ...(proposed === undefined ? {} : { default: proposed }),
    validate: (answer) =>
      validDomain(answer) !== undefined || 'This is no domain name with at least two labels.',
  });
  return validDomain(text) ?? text;
}

async function askIpv4(proposed: string | undefined): Promise<string> {
  const text = await input({
    message: 'Public IPv4 address of this server:',
    ...(proposed === undefined ? {} : { default: proposed }),
    validate: (answer) => addressProblem(answer.trim(), 'IPv4', validIpv4) ?? true,
  });
  return text.trim();
}

const NONE = 'none';

async function askIpv6(proposed: string | undefined): Promise<string | undefined> {
  const text = await input({
    message: `Public IPv6 address of this server, or "${NONE}":`,
    default: proposed ?? NONE,
    validate: (answer) =>
      answer.trim() === NONE || (addressProblem(answer.trim(), 'IPv6', validIpv6) ?? true),
  });
  return text.trim() === NONE ? undefined : text.trim();
}

function addressProblem(
  text: string,
  family: string,
  valid: (text: string) => string | undefined,
): string | undefined {
  return valid(text) === undefined ? `This is no ${family} address.` : addressWarning(text);
}

function askDns(proposed: DnsChoice): Promise<DnsChoice> {
  return select<DnsChoice>({
    message: 'Who answers for the domain?',
    default: proposed,
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

function askMtaSts(proposed: boolean): Promise<boolean> {
  return confirm({
    message: `Offer MTA-STS scenarios, too? Caddy gets ${PUBLIC_NAMES} certificates for them, so rather once the page is reachable`,
    default: proposed,
  });
}

/** @returns undefined when none is named */
export async function askMailServer(): Promise<string | undefined> {
  const text = await input({
    message: `A mail server elsewhere to test outgoing port 25 with, such as your own, or "${NONE}":`,
    default: NONE,
    validate: (answer) =>
      answer.trim() === NONE || validHost(answer.trim()) !== undefined || 'This is no name of a server.',
  });
  return validHost(text.trim());
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
    [/^(apache|httpd)/, 'apache'],
  ];
  return known.find(([pattern]) => programs.some((program) => pattern.test(program)))?.[1] ?? 'caddy';
}
