import { LRUCache } from 'lru-cache';

import { clientKey } from '#checks';

import type { Session } from '../session/session.js';

const MAX_HOSTS = 10_000;
/** A large pool retries from other addresses: it must not be deferred for as long as it finds new ones. */
const MAX_CLIENTS = 3;

/** Which session of a client (an IPv4 address or an IPv6 /64) was its first at the host of a check. */
export class FirstSessions {
  /** By host, the ids of the first sessions by client. */
  private readonly first = new LRUCache<string, Map<string, string>>({ max: MAX_HOSTS });

  /** Always the same answer for a session; after the first clients of a host nobody's is the first. */
  isFirst(host: string, { id, clientAddress }: Pick<Session, 'id' | 'clientAddress'>): boolean {
    const sessions = this.first.get(host) ?? new Map<string, string>();
    const client = clientKey(clientAddress);
    const known = sessions.get(client);
    if (known !== undefined || sessions.size >= MAX_CLIENTS) return known === id;
    this.first.set(host, sessions.set(client, id));
    return true;
  }
}
