/**
 * What the Compose appliance makes of the variables: inside containers the paths and addresses are its own, outside it
 * listens where a real server does. docker-compose.yml holds the block that `environmentBlock` renders.
 */
import { removedInCompose } from './constants.js';
import { VARIABLES, type VariableName } from './variables.js';

/**
 * `required`: no start without it. `default`: used unless `.env` says otherwise. `fixed`: `.env` cannot change it.
 * `derived`: has the value of a variable of docker-compose.yml. `secret`: only the containers of these names
 * get it.
 */
type ApplianceValue =
  | { readonly kind: 'required'; readonly example: string }
  | { readonly kind: 'secret'; readonly containers: readonly ('operator' | 'api' | 'watch')[] }
  | { readonly kind: 'derived'; readonly from: keyof typeof COMPOSE_VARIABLES }
  | { readonly kind: 'default' | 'fixed'; readonly value: string };

/** Of the container `resolver`. */
const RESOLVER_ADDRESS = '172.30.213.18';

const APPLIANCE: Partial<Record<VariableName, ApplianceValue>> = {
  DOMAIN: { kind: 'required', example: 'dane.example.org' },
  PUBLIC_IPV4: { kind: 'required', example: '192.0.2.1' },
  HTTP_HOST: { kind: 'fixed', value: '0.0.0.0' },
  HTTP_PORT: { kind: 'fixed', value: '8080' },
  // Within the network of the container and the host; no port is published.
  ADMIN_HOST: { kind: 'fixed', value: '0.0.0.0' },
  ADMIN_PORT: { kind: 'fixed', value: '8081' },
  MTA_STS: { kind: 'default', value: 'false' },
  TRUSTED_PROXIES: { kind: 'derived', from: 'API_SUBNET' },
  SMTP_HOST: { kind: 'default', value: '::' },
  SMTP_PORT: { kind: 'default', value: '25' },
  DNSTAP_SOCKET: { kind: 'fixed', value: '/dnstap/queries.sock' },
  DNS_RESOLVER: { kind: 'default', value: RESOLVER_ADDRESS },
  CLOUDFLARE_API_TOKEN: { kind: 'secret', containers: ['operator'] },
  OPERATOR_RELAY: { kind: 'secret', containers: ['api', 'watch'] },
  WATCH_WEBHOOK: { kind: 'secret', containers: ['watch'] },
  DATABASE_URL: { kind: 'fixed', value: 'sqlite:/data/havedane.sqlite3' },
  CERTS_DIR: { kind: 'fixed', value: '/certs' },
  ZONES_DIR: { kind: 'fixed', value: '/zones' },
  DNS_DIR: { kind: 'fixed', value: '/dns' },
  ROLLOVER_DIR: { kind: 'fixed', value: '/data/rollover' },
};

/** Variables that docker-compose.yml itself reads; the apps never see them. */
export const COMPOSE_VARIABLES = {
  COMPOSE_PROFILES: {
    default: '',
    sentence:
      '`dns` to answer for DOMAIN with the own name server, `watch` to get alerts when records and certificates stop matching, `dns,watch` for both, `scale` with compose.scale.yml; set here, they apply to every `docker compose` command.',
  },
  API_PORT: {
    default: '8080',
    sentence: 'The port on 127.0.0.1 of the host where Caddy finds the API.',
  },
  API_2_PORT: {
    default: '8082',
    sentence: 'The same of the second API, with compose.scale.yml.',
  },
  CADDY_HEALTH_PORT: {
    default: '2021',
    sentence: 'The port on 127.0.0.1 of the host where Caddy answers its own health check.',
  },
  CADDY_SCALE: {
    default: '1',
    sentence:
      '0 leaves Caddy out, where another web server has ports 80 and 443; `havedane init` prints its configuration.',
  },
  HAVEDANE_TAG: {
    default: 'latest',
    sentence: 'The tag of the images that are built and run; keep an older one to go back to it.',
  },
  API_SUBNET: {
    default: '172.30.213.0/29',
    sentence:
      'The network of the API container and the host in front of it; change it where the host uses these addresses otherwise.',
  },
  RESOLVER_SUBNET: {
    default: '172.30.213.16/29',
    sentence:
      'The network of the resolver; change it where the host uses these addresses otherwise, and RESOLVER_ADDRESS and DNS_RESOLVER with it.',
  },
  RESOLVER_ADDRESS: {
    default: RESOLVER_ADDRESS,
    sentence: 'The address of the resolver within RESOLVER_SUBNET.',
  },
} as const;

export function inAppliance(name: VariableName): ApplianceValue | undefined {
  return APPLIANCE[name];
}

/** The anchor of docker-compose.yml that hands the variables to all containers. */
export function environmentBlock(): string {
  const names = Object.keys(VARIABLES) as VariableName[];
  const lines = names
    .filter((name) => inAppliance(name)?.kind !== 'secret')
    .map((name) => `  ${name}: ${composeText(name)}`);
  return ['x-environment: &environment', ...lines, `  ${removedInCompose()}`, ''].join('\n');
}

function composeText(name: VariableName): string {
  const appliance = inAppliance(name);
  switch (appliance?.kind) {
    case undefined:
    case 'secret':
      return `\${${name}:-}`;
    case 'required':
      return `\${${name}:?set it in .env, such as ${appliance.example}}`;
    case 'derived':
      return `\${${appliance.from}:-${COMPOSE_VARIABLES[appliance.from].default}}`;
    case 'default':
      return `\${${name}:-${appliance.value}}`;
    case 'fixed':
      return `'${appliance.value}'`;
  }
}
