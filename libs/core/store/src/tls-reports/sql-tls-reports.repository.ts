import { LessThan, type EntityManager } from 'typeorm';

import { widestNetwork } from '#limits';

import { keepMention, readSharedDeliveries } from './check-reports.js';
import { ReportAttemptEntity } from './report-attempt.entity.js';
import { TlsReportEntity } from './tls-report.entity.js';
import { fromRow } from './tls-report.mapper.js';
import type { ReadAccess } from '../engine/read-access.js';
import { evictTlsReports } from './tls-report-eviction.js';
import type {
  AnyTlsReport,
  KeepTlsReportResult,
  NewMalformedTlsReport,
  NewTlsReport,
  ReportMention,
  SharedDelivery,
  TlsReportOrigin,
  TlsReportsRepository,
} from './tls-report-store.js';
import type { WriteQueue } from '../engine/write-queue.js';
import { statement } from '../sql/statement.js';

/** Far more than are parsed at a time: those that ended it stay for long. */
const MAX_ATTEMPTED = 1_000;

/** Longer than anything is parsed: whoever began it so long ago is no more. */
const UNDER_WAY_MS = 30_000;

/** One is added at a time. */
const evictAttempts = statement(
  () => `DELETE FROM "report_attempts" WHERE "digest" IN (
    SELECT "digest" FROM "report_attempts" ORDER BY "begun_at" DESC, "digest" LIMIT 100 OFFSET ?)`,
);

export class SqlTlsReportsRepository implements TlsReportsRepository {
  constructor(
    private readonly reads: ReadAccess,
    private readonly writes: WriteQueue,
  ) {}

  beginParsing(digest: string, now: number): Promise<number | null> {
    return this.writes.run(async (manager) => {
      const before = await manager.findOneBy(ReportAttemptEntity, { digest });
      if (before !== null && before.begunAt > now - UNDER_WAY_MS) return null;
      const attempts = (before?.attempts ?? 0) + 1;
      await manager.upsert(ReportAttemptEntity, { digest, attempts, begunAt: now }, ['digest']);
      await evictAttempts(manager, [MAX_ATTEMPTED]);
      return attempts;
    });
  }

  async endParsing(digest: string): Promise<void> {
    await this.writes.run((manager) => manager.delete(ReportAttemptEntity, { digest }));
  }

  async giveUpParsing(digest: string, now: number): Promise<void> {
    const begunAt = now - UNDER_WAY_MS;
    await this.writes.run((manager) => manager.update(ReportAttemptEntity, { digest }, { begunAt }));
  }

  keep(
    report: NewTlsReport,
    maxReports: number,
    mentions: readonly ReportMention[] = [],
  ): Promise<KeepTlsReportResult> {
    return this.writes.run(async (manager) => {
      const { organization, reportId } = report;
      const before = await manager.findBy(TlsReportEntity, { organization, reportId });
      if (before.some((other) => isDuplicate(report, other))) return 'duplicate';
      if (report.signedBy !== null) {
        const unsigned = before.filter(({ signedBy }) => signedBy === null).map(({ id }) => id);
        if (unsigned.length > 0) await manager.delete(TlsReportEntity, unsigned);
      }
      await manager.insert(TlsReportEntity, { ...report, origin: originOf(report) });
      await evictTlsReports(manager, maxReports, originOf(report));
      for (const mention of mentions) await keepMention(manager, report, mention);
      return 'stored';
    });
  }

  async sharedDeliveries(
    addresses: readonly string[],
    report: Pick<NewTlsReport, 'startAt' | 'endAt' | 'receivedAt'>,
  ): Promise<SharedDelivery[]> {
    const found: SharedDelivery[] = [];
    for (const address of addresses) {
      found.push(...(await this.reads.run((manager) => readSharedDeliveries(manager, address, report))));
    }
    return found;
  }

  async keepMalformed({ raw, ...report }: NewMalformedTlsReport, maxReports: number): Promise<void> {
    await this.writes.run(async (manager) => {
      const origin = originOf(report);
      await manager.insert(TlsReportEntity, { ...report, raw: Buffer.from(raw), origin });
      await evictTlsReports(manager, maxReports, origin);
    });
  }

  async list(limit?: number): Promise<AnyTlsReport[]> {
    const rows = await this.reads.run((manager: EntityManager) =>
      manager.find(TlsReportEntity, {
        order: { id: 'DESC' },
        ...(limit === undefined ? {} : { take: limit }),
      }),
    );
    return rows.map(fromRow);
  }

  async find(id: number): Promise<AnyTlsReport | null> {
    const row = await this.reads.run((manager) => manager.findOneBy(TlsReportEntity, { id }));
    return row === null ? null : fromRow(row);
  }

  async deleteBefore(time: number): Promise<number> {
    const result = await this.writes.run((manager) =>
      manager.delete(TlsReportEntity, { receivedAt: LessThan(time) }),
    );
    return result.affected ?? 0;
  }
}

/** What is unsigned is a duplicate of anything signed, of its own client's, and of what says the same word for word. */
function isDuplicate(report: NewTlsReport, other: TlsReportEntity): boolean {
  if (report.signedBy !== null) return report.signedBy === other.signedBy;
  return other.signedBy !== null || other.origin === originOf(report) || other.policies === report.policies;
}

function originOf({ signedBy, clientAddress }: TlsReportOrigin): string {
  return signedBy ?? widestNetwork(clientAddress);
}
