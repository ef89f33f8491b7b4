import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { normalizeAddress, type StoredObservation } from '#checks';
import type { Config } from '#config';
import { widestNetwork } from '#limits';
import type { Logger } from '#logging';
import { type ReportMention, type SharedDelivery, STORE, type Store, type TlsReportOrigin } from '#store';
import { type ReadReport, reportTotals, type TlsReport } from '#tlsrpt';

import { CheckChanges } from '../../checks/check-changes.js';
import { KnownSessions } from '../../checks/systems/known-sessions.js';
import { CLOCK, type Clock, CONFIG, LOGGER, PARSER } from '../../core/core.tokens.js';
import { OperatorMetrics } from '../operator-metrics.js';
import type { Parser } from '../parsing/parser.js';
import { isOfSharedHosts, mentionedChecks, namedAddresses, sharedMentions } from './mentioned-checks.js';
import { matchByDomain, reportingDomains } from './reporting-domains.js';

/** Of what cannot be read the beginning is kept. */
const MAX_RAW_BYTES = 65_536;

/** What became of a report. */
export type TakenReport =
  | { readonly outcome: 'stored' | 'duplicate' }
  /** Kept with the reason. */
  | { readonly outcome: 'malformed'; readonly reason: string };

@Injectable()
export class TlsReportsService implements OnApplicationShutdown {
  constructor(
    @Inject(STORE) private readonly store: Store,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly now: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(PARSER) private readonly parser: Parser,
    @Inject(OperatorMetrics) private readonly metrics: OperatorMetrics,
    @Inject(CheckChanges) private readonly changes: CheckChanges,
    @Inject(KnownSessions) private readonly sessions: KnownSessions,
  ) {}

  /** @param client the address that it came from */
  read(bytes: Uint8Array, client: string): Promise<ReadReport> {
    return this.parser.report(bytes, this.now(), widestNetwork(client));
  }

  /** After requests and mail have come to their end. */
  onApplicationShutdown(): Promise<void> {
    return this.parser.close();
  }

  /** Keeps what was read of `bytes`, or that nothing could be. */
  async keep(read: ReadReport, bytes: Uint8Array, origin: TlsReportOrigin): Promise<TakenReport> {
    const taken =
      read.kind === 'report'
        ? { outcome: await this.keepReport(read.report, origin) }
        : await this.keepMalformed(read.reason, bytes, origin);
    const { source, clientAddress: client, signedBy } = origin;
    this.metrics.reportReceived(source, signedBy !== null, taken.outcome);
    this.logger.info({ ...taken, source, client, signedBy }, 'TLS report received');
    return taken;
  }

  deleteOld(): Promise<number> {
    return this.store.tlsReports.deleteBefore(this.now() - this.config.operator.tlsReportRetentionMs);
  }

  private async keepReport(report: TlsReport, origin: TlsReportOrigin): Promise<'stored' | 'duplicate'> {
    const { policies, ...fields } = report;
    const { successes, failures } = reportTotals(report);
    const mentions = [
      ...mentionedChecks(report, this.config.domain),
      ...(await this.sharedMentions(report, origin)),
    ];
    const result = await this.store.tlsReports.keep(
      { ...origin, ...fields, successes, failures, policies: JSON.stringify(policies) },
      this.config.operator.maxTlsReports,
      mentions,
    );
    if (result === 'duplicate') return result;
    this.metrics.reportStored(report, origin.signedBy !== null);
    for (const token of new Set(mentions.map((mention) => mention.token))) this.changes.changed(token);
    return result;
  }

  /** Of hosts that all checks share: by the addresses that it names, else by that which sent it, or by whose report it is. */
  private async sharedMentions(report: TlsReport, origin: TlsReportOrigin): Promise<ReportMention[]> {
    const { domain } = this.config;
    if (!isOfSharedHosts(report, domain)) return [];
    const named = namedAddresses(report);
    const addresses = named.length > 0 ? named : [normalizeAddress(origin.clientAddress)];
    const period = { ...report, receivedAt: origin.receivedAt };
    const deliveries = await this.store.tlsReports.sharedDeliveries(addresses, period);
    const byAddress = sharedMentions(report, domain, deliveries);
    if (named.length > 0 || byAddress.length > 0) return byAddress;
    const known = this.sessions.deliveriesBetween(report.startAt, report.endAt);
    const domains = reportingDomains(report, origin.signedBy);
    const { deliveries: possible, matchedBy } = matchByDomain(domains, known.deliveries, known.isWhole);
    return sharedMentions(report, domain, possible.flatMap(toShared), matchedBy);
  }

  private async keepMalformed(
    reason: string,
    bytes: Uint8Array,
    origin: TlsReportOrigin,
  ): Promise<TakenReport> {
    await this.store.tlsReports.keepMalformed(
      { ...origin, problem: reason, raw: bytes.subarray(0, MAX_RAW_BYTES) },
      this.config.operator.maxTlsReports,
    );
    return { outcome: 'malformed', reason };
  }
}

function toShared({ token, scenario, at }: StoredObservation): SharedDelivery[] {
  return token === null ? [] : [{ token, scenario, at }];
}
