/**
 * Which tokens are live checks, and what was asked about those. A flood of invented tokens is as cheap as can be: the
 * store is only read, hundreds of tokens at a time, and what it does not know is remembered for a while.
 */
import { setTimeout as pause } from 'node:timers/promises';

import type { Check } from '#checks';
import type { ChecksRepository, ObservationsRepository } from '#store';

import { QueryLedger } from './query-ledger.js';

const MAX_BATCH = 500;
/** While tokens keep coming, the store is read no more often than this. */
const MIN_INTERVAL_MS = 20;
const MAX_LEDGERS = 1_000;
const MAX_UNKNOWN = 10_000;
/** A check is stored before anybody can know its token, so a no stays true; this bounds what a restored backup costs. */
const UNKNOWN_FOR_MS = 60_000;

/** What is needed of the store. */
export interface CheckSource {
  readonly checks: Pick<ChecksRepository, 'findMany'>;
  readonly observations: Pick<ObservationsRepository, 'ofCheck'>;
}

interface LookUp {
  readonly token: string;
  readonly resolve: (ledger: QueryLedger | null) => void;
  readonly reject: (error: unknown) => void;
}

export class Ledgers {
  /** The one that was used last is the last: a map keeps the order of insertion. */
  private readonly ledgers = new Map<string, QueryLedger>();
  private readonly unknown = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<QueryLedger | null>>();
  private waiting: LookUp[] = [];
  private draining = false;

  constructor(
    private readonly store: CheckSource,
    private readonly now: () => number = Date.now,
  ) {}

  /** The ledger of a live check; null for a token that belongs to none. Rejects when the store cannot be read. */
  async of(token: string): Promise<QueryLedger | null> {
    const known = this.ledgers.get(token);
    if (known !== undefined && known.check.expiresAt > this.now()) return this.keep(known);
    const unknownSince = this.unknown.get(token);
    if (unknownSince !== undefined && this.now() - unknownSince < UNKNOWN_FOR_MS) return null;
    return this.underWay.get(token) ?? this.lookUp(token);
  }

  /** The check is gone. */
  drop(token: string): void {
    this.ledgers.delete(token);
  }

  private lookUp(token: string): Promise<QueryLedger | null> {
    const answer = new Promise<QueryLedger | null>((resolve, reject) => {
      this.waiting.push({ token, resolve, reject });
    }).finally(() => this.underWay.delete(token));
    this.underWay.set(token, answer);
    if (!this.draining) void this.drain();
    return answer;
  }

  private async drain(): Promise<void> {
    this.draining = true;
    while (this.waiting.length > 0) {
      const started = performance.now();
      // Lets in what else is in the chunk that is being read.
      await pause(0);
      await this.answer(this.waiting.splice(0, MAX_BATCH));
      const rest = MIN_INTERVAL_MS - (performance.now() - started);
      if (this.waiting.length > 0 && this.waiting.length < MAX_BATCH && rest > 0) await pause(rest);
    }
    this.draining = false;
  }

  private async answer(batch: readonly LookUp[]): Promise<void> {
    try {
      const checks = await this.store.checks.findMany(
        batch.map(({ token }) => token),
        this.now(),
      );
      const ledgers = new Map(
        await Promise.all(checks.map(async (check) => [check.token, await this.open(check)] as const)),
      );
      for (const { token, resolve } of batch) resolve(ledgers.get(token) ?? this.rememberUnknown(token));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** Begins with what is stored, so that a restart repeats nothing and opens no second hundred. */
  private async open(check: Check): Promise<QueryLedger> {
    const stored = await this.store.observations.ofCheck(check);
    const asked = stored.flatMap(({ clientAddress, query }) =>
      query === null ? [] : [{ clientAddress, query }],
    );
    return this.keep(new QueryLedger(check, asked));
  }

  private keep(ledger: QueryLedger): QueryLedger {
    this.ledgers.delete(ledger.check.token);
    this.ledgers.set(ledger.check.token, ledger);
    // One that is ahead of the store would begin again with less than it has admitted. Queries that wait bound how many are.
    dropOldest(this.ledgers, MAX_LEDGERS, (one) => one.isAhead);
    return ledger;
  }

  private rememberUnknown(token: string): null {
    this.ledgers.delete(token);
    this.unknown.delete(token);
    this.unknown.set(token, this.now());
    dropOldest(this.unknown, MAX_UNKNOWN);
    return null;
  }
}

function dropOldest<T>(map: Map<string, T>, maxEntries: number, stays = (_value: T) => false): void {
  for (const [oldest, value] of map) {
    if (map.size <= maxEntries) return;
    if (!stays(value)) map.delete(oldest);
  }
}
