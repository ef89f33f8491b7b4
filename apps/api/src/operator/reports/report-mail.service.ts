import { setTimeout as pause } from 'node:timers/promises';

import { Inject, Injectable } from '@nestjs/common';

import type { OperatorMessage } from '#store';
import { errnoCode } from '#text';

import { CLOCK, type Clock, PARSER, RESOLVE_TXT } from '../../core/core.tokens.js';
import type { ParsedReportMail, Parser, TxtAnswers } from '../parsing/parser.js';
import { boundedRecords, type ResolveTxt } from './resolve-txt.js';
import { TlsReportsService } from './tls-reports.service.js';

/** What a message to the mailbox for TLS reports turned out to be. */
export type ReportMail =
  | { readonly kind: 'evaluated' }
  /** Somebody should look at it; `reason` is a sentence without its dot. */
  | { readonly kind: 'for-the-operator'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string };

/** DNS that has not answered so often, over hours, will not: the report then counts as not signed validly. */
const MAX_DNS_ATTEMPTS = 8;
/** For all names of a message together: other messages wait meanwhile. */
const LOOKUPS_MS = 5_000;
/** One for each of the signatures that are looked at. */
const MAX_NAMES = 10;

@Injectable()
export class ReportMailService {
  constructor(
    @Inject(TlsReportsService) private readonly reports: TlsReportsService,
    @Inject(RESOLVE_TXT) private readonly resolveTxt: ResolveTxt,
    @Inject(PARSER) private readonly parser: Parser,
    @Inject(CLOCK) private readonly now: Clock,
  ) {}

  async evaluate(message: OperatorMessage): Promise<ReportMail> {
    const parsed = await this.parse(message.content);
    if (parsed.kind === 'beyond-bounds') {
      return { kind: 'for-the-operator', reason: `it ${parsed.reason}, so it was not parsed` };
    }
    if (parsed.reports.length === 0) return { kind: 'for-the-operator', reason: 'no TLS report is attached' };
    let problem: string | null = null;
    for (const { read, bytes, dkim } of parsed.reports) {
      if (dkim.kind === 'later' && message.attempts < MAX_DNS_ATTEMPTS) return dkim;
      const taken = await this.reports.keep(read, bytes, {
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

  /** The thread that parses has no DNS: it says which names it needs, and gets their records with the second attempt. */
  private async parse(content: Uint8Array): Promise<Exclude<ParsedReportMail, { kind: 'asks' }>> {
    const first = await this.parser.reportMail(content, {}, this.now());
    if (first.kind !== 'asks') return first;
    const late = pause(LOOKUPS_MS, { code: 'ETIMEOUT' }, { ref: false });
    const answers = await Promise.all(
      first.names
        .slice(0, MAX_NAMES)
        .map(async (name) => [name, await Promise.race([this.answerOf(name), late])] as const),
    );
    const second = await this.parser.reportMail(content, Object.fromEntries(answers), this.now());
    if (second.kind !== 'asks') return second;
    return { kind: 'beyond-bounds', reason: 'needs more names of DNS than a report does' };
  }

  private async answerOf(name: string): Promise<TxtAnswers[string]> {
    try {
      return { records: boundedRecords(await this.resolveTxt(name)) };
    } catch (error) {
      return { code: errnoCode(error) ?? 'ESERVFAIL' };
    }
  }
}
