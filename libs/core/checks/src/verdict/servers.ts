/**
 * Whose word counts. A check's token travels in DNS and in the TLS server name, so anybody may connect to its hosts.
 * A server of the system under test is known by what only it can do: deliver a message of the check.
 */
import { type Scenario, isControl, isReleaseCertificate, mayFallBackInClear, mustRefuse } from '#scenarios';

import { recipientLabel } from '../address.js';

import { domainOf, wasReused } from './session-host.js';
import type { Membership, SeenObservation } from './verdict.js';

/** What DNS says about a client address: resolved elsewhere, and absent where there is no resolver. */
export interface AddressKnowledge {
  readonly reverseName: string | null;
  readonly links: readonly SystemLink[];
}

/**
 * - `forward-confirmed`: the address's EHLO name lies under this registrable domain and resolves to the address.
 * - `spf`: the SPF record of this envelope domain authorises the address (RFC 7208).
 */
export interface SystemLink {
  readonly evidence: 'forward-confirmed' | 'spf';
  readonly domain: string;
}

/** By client address. */
export type SystemKnowledge = ReadonlyMap<string, AddressKnowledge>;

/** A client address with all that it did, in the order of time. */
export interface Party {
  readonly address: string;
  readonly name: string | null;
  readonly reverseName: string | null;
  /** The visitor's own, in the recipient of its last delivery. */
  readonly label: string | null;
  readonly seen: readonly SeenObservation[];
}

export interface Server extends Party {
  readonly membership: Membership;
  /** The addresses of the servers that DNS ties it to. */
  readonly peers: readonly string[];
}

export interface Parties {
  /** They delivered a message of the check. */
  readonly servers: readonly Server[];
  /** Further addresses of a server's system. */
  readonly members: readonly Server[];
  readonly strangers: readonly Party[];
}

export type Catalogue = ReadonlyMap<string, Scenario>;

/** A name that an admin finds in the log: `mx1.example.net (192.0.2.10)`. */
export function labelOf({ address, name }: Pick<Party, 'address' | 'name'>): string {
  return name === null ? address : `${name} (${address})`;
}

/** Whether it was seen at a host of that kind (`mustRefuse`, `mustDeliver`, `isControl`). */
export function isAt(
  kind: (scenario: Scenario) => boolean,
  { scenario }: Pick<SeenObservation, 'scenario'>,
  catalogue: Catalogue,
): boolean {
  const found = catalogue.get(scenario);
  return found !== undefined && kind(found);
}

/** @param observations in the order of time */
export function identify(
  observations: readonly SeenObservation[],
  catalogue: Catalogue,
  knowledge: SystemKnowledge,
): Parties {
  const parties = partiesOf(observations, knowledge);
  const delivering = parties.filter(({ seen }) => seen.some((each) => isControlDelivery(each, catalogue)));
  const deliverers = new Set(delivering);
  const messages = new Set(
    delivering.flatMap(({ seen }) =>
      seen.filter((each) => isControlDelivery(each, catalogue)).flatMap(messageOf),
    ),
  );
  const carriesMessage = ({ seen }: Party, isCarried: (each: SeenObservation) => boolean): boolean =>
    seen.some((each) => isCarried(each) && messageOf(each).some((message) => messages.has(message)));
  const linked = (party: Party): Server | null => linkTo(delivering, party, knowledge);

  const servers = parties.flatMap((party): Server[] => {
    const peers = linked(party)?.peers ?? [];
    if (deliverers.has(party)) return [{ ...party, membership: 'delivered', peers }];
    const isCarrier =
      carriesMessage(party, (each) => isSuspectDelivery(each, catalogue)) ||
      // Whose server it is may be hidden by our release, unless DNS says it.
      (peers.length === 0 && carriesMessage(party, (each) => isReleasedDelivery(each, catalogue)));
    return isCarrier ? [{ ...party, membership: 'same-message', peers }] : [];
  });
  const known = new Set(servers.map(({ address }) => address));
  const others = parties.filter(({ address }) => !known.has(address));
  const members = others.flatMap((party) => linked(party) ?? []);
  return {
    servers,
    members,
    strangers: others.filter(({ address }) => !members.some((member) => member.address === address)),
  };
}

/** Whether two addresses are of one system: the same, or tied together by DNS. */
export function areOneSystem(one: Server, other: Server): boolean {
  return (
    one.address === other.address || one.peers.includes(other.address) || other.peers.includes(one.address)
  );
}

/** By address, the others that are of one system with it. */
export function addressesTiedTo(servers: readonly Server[]): ReadonlyMap<string, ReadonlySet<string>> {
  const tied = new Map(servers.map(({ address, peers }) => [address, new Set(peers)]));
  for (const { address, peers } of servers) for (const peer of peers) tied.get(peer)?.add(address);
  return tied;
}

