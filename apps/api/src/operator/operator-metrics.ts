import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';

import type { SparingLog } from '#logging';
import { STORE, type Store, logStoreError } from '#store';
import { reportTotals, type TlsReport } from '#tlsrpt';

import { STATE_LOG } from '../core/core.tokens.js';
import { Metrics } from '../metrics/metrics.js';

/**
 * What is counted of mail to the operator and of TLS reports. No label holds what a reporter wrote: names of
 * organisations and invented result types would grow without end.
 */
@Injectable()
export class OperatorMetrics {
  private readonly handled: Counter<'outcome'>;
  private readonly reports: Counter<'source' | 'verified' | 'outcome'>;
  private readonly sessions: Counter<'result' | 'verified'>;
  private readonly failures: Counter<'type' | 'verified'>;

  constructor(
    @Inject(Metrics) { registry }: Metrics,
    @Inject(STORE) store: Store,
    @Inject(STATE_LOG) log: SparingLog,
  ) {
    const registers = [registry];
    this.handled = new Counter({
      name: 'havedane_operator_mail_total',
      help: 'Attempts at mail to the operator: forwarded, put off, given up, or evaluated as a TLS report.',
      labelNames: ['outcome'],
      registers,
    });
    this.reports = new Counter({
      name: 'havedane_tls_reports_total',
      help: 'TLS reports received: stored, duplicate or malformed; verified: signed by who reports.',
      labelNames: ['source', 'verified', 'outcome'],
      registers,
    });
    this.sessions = new Counter({
      name: 'havedane_tls_report_sessions_total',
      help: 'Sessions that stored TLS reports speak of, by their result.',
      labelNames: ['result', 'verified'],
      registers,
    });
    this.failures = new Counter({
      name: 'havedane_tls_report_failures_total',
      help: 'Failed sessions that stored TLS reports speak of, by result type (RFC 8460 §4.3).',
      labelNames: ['type', 'verified'],
      registers,
    });
    const kept = new Gauge({
      name: 'havedane_operator_messages',
      help: 'Messages to the operator that are kept, by whether they were read.',
      labelNames: ['state'],
      registers,
      async collect() {
        try {
          const { messages, unread } = await store.operatorMail.totals();
          kept.set({ state: 'unread' }, unread);
          kept.set({ state: 'read' }, messages - unread);
        } catch (error) {
          logStoreError(log, error, 'the mailbox could not be counted');
        }
      },
    });
  }

  mailHandled(outcome: 'forwarded' | 'put-off' | 'given-up' | 'evaluated'): void {
    this.handled.inc({ outcome });
  }

  reportReceived(
    source: 'mail' | 'https',
    isVerified: boolean,
    outcome: 'stored' | 'duplicate' | 'malformed',
  ): void {
    this.reports.inc({ source, verified: yesNo(isVerified), outcome });
  }

  reportStored(report: TlsReport, isVerified: boolean): void {
    const verified = yesNo(isVerified);
    const { successes, failures, failuresByType } = reportTotals(report);
    this.sessions.inc({ result: 'success', verified }, successes);
    this.sessions.inc({ result: 'failure', verified }, failures);
    for (const [type, sessions] of failuresByType) this.failures.inc({ type, verified }, sessions);
  }
}

function yesNo(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no';
}
