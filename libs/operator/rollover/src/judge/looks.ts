/** What was found out by asking and connecting, at one time, for all names and places of a rollover. */
import type { NameServerView, Endpoint, EndpointView, Presented } from '../ports.js';

export interface NameLook {
  readonly tlsaName: string;
  readonly view: NameServerView;
}

export interface PlaceLook {
  readonly place: Endpoint;
  readonly view: EndpointView;
}

/** The greatest TTL among the answers, in seconds; 0 without any. */
export function greatestTtl(looks: readonly NameLook[]): number {
  const servers = looks.flatMap(({ view }) => (view.kind === 'asked' ? view.servers : []));
  return Math.max(0, ...servers.map(({ answer }) => (answer.kind === 'answered' ? answer.ttl : 0)));
}

/** Everything that any place presents. */
export function presentedChains(looks: readonly PlaceLook[]): (readonly Uint8Array[])[] {
  return looks.flatMap(({ view }) =>
    view.kind === 'connected'
      ? view.presented.flatMap(({ result }) => (result.kind === 'presented' ? [result.chain] : []))
      : [],
  );
}

/** What could not be found out, each a line; empty when all places were asked completely. */
export function unreachable(looks: readonly PlaceLook[]): string[] {
  return looks.flatMap(({ place, view }) =>
    view.kind === 'unknown' ? [`${place.host}: ${view.detail}`] : view.presented.flatMap(failure),
  );
}

function failure({ where, offer, result }: Presented): string[] {
  return result.kind === 'failed' ? [`${where}${asked(offer)}: ${result.detail}`] : [];
}

/** As it follows where was connected to. */
export function asked(offer: Presented['offer']): string {
  switch (offer) {
    case 'any':
      return '';
    case 'rsa':
      return ', asked for RSA';
    case 'ecdsa':
      return ', asked for ECDSA';
  }
}

/** The first line, and how many more there are. */
export function firstOf(lines: readonly string[]): string {
  const [first = '', ...others] = lines;
  if (others.length === 0) return first;
  return `${first} (and ${others.length} more ${others.length === 1 ? 'fault' : 'faults'} like this)`;
}
