import { LRUCache } from 'lru-cache';

const MAX_NAMES = 10_000;
const FOR_MS = 10_000;

/**
 * Tokens and ids that named nothing a moment ago: asking again costs no reading. Nobody knows one before what it names is
 * stored, so that a no stays true.
 */
export class UnknownNames {
  private readonly names = new LRUCache<string, true>({ max: MAX_NAMES, ttl: FOR_MS });

  has(name: string): boolean {
    return this.names.has(name);
  }

  add(name: string): void {
    this.names.set(name, true);
  }
}
