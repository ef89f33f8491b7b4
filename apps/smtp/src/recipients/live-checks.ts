import { LRUCache } from 'lru-cache';

import { isReleased, type Releases } from '#checks';
import type { ChecksRepository } from '#store';

/** Short enough that nobody waits for it, long enough that a flood of one name costs one look-up. */
const FRESH_MS = 5_000;
/** Somebody who has asked for the release lets the mail server retry immediately. */
const RELEASE_FRESH_MS = 500;
const MAX_ENTRIES = 10_000;

interface Entry {
  /** Null: there is no such check, or it has expired. */
  readonly answer: Promise<Releases | null>;
  readonly askedAt: number;
}

/** Whether a check exists, has not expired and which of its scenarios are released, with a bounded memory of the last answers. */
export class LiveChecks {
  private readonly entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES });

  /** @param releaseAfterMs how long after its refusal a check is released by itself; null = never */
  constructor(
    private readonly checks: Pick<ChecksRepository, 'findLive'>,
    private readonly releaseAfterMs: number | null,
    private readonly now: () => number = Date.now,
  ) {}

  /** The answer may be a few seconds old, in both directions. For names that cost the client nothing (SNI). */
  async isLive(token: string): Promise<boolean> {
    return (await this.find(token, FRESH_MS)) !== null;
  }

  /**
   * A yes may be a few seconds old, because appending to a check that is gone fails cleanly; a no never is, so that a
   * new check is not refused its first message.
   */
  async isLiveNow(token: string): Promise<boolean> {
    const remembered = await this.remembered(token, FRESH_MS)?.catch(() => null);
    return (remembered ?? (await this.ask(token))) !== null;
  }

  /**
   * Whether the spare is presented at that host of a check. For a check that exists the answer is half a second old at
   * most; names that do not exist cost no more than `isLive`.
   */
  async isReleased(token: string, scenario: string): Promise<boolean> {
    if ((await this.find(token, FRESH_MS)) === null) return false;
    const facts = (await this.find(token, RELEASE_FRESH_MS))?.get(scenario);
    return facts !== undefined && isReleased(facts, this.releaseAfterMs, this.now());
  }

  /** A release ends with a delivery: the next handshake asks again. */
  forget(token: string): void {
    this.entries.delete(token);
  }

  private find(token: string, maxAgeMs: number): Promise<Releases | null> {
    return this.remembered(token, maxAgeMs) ?? this.ask(token);
  }

  private remembered(token: string, maxAgeMs: number): Entry['answer'] | undefined {
    // Being asked makes no answer any newer.
    const entry = this.entries.peek(token);
    return entry !== undefined && this.now() - entry.askedAt < maxAgeMs ? entry.answer : undefined;
  }

  private ask(token: string): Entry['answer'] {
    const askedAt = this.now();
    const answer = this.checks.findLive(token, askedAt);
    this.entries.set(token, { answer, askedAt });
    answer.catch(() => {
      if (this.entries.peek(token)?.answer === answer) this.entries.delete(token);
    });
    return answer;
  }
}