/** What identifies the message of a delivery: its Message-ID and envelope sender. Nobody else can know the former. */
export function messageOf({ evidence }: SeenObservation): string[] {
  if (evidence === null || evidence.messageId === null || evidence.mailFrom === null) return [];
  return [`${evidence.messageId} ${evidence.mailFrom.toLowerCase()}`];
}

/** A delivery where one may deliver: it makes the client a server. */
export function isControlDelivery(seen: SeenObservation, catalogue: Catalogue): boolean {
  return (
    seen.kind === 'delivered' &&
    seen.attribution === 'exact' &&
    isAt(isControl, seen, catalogue) &&
    !isReleaseCertificate(seen.evidence?.certificate)
  );
}

/** A delivery that DANE forbids: in clear, or over TLS to a certificate that no record matches. */
export function isUnverifiedDelivery(seen: SeenObservation, catalogue: Catalogue): boolean {
  return (
    seen.kind === 'delivered' &&
    isAt(mustRefuse, seen, catalogue) &&
    (seen.tls === null || !isReleaseCertificate(seen.evidence?.certificate)) &&
    !isAtFallback(seen, catalogue) &&
    !wasReused(seen, catalogue)
  );
}

/**
 * A delivery that DANE forbids, or may forbid: over a connection to another host, whose certificate may have matched. That is not a
 * failure, but the client that does it counts as one to be tested.
 */
export function isSuspectDelivery(seen: SeenObservation, catalogue: Catalogue): boolean {
  const isReused =
    seen.kind === 'delivered' && isAt(mustRefuse, seen, catalogue) && wasReused(seen, catalogue);
  return isReused || isUnverifiedDelivery(seen, catalogue);
}

/** A delivery to the certificate of a release. */
export function isReleasedDelivery(seen: SeenObservation, catalogue: Catalogue): boolean {
  return (
    seen.kind === 'delivered' &&
    isAt(({ release }) => release !== null, seen, catalogue) &&
    isReleaseCertificate(seen.evidence?.certificate)
  );
}

/** A delivery where refused mail can go instead, or in the clear where that may have been. */
export function isAtFallback(seen: SeenObservation, catalogue: Catalogue): boolean {
  const scenario = catalogue.get(seen.scenario);
  if (seen.kind !== 'delivered' || scenario?.fallback === undefined) return false;
  return seen.tls === null ? mayFallBackInClear(scenario) : isReleaseCertificate(seen.evidence?.certificate);
}

function partiesOf(observations: readonly SeenObservation[], knowledge: SystemKnowledge): Party[] {
  const byAddress = new Map<string, SeenObservation[]>();
  for (const observation of observations) {
    if (observation.kind === 'dns-query') continue;
    const sessions = byAddress.get(observation.clientAddress);
    if (sessions === undefined) byAddress.set(observation.clientAddress, [observation]);
    else sessions.push(observation);
  }
  return [...byAddress].map(([address, seen]) => ({
    address,
    name: nameOf(seen),
    reverseName: knowledge.get(address)?.reverseName ?? null,
    label: recipientLabel(seen.findLast(({ kind }) => kind === 'delivered')?.evidence?.recipient ?? ''),
    seen,
  }));
}

/** The EHLO name of its last delivery, or else of its last session that gave one. */
function nameOf(seen: readonly SeenObservation[]): string | null {
  const named = seen.filter(({ clientName }) => clientName !== null);
  const last = named.findLast(({ kind }) => kind === 'delivered') ?? named.at(-1);
  return last?.clientName ?? null;
}

function linkTo(servers: readonly Party[], party: Party, knowledge: SystemKnowledge): Server | null {
  const links = knowledge.get(party.address)?.links ?? [];
  const found = links.flatMap((link) =>
    servers
      .filter((server) => server.address !== party.address && belongs(server, link, knowledge))
      .map(({ address }) => ({ evidence: link.evidence, address })),
  );
  const [first] = found;
  if (first === undefined) return null;
  const peers = [...new Set(found.map(({ address }) => address))];
  return { ...party, membership: first.evidence, peers };
}

/** A name that anybody can claim makes no system: the server's own must be forward-confirmed as well. */
function belongs(server: Party, { evidence, domain }: SystemLink, knowledge: SystemKnowledge): boolean {
  switch (evidence) {
    case 'forward-confirmed':
      return (knowledge.get(server.address)?.links ?? []).some(
        (link) => link.evidence === 'forward-confirmed' && link.domain === domain,
      );
    case 'spf':
      return server.seen.some(
        ({ kind, evidence: facts }) =>
          kind === 'delivered' && domainOf(facts?.mailFrom ?? null) === domain.toLowerCase(),
      );
  }
}
