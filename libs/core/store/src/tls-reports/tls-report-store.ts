/** What the store keeps of TLS reports (RFC 8460), and of what was sent in the place of one. */

import type { ReportedSessions, ReportMatch } from '#checks';
import type { ScenarioId } from '#scenarios';

export type TlsReportSource = 'mail' | 'https';
/** `none`: not signed; by HTTPS nothing is. */
export type TlsReportDkim = 'pass' | 'fail' | 'none';

/** Who sent it, and what is known of that. */
export interface TlsReportOrigin {
  readonly receivedAt: number;
  readonly source: TlsReportSource;
  readonly clientAddress: string;
  readonly dkim: TlsReportDkim;
  /** The domain of the signature that counts; null unless `dkim` is `pass`. */
  readonly signedBy: string | null;
  /** Why `dkim` is not `pass`. */
  readonly dkimReason: string | null;
}

export interface NewTlsReport extends TlsReportOrigin {
  readonly organization: string;
  readonly reportId: string;
  readonly contact: string | null;
  readonly startAt: number;
  readonly endAt: number;
  readonly successes: number;
  readonly failures: number;
  /** The policies and their failures, as JSON. */
  readonly policies: string;
}

/** What the report says of the hosts of one check. */
export interface ReportMention {
  readonly token: string;
  readonly matchedBy: ReportMatch;
  readonly sessions: readonly ReportedSessions[];
}

/** That a check was mailed at a host that all checks share. */
export interface SharedDelivery {
  readonly token: string;
  readonly scenario: ScenarioId;
  /** The last one. */
  readonly at: number;
}

export interface NewMalformedTlsReport extends TlsReportOrigin {
  /** Why it cannot be read. */
  readonly problem: string;
  /** As it came, or its beginning. */
  readonly raw: Uint8Array;
}

export interface StoredTlsReport extends NewTlsReport {
  readonly kind: 'report';
  readonly id: number;
}

export interface StoredMalformedTlsReport extends NewMalformedTlsReport {
  readonly kind: 'malformed';
  readonly id: number;
}

export type AnyTlsReport = StoredTlsReport | StoredMalformedTlsReport;

/** `duplicate`: dropped, the organisation has sent a report with that id before. */
export type KeepTlsReportResult = 'stored' | 'duplicate';

export interface TlsReportsRepository {
  /**
   * Counts, before octets are parsed, one more attempt of which no end is noted yet; answers how many there are, this one
   * included. Committed, so that one that ends the process counts as well. Null, and not counted, while another process parses
   * them: for 30 seconds at most, in which it comes to an end.
   *
   * @param digest of the octets; the newest thousand are kept
   */
  beginParsing(digest: string, now: number): Promise<number | null>;
  /** Parsing them came to its end. */
  endParsing(digest: string): Promise<void>;
  /** Parsing them never will: the attempt counts, and the next one may begin. */
  giveUpParsing(digest: string, now: number): Promise<void>;
  /**
   * Stores a report, unless it is a duplicate. Only what proves who sent it counts against what does: a signed report is
   * no duplicate of an unsigned one, but takes its place, and nobody can keep another's report out by guessing its id.
   * When more than `maxReports` are stored, those of whoever has more than a tenth go first, then malformed and unsigned
   * ones, then the oldest.
   *
   * @param mentions is kept with each check that is live, for as long as it is; of too many, what is unsigned and oldest goes
   */
  keep(
    report: NewTlsReport,
    maxReports: number,
    mentions?: readonly ReportMention[],
  ): Promise<KeepTlsReportResult>;
  /** Live checks that those addresses mailed at hosts that all checks share, in the period of a report; the newest of each address. */
  sharedDeliveries(
    addresses: readonly string[],
    report: Pick<NewTlsReport, 'startAt' | 'endAt' | 'receivedAt'>,
  ): Promise<SharedDelivery[]>;
  keepMalformed(report: NewMalformedTlsReport, maxReports: number): Promise<void>;
  /** The newest first. */
  list(limit?: number): Promise<AnyTlsReport[]>;
  find(id: number): Promise<AnyTlsReport | null>;
  /** Deletes what was received before; answers how many. */
  deleteBefore(time: number): Promise<number>;
}
