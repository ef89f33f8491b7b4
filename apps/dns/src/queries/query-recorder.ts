import { parseQueryName } from '#checks';
import { readDnstap } from '#dnstap';
import type { Logger, SparingLog } from '#logging';
import type { ObservationsRepository } from '#store';

import { Ledgers, type CheckSource } from './ledgers.js';
import { queryObservation } from './query-observation.js';
import { tokenFilter, type TokenFilter } from './token-filter.js';

/** Of a few hundred octets each. As many come in a second of a flood, and no look-up takes that long. */
const MAX_PENDING = 10_000;

export interface QueryStore {
  readonly checks: CheckSource['checks'];
  readonly observations: Pick<ObservationsRepository, 'append' | 'ofCheck'>;
}

export interface QueryRecorderParts {
  readonly domain: string;
  readonly store: QueryStore;
  readonly logger: Logger;
  readonly sparingLog: SparingLog;
}

/** Turns what name servers report into observations of the checks that it is about. */
export class QueryRecorder {
  private readonly findToken: TokenFilter;
  private readonly ledgers: Ledgers;
  private readonly pending = new Set<Promise<void>>();

  constructor(private readonly parts: QueryRecorderParts) {
    this.findToken = tokenFilter(parts.domain);
    this.ledgers = new Ledgers(parts.store);
  }

  /** Takes the payload of a frame; returns at once and never throws. */
  receive(payload: Buffer): void {
    const token = this.findToken(payload);
    if (token === null) return;
    if (this.pending.size >= MAX_PENDING) {
      this.parts.sparingLog.warn('queries come faster than they can be looked up, some are left out');
      return;
    }
    // A copy: the payload is part of a chunk that holds hundreds of others.
    const done = this.record(token, Buffer.from(payload))
      .catch((err: unknown) => this.parts.sparingLog.error('a query could not be stored', { err, token }))
      .finally(() => this.pending.delete(done));
    this.pending.add(done);
  }

  /** Resolves when everything that was received has been written or has failed. */
  async idle(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  private async record(token: string, payload: Buffer): Promise<void> {
    const ledger = await this.ledgers.of(token);
    if (ledger === null || ledger.isFull) return;
    const reading = readDnstap(payload);
    if (reading.kind === 'malformed')
      this.parts.sparingLog.warn('a frame cannot be read', { token, reason: reading.reason });
    if (reading.kind !== 'query') return;
    const name = parseQueryName(reading.query.name, this.parts.domain);
    // The filter found the token in another place than in the question.
    if (name?.token !== token) return;

    const observation = queryObservation(token, name.scenario, reading.query);
    if (!ledger.admit(observation)) return;
    try {
      const result = await this.parts.store.observations.append(observation);
      if (result === 'no-check') this.ledgers.drop(token);
      this.parts.logger.debug({ token, query: observation.query, result }, 'observed');
    } catch (error) {
      ledger.forget(observation);
      throw error;
    } finally {
      ledger.settled();
    }
  }
}
