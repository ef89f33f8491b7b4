import type { ReadReport } from '#tlsrpt';

import type { DkimCheck } from '../reports/dkim-check.js';

/** What DNS says about names: the TXT records, or the code of c-ares. */
export type TxtAnswers = Readonly<
  Record<string, { readonly records: string[][] } | { readonly code: string }>
>;

export interface ParsedReport {
  readonly bytes: Uint8Array;
  readonly read: ReadReport;
  readonly dkim: DkimCheck;
}

export type ParsedReportMail =
  | { readonly kind: 'reports'; readonly reports: readonly ParsedReport[] }
  /** Whose TXT records are needed first. */
  | { readonly kind: 'asks'; readonly names: readonly string[] }
  /** `reason` is a sentence without its dot and subject. */
  | { readonly kind: 'beyond-bounds'; readonly reason: string };

/** Null: there is none, or none that could be read. */
export interface MailHeader {
  readonly subject: string | null;
  readonly author: string | null;
}

/** Reads what strangers sent. Rejects with a `ParserFailure` when it could not finish. */
export interface Parser {
  /** @param owner whose line it waits in */
  report(bytes: Uint8Array, now: number, owner?: string): Promise<ReadReport>;
  reportMail(content: Uint8Array, answers: TxtAnswers, now: number): Promise<ParsedReportMail>;
  mailHeader(content: Uint8Array): Promise<MailHeader>;
  close(): Promise<void>;
}

/** What ended a process or the thread that parses so often is not parsed again: it is set aside for the operator. */
export const MAX_UNFINISHED = 2;

/** `busy`: as much waits as may, or no thread can be started. `ended`: what was parsed took too long, or too much memory. */
export class ParserFailure extends Error {
  constructor(
    readonly kind: 'busy' | 'ended',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
