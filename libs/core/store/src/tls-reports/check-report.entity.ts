import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';

import type { ReportMatch } from '#checks';

import type { TlsReportSource } from './tls-report-store.js';
import { CheckEntity } from '../checks/check.entity.js';

/** What a TLS report says of the hosts of one check. It goes with the check. */
@Entity({ name: 'check_reports' })
@Index('check_reports_token', ['token', 'id'])
export class CheckReportEntity {
  @PrimaryGeneratedColumn('increment', { name: 'id', type: 'integer' })
  id!: number;

  @Column({ name: 'token', type: 'text' })
  token!: string;

  @ManyToOne(() => CheckEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'token', foreignKeyConstraintName: 'check_reports_check' })
  check?: CheckEntity;

  @Column({ name: 'received_at', type: 'integer' })
  receivedAt!: number;

  @Column({ name: 'source', type: 'text' })
  source!: TlsReportSource;

  @Column({ name: 'signed_by', type: 'text', nullable: true })
  signedBy!: string | null;

  @Column({ name: 'organization', type: 'text' })
  organization!: string;

  @Column({ name: 'report_id', type: 'text' })
  reportId!: string;

  @Column({ name: 'start_at', type: 'integer' })
  startAt!: number;

  @Column({ name: 'end_at', type: 'integer' })
  endAt!: number;

  @Column({ name: 'matched_by', type: 'text', default: 'token' })
  matchedBy!: ReportMatch;

  /** JSON. */
  @Column({ name: 'sessions', type: 'text' })
  sessions!: string;
}
