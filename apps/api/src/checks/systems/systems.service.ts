import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import {
  type AddressKnowledge,
  type Observation,
  type PossibleMember,
  senderDomains,
  type SystemKnowledge,
  type SystemLink,
} from '#checks';
import { TieredLimit } from '#limits';

import { CheckChanges } from '../check-changes.js';
import { DNS_LOOKUP } from '../../core/core.tokens.js';
import type { DnsLookup } from './dns-lookup.js';
import {
  lookUpConfirmedDomain,
  lookUpConfirmedReverse,
  lookUpReverseName,
  lookUpSpf,
} from './address-lookups.js';

/** Of one check: anyone who knows it may come from as many addresses, and use as many envelope domains, as they like. */
const MAX_ADDRESSES = 20;
const MAX_DOMAINS = 3;

/**
 * What finds no place is looked up when the check is read again. The owner of a domain decides how long a lookup of its
 * records takes, so addresses of one network leave half of the places to others.
 */
export const SIMULTANEOUS_LOOKUPS = { perClient: 4, perNetwork: [8, 8], total: 16 };

const MAX_KNOWN = 10_000;
const KNOWN_MS = 15 * 60_000;
/** After a lookup that failed. */
const RETRY_MS = 60_000;

/** What is known of an address under an EHLO name, for some envelope domains. One that fetched a policy has that of its PTR record. */
type Subject = Readonly<{
  address: string;
  name: string | null;
  domains: readonly string[];
  isFetcher?: true;
}>;

const NOTHING: AddressKnowledge = { reverseName: null, links: [] };

/**
 * What DNS says about the client addresses of checks. A reading takes what is known already, and never waits: what is not
 * known is looked up beside it, and those who watch the check are shown it when it is there.
 */
@Injectable()
export class SystemsService {
  private readonly known = new LRUCache<string, AddressKnowledge>({ max: MAX_KNOWN, ttl: KNOWN_MS });
  /** By subject: the checks that wait for it. */
  private readonly running = new Map<string, Set<string>>();
  private readonly places = new TieredLimit(SIMULTANEOUS_LOOKUPS);

  constructor(
    @Inject(DNS_LOOKUP) private readonly lookup: DnsLookup | null,
    @Inject(CheckChanges) private readonly changes: CheckChanges,
  ) {}

  knowledgeFor(token: string, observations: readonly Observation[]): SystemKnowledge {
    return this.knownOf(token, subjectsOf(observations));
  }

  /** Likewise of addresses that fetched policies, and may be of the system that the observations are of. */
  fetchersFor(
    token: string,
    observations: readonly Observation[],
    addresses: readonly string[],
  ): SystemKnowledge {
    const domains = domainsOf(observations);
    return this.knownOf(
      token,
      addresses.map((address) => ({ address, name: null, domains, isFetcher: true })),
    );
  }

  /** Likewise of addresses that had sessions that name no check, or mailed another check. */
  membersFor(
    token: string,
    observations: readonly Observation[],
    possible: readonly PossibleMember[],
  ): SystemKnowledge {
    const domains = domainsOf(observations);
    return this.knownOf(
      token,
      possible.map((member) => ({ ...member, domains })),
    );
  }

  private knownOf(token: string, subjects: readonly Subject[]): SystemKnowledge {
    const { lookup } = this;
    if (lookup === null) return new Map();
    return new Map(
      subjects.map((subject) => {
        const known = this.known.get(keyOf(subject));
        if (known === undefined) this.start(lookup, token, subject);
        return [subject.address, known ?? NOTHING];
      }),
    );
  }

  private start(lookup: DnsLookup, token: string, subject: Subject): void {
    const key = keyOf(subject);
    const waiting = this.running.get(key);
    if (waiting !== undefined) return void waiting.add(token);
    const place = this.places.acquire(subject.address);
    if ('exhausted' in place) return;
    const tokens = new Set([token]);
    this.running.set(key, tokens);
    void learn(lookup, subject).then(({ knowledge, isComplete }) => {
      this.known.set(key, knowledge, { ttl: isComplete ? KNOWN_MS : RETRY_MS });
      this.running.delete(key);
      place.release();
      for (const each of tokens) this.changes.changed(each);
    });
  }
}

/** Those who had a session, in the order of their first: servers are among the first, unless strangers crowd in. */
function subjectsOf(observations: readonly Observation[]): Subject[] {
  const sessions = observations.filter(({ kind }) => kind !== 'dns-query' && kind !== 'policy-fetch');
  const domains = domainsOf(sessions);
  const names = new Map<string, string | null>();
  const deliverersFirst = [...sessions.filter(({ kind }) => kind === 'delivered'), ...sessions];
  for (const { clientAddress, clientName } of deliverersFirst)
    names.set(clientAddress, names.get(clientAddress) ?? clientName);
  return [...names].slice(0, MAX_ADDRESSES).map(([address, name]) => ({ address, name, domains }));
}

function domainsOf(observations: readonly Observation[]): string[] {
  return senderDomains(observations).slice(0, MAX_DOMAINS);
}

function keyOf({ address, name, domains, isFetcher }: Subject): string {
  return JSON.stringify([address, name, domains, isFetcher]);
}

async function learn(
  lookup: DnsLookup,
  { address, name, domains, isFetcher }: Subject,
): Promise<{ readonly knowledge: AddressKnowledge; readonly isComplete: boolean }> {
  const [reverse, ...links] = await Promise.allSettled([
    lookUpReverseName(lookup, address),
    isFetcher === true
      ? lookUpConfirmedReverse(lookup, address)
      : name === null
        ? null
        : lookUpConfirmedDomain(lookup, address, name),
    ...domains.map((domain) => lookUpSpf(lookup, address, domain)),
  ]);
  return {
    knowledge: {
      reverseName: reverse.status === 'fulfilled' ? reverse.value : null,
      links: links.flatMap((link): SystemLink[] =>
        link.status === 'fulfilled' && link.value !== null ? [link.value] : [],
      ),
    },
    isComplete: [reverse, ...links].every(({ status }) => status === 'fulfilled'),
  };
}
