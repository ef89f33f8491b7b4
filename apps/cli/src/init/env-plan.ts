/** From the answers to the lines of `.env`, and what they change in a file that is there. */
import { getDomain } from 'tldts';

import { COMPOSE_VARIABLES } from '#config';

import { hasAddress, isPublic, type RouteAddresses } from './machine.js';
import { validDomain, validIpv4, validIpv6 } from './valid.js';

export type DnsChoice = 'own' | 'provider' | 'manual';
export type WebChoice = 'caddy' | 'nginx' | 'traefik' | 'apache' | 'other-caddy';

export interface Answers {
  readonly domain: string;
  readonly ipv4: string;
  readonly ipv6: string | undefined;
  readonly dns: DnsChoice;
  readonly web: WebChoice;
  /** Whether MTA-STS scenarios are offered; it takes the appliance's own Caddy. */
  readonly mtaSts: boolean;
}

/** What a `.env` that is there says already. */
export type CurrentAnswers = Partial<Answers>;

/** @param current the text of `.env`; what cannot be used is left out, and asked for */
export function answersIn(current: string): CurrentAnswers {
  const value = (name: Owned): string => valueIn(current, name);
  const domain = validDomain(value('DOMAIN'));
  const ipv4 = validIpv4(value('PUBLIC_IPV4'));
  const ipv6 = validIpv6(value('PUBLIC_IPV6'));
  const dns = DNS_OF_PROVIDER[value('DNS_PROVIDER')] ?? 'provider';
  return {
    ...(domain !== undefined && { domain }),
    ...(ipv4 !== undefined && { ipv4 }),
    ...(ipv6 !== undefined && { ipv6 }),
    // A file that names no provider is that of somebody who enters the records by hand.
    ...((domain !== undefined || value('DNS_PROVIDER') !== '') && { dns }),
    // Which one it is does not stand there: a Caddy of its own looks like that of the appliance.
    ...(value('CADDY_SCALE') === '0' && { web: 'other-caddy' }),
    ...(value('MTA_STS') === 'true' && { mtaSts: true }),
  };
}

function valueIn(file: string, name: string): string {
  return file.match(new RegExp(String.raw`^\s*${name}\s*=\s*(\S*)`, 'm'))?.[1] ?? '';
}

/** Where docker-compose.yml publishes the API on this machine. */
export function apiPortIn(current = ''): number {
  return Number(valueIn(current, 'API_PORT')) || Number(COMPOSE_VARIABLES.API_PORT.default);
}

/** All others have an API. */
const DNS_OF_PROVIDER: Partial<Record<string, DnsChoice>> = { knot: 'own', manual: 'manual', '': 'manual' };

/** In the order of the file. `init` owns these and no others. */
const OWNED = [
  'DOMAIN',
  'PUBLIC_IPV4',
  'PUBLIC_IPV6',
  'DNS_HOST',
  'COMPOSE_PROFILES',
  'DNS_PROVIDER',
  'CADDY_SCALE',
  'MTA_STS',
] as const;
type Owned = (typeof OWNED)[number];

/**
 * The variables that the appliance needs beyond its defaults. An own name server behind address translation listens on the
 * machine's own addresses.
 */
export function settingsOf(
  answers: Answers,
  route: RouteAddresses,
  isHere: (address: string) => boolean = hasAddress,
): ReadonlyMap<Owned, string> {
  const published = [answers.ipv4, answers.ipv6].filter((address) => address !== undefined);
  const isTranslated = published.some((address) => !isHere(address));
  const own = [route.ipv4, answers.ipv6 === undefined ? undefined : route.ipv6].filter(
    (address) => address !== undefined,
  );
  const values: Record<Owned, string | undefined> = {
    DOMAIN: answers.domain,
    PUBLIC_IPV4: answers.ipv4,
    PUBLIC_IPV6: answers.ipv6,
    DNS_HOST: answers.dns === 'own' && isTranslated && own.length > 0 ? own.join(',') : undefined,
    COMPOSE_PROFILES: answers.dns === 'own' ? 'dns' : undefined,
    DNS_PROVIDER: answers.dns === 'own' ? 'knot' : undefined,
    CADDY_SCALE: answers.web === 'caddy' ? undefined : '0',
    MTA_STS: answers.mtaSts && answers.web === 'caddy' ? 'true' : undefined,
  };
  return new Map(
    OWNED.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]] as const])),
  );
}

