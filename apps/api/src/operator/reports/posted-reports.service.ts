import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { Inject, Injectable } from '@nestjs/common';

import type { Logger } from '#logging';
import { STORE, type Store } from '#store';
import type { ReadReport } from '#tlsrpt';

import { CLOCK, type Clock, LOGGER } from '../../core/core.tokens.js';
import { MAX_UNFINISHED, ParserFailure } from '../parsing/parser.js';
import { type TakenReport, TlsReportsService } from './tls-reports.service.js';

/** Longer than another API may take, which then counts as ended. */
const MAX_WAITS = 140;
const WAIT_MS = 250;

/**
 * TLS reports that come by HTTPS. As with mail, each attempt is counted in the store before the work: a reporter sends again
 * what was not answered, so that a report which ends the process would do so without end. One that another API reads at the
 * moment is read after it, and found to be a duplicate.
 */
@Injectable()
export class PostedReportsService {
  /** By digest. Who posts the same again before it is read waits for the same attempt. */
  private readonly underWay = new Map<string, Promise<ReadReport>>();

  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(TlsReportsService) private readonly reports: TlsReportsService,
  ) {}

  /** Rejects with a `ParserFailure` when it could not be read now. */
  async take(bytes: Uint8Array, clientAddress: string): Promise<TakenReport> {
    const digest = createHash('sha256').update(bytes).digest('hex');
    let reading = this.underWay.get(digest);
    if (reading === undefined) {
      reading = this.read(bytes, digest, clientAddress).finally(() => this.underWay.delete(digest));
      this.underWay.set(digest, reading);
    }
    return this.reports.keep(await reading, bytes, {
      receivedAt: this.now(),
      source: 'https',
      clientAddress,
      ...{ dkim: 'none', signedBy: null, dkimReason: null },
    });
  }

  private async read(bytes: Uint8Array, digest: string, client: string): Promise<ReadReport> {
    const { tlsReports } = this.store;
    const attempts = await this.begin(digest);
    if (attempts > MAX_UNFINISHED) {
      await tlsReports.giveUpParsing(digest, this.now());
      return this.setAside(digest, client);
    }
    try {
      const read = await this.reports.read(bytes, client);
      await tlsReports.endParsing(digest);
      return read;
    } catch (error) {
      const isCounted = error instanceof ParserFailure && error.kind === 'ended';
      if (!isCounted) await tlsReports.endParsing(digest);
      else await tlsReports.giveUpParsing(digest, this.now());
      if (isCounted && attempts >= MAX_UNFINISHED) return this.setAside(digest, client);
      throw error;
    }
  }

  /** Answers which attempt it is. Rejects as `take` does. */
  private async begin(digest: string): Promise<number> {
    for (let wait = 0; wait < MAX_WAITS; wait += 1) {
      const attempts = await this.store.tlsReports.beginParsing(digest, this.now());
      if (attempts !== null) return attempts;
      await pause(WAIT_MS);
    }
    throw new ParserFailure('busy', 'another API is reading it');
  }

  /** It is kept as one that cannot be read. */
  private setAside(digest: string, client: string): ReadReport {
    const reason = `it is set aside: parsing it never came to an end, ${MAX_UNFINISHED} times`;
    this.logger.warn({ digest, client, reason }, 'a TLS report stays unread; `havedane tlsrpt` lists it');
    return { kind: 'malformed', reason };
  }
}
