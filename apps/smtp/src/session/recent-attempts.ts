import { LRUCache } from 'lru-cache';

import type { ScenarioId } from '#scenarios';

import { hasRefused } from './ending.js';
import type { NamedRecipient, Session } from './session.js';

/** A sender that falls back to the clear does so within seconds. */
const WITHIN_MS = 60_000;
const MAX_ATTEMPTS = 1_000;

interface Attempt {
  readonly session: Session;
  readonly at: number;
  /** The hosts that it has been counted to. */
  readonly countedTo: Set<string>;
}

/**
 * Handshakes that failed without naming a check, by client address: a sender that is too old for our TLS often sends no
 * server name, or that of a host which all checks share, tries again in the clear, and only then names a recipient.
 */
export class RecentAttempts {
  private readonly attempts = new LRUCache<string, Attempt>({ max: MAX_ATTEMPTS });

  constructor(private readonly now: () => number = Date.now) {}

  /** The session has ended. */
  note(session: Session): void {
    const { clientAddress, host, phase } = session;
    // A refusal is evidence of its own, and must not become that of a check because of what follows it.
    if (phase !== 'handshake' || host?.kind === 'check' || hasRefused(session)) return;
    const scenario = host?.kind === 'scenario' ? host.scenario : null;
    this.attempts.set(keyOf(clientAddress, scenario), { session, at: this.now(), countedTo: new Set() });
  }

  /** The attempt that went before a delivery in the clear, once for each host. */
  before(
    { clientAddress, ownScenario }: Session,
    { token, scenario }: Pick<NamedRecipient, 'token' | 'scenario'>,
  ): Omit<Attempt, 'countedTo'> | null {
    const host = `${token}.${scenario}`;
    // A host with an address of its own has no part in what went wrong at that of all others.
    const named = ownScenario === null ? [scenario, null] : [scenario];
    const found = named.flatMap((each) => this.find(clientAddress, each, host) ?? []);
    // The last one is what it gave up after.
    const [attempt = null] = found.sort((one, other) => other.at - one.at);
    attempt?.countedTo.add(host);
    return attempt;
  }

  private find(clientAddress: string, scenario: ScenarioId | null, host: string): Attempt | null {
    // A look makes no attempt any younger.
    const attempt = this.attempts.peek(keyOf(clientAddress, scenario));
    if (attempt === undefined || this.now() - attempt.at > WITHIN_MS || attempt.countedTo.has(host))
      return null;
    return attempt;
  }
}

/** @param scenario whose host it named; null: none */
function keyOf(clientAddress: string, scenario: ScenarioId | null): string {
  return `${clientAddress} ${scenario ?? ''}`;
}