export interface EnvPlan {
  /** The whole file. */
  readonly text: string;
  /** Lines that go (`- `) and come (`+ `); empty when nothing changes. */
  readonly changes: readonly string[];
}

/** @param current the text of `.env`; undefined without one. All lines that `init` does not own stay as they are. */
export function planEnv(settings: ReadonlyMap<Owned, string>, current: string | undefined): EnvPlan {
  const before = current === undefined ? [] : current.replace(/\n$/, '').split('\n');
  const written = new Set<Owned>();
  const changes: string[] = [];
  const kept = before.flatMap((line) => {
    const name = ownedName(line);
    if (name === undefined) return [line];
    const value = valueFor(name, line, settings);
    const wanted = value === undefined || written.has(name) ? undefined : `${name}=${value}`;
    written.add(name);
    if (wanted === line) return [line];
    changes.push(`- ${line}`, ...(wanted === undefined ? [] : [`+ ${wanted}`]));
    return wanted === undefined ? [] : [wanted];
  });
  const added = [...settings]
    .filter(([name]) => !written.has(name))
    .map(([name, value]) => `${name}=${value}`);
  changes.push(...added.map((line) => `+ ${line}`));
  return { text: `${[...kept, ...added].join('\n')}\n`, changes };
}

function ownedName(line: string): Owned | undefined {
  const [, name] = /^\s*([A-Z_0-9]+)\s*=/.exec(line) ?? [];
  return OWNED.find((owned) => owned === name);
}

function valueFor(name: Owned, line: string, settings: ReadonlyMap<Owned, string>): string | undefined {
  const value = line.slice(line.indexOf('=') + 1).trim();
  if (name === 'COMPOSE_PROFILES') return withOtherProfiles(value, settings);
  // Which provider has the zone is not asked here.
  if (name === 'DNS_PROVIDER' && value !== 'knot') return settings.get(name) ?? value;
  // Another value, such as a folder, was written by hand.
  if (name === 'MTA_STS' && value !== 'true') return settings.get(name) ?? value;
  return settings.get(name);
}

/** `watch` is none of our business. */
function withOtherProfiles(value: string, settings: ReadonlyMap<Owned, string>): string | undefined {
  const others = value
    .split(',')
    .map((profile) => profile.trim())
    .filter((profile) => profile !== '' && profile !== 'dns');
  const wanted = settings.get('COMPOSE_PROFILES');
  const profiles = [...(wanted === undefined ? [] : [wanted]), ...others];
  return profiles.length === 0 ? undefined : profiles.join(',');
}

/** What somebody should know about an address before it goes into the zone; undefined when it is fine. */
export function addressWarning(address: string): string | undefined {
  if (isPublic(address)) return undefined;
  return `${address} is no public address: senders on the Internet cannot reach it.`;
}

/** What the domain and the addresses of the machine mean for the appliance. */
export function answerProblems(answers: Answers, route: RouteAddresses): readonly string[] {
  const published = [answers.ipv4, answers.ipv6].filter((address) => address !== undefined);
  return [
    // By the Public Suffix List.
    ...(getDomain(answers.domain, { allowPrivateDomains: true }) === null
      ? [
          `${answers.domain} is a public suffix: it belongs to a registry or a hoster, who has others register names below it.`,
        ]
      : []),
    ...published.map(addressWarning).filter((warning) => warning !== undefined),
    ...(answers.mtaSts && answers.web !== 'caddy'
      ? [
          "MTA-STS scenarios are left out: the appliance's own Caddy gets the certificates that they need, on ports 80 and 443.",
        ]
      : []),
    ...(route.ipv4 === undefined
      ? [
          'This machine has no route for IPv4. The resolver of the appliance needs one: set DNS_RESOLVER in .env to another that validates.',
        ]
      : []),
  ];
}
