import { Inject, Injectable } from '@nestjs/common';

import type { OperatorMessage } from '#store';
import type { ReadReport } from '#tlsrpt';

import { RESOLVE_TXT } from '../../core/core.tokens.js';
import { attachedReports } from './attached-reports.js';
import { checkDkim } from './dkim-check.js';
import type { ResolveTxt } from './resolve-txt.js';
import { TlsReportsService } from './tls-reports.service.js';

/** What a message to the mailbox for TLS reports turned out to be. */
export type ReportMail =
  | { readonly kind: 'evaluated' }
  /** Somebody should look at it; `reason` is a sentence without its dot. */
  | { readonly kind: 'for-the-operator'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string };

/** DNS that has not answered so often, over hours, will not: the report then counts as not signed validly. */
const MAX_DNS_ATTEMPTS = 8;

@Injectable()
export class ReportMailService {
  constructor(
    @Inject(TlsReportsService) private readonly reports: TlsReportsService,
    @Inject(RESOLVE_TXT) private readonly resolveTxt: ResolveTxt,
  ) {}

  async evaluate(message: OperatorMessage): Promise<ReportMail> {
    const parts = await attachedReports(message.content);
    if (parts.length === 0) return { kind: 'for-the-operator', reason: 'no TLS report is attached' };
    let problem: string | null = null;
    for (const part of parts) {
      const read = await this.reports.read(part);
      const dkim = await checkDkim(message.content, contactOf(read), this.resolveTxt);
      if (dkim.kind === 'later' && message.attempts < MAX_DNS_ATTEMPTS) return dkim;
      const taken = await this.reports.keep(read, part, {
        receivedAt: message.receivedAt,
        source: 'mail',
        clientAddress: message.clientAddress,
        ...(dkim.kind === 'checked'
          ? { dkim: dkim.dkim, signedBy: dkim.signedBy, dkimReason: dkim.dkimReason }
          : { dkim: 'fail', signedBy: null, dkimReason: dkim.reason }),
      });
      if (taken.outcome === 'malformed') problem ??= taken.reason;
    }
    return problem === null
      ? { kind: 'evaluated' }
      : { kind: 'for-the-operator', reason: `the attached TLS report cannot be read: ${problem}` };
  }
}

function contactOf(read: ReadReport): string | null {
  return read.kind === 'report' ? read.report.contact : null;
}
