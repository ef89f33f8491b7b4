import type { ChecksRepository } from '#store';

/** Short enough that nobody waits for it, long enough that a flood of one name costs one look-up. */
const FRESH_MS = 5_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly answer: Promise<boolean>;
  readonly askedAt: number;
}

/** Whether a check exists and has not expired, with a bounded memory of the last answers. */
export class LiveChecks {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly checks: Pick<ChecksRepository, 'isLive'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** The answer may be a few seconds old, in both directions. For names that cost the client nothing (SNI). */
  isLive(token: string): Promise<boolean> {
    return this.remembered(token) ?? this.ask(token);
  }

  /**
   * A yes may be a few seconds old, because appending to a check that is gone fails cleanly; a no never is, so that a
   * new check is not refused its first message.
   */
  async isLiveNow(token: string): Promise<boolean> {
    return ((await this.remembered(token)?.catch(() => false)) ?? false) || this.ask(token);
  }

  private remembered(token: string): Promise<boolean> | undefined {
    const entry = this.entries.get(token);
    return entry !== undefined && this.now() - entry.askedAt < FRESH_MS ? entry.answer : undefined;
  }

  private ask(token: string): Promise<boolean> {
    const askedAt = this.now();
    const answer = this.checks.isLive(token, askedAt);
    // A map keeps the order of insertion: the first key is the oldest answer.
    this.entries.delete(token);
    this.entries.set(token, { answer, askedAt });
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MAX_ENTRIES) break;
      this.entries.delete(oldest);
    }
    answer.catch(() => {
      if (this.entries.get(token)?.answer === answer) this.entries.delete(token);
    });
    return answer;
  }
}
