import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

import type { TlsReportDkim, TlsReportSource } from './tls-report-store.js';

/** A report, or with `problem` and `raw` what came in the place of one. */
@Entity({ name: 'tls_reports' })
@Index('tls_reports_id', ['organization', 'reportId'])
@Index('tls_reports_origin', ['origin'])
@Index('tls_reports_received_at', ['receivedAt'])
export class TlsReportEntity {
  @PrimaryGeneratedColumn('increment', { name: 'id', type: 'integer' })
  id!: number;

  @Column({ name: 'received_at', type: 'integer' })
  receivedAt!: number;

  @Column({ name: 'source', type: 'text' })
  source!: TlsReportSource;

  @Column({ name: 'client_address', type: 'text' })
  clientAddress!: string;

  /** Whose share of the table it belongs to: the domain that signed it, or the network that it came from. */
  @Column({ name: 'origin', type: 'text' })
  origin!: string;

  @Column({ name: 'dkim', type: 'text' })
  dkim!: TlsReportDkim;

  @Column({ name: 'signed_by', type: 'text', nullable: true })
  signedBy!: string | null;

  @Column({ name: 'dkim_reason', type: 'text', nullable: true })
  dkimReason!: string | null;

  @Column({ name: 'problem', type: 'text', nullable: true })
  problem!: string | null;

  @Column({ name: 'organization', type: 'text', nullable: true })
  organization!: string | null;

  @Column({ name: 'report_id', type: 'text', nullable: true })
  reportId!: string | null;

  @Column({ name: 'contact', type: 'text', nullable: true })
  contact!: string | null;

  @Column({ name: 'start_at', type: 'integer', nullable: true })
  startAt!: number | null;

  @Column({ name: 'end_at', type: 'integer', nullable: true })
  endAt!: number | null;

  @Column({ name: 'successes', type: 'integer', nullable: true })
  successes!: number | null;

  @Column({ name: 'failures', type: 'integer', nullable: true })
  failures!: number | null;

  /** JSON. */
  @Column({ name: 'policies', type: 'text', nullable: true })
  policies!: string | null;

  @Column({ name: 'raw', type: 'blob', nullable: true })
  raw!: Buffer | null;
}
