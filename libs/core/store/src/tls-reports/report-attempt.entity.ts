import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A TLS report that is being parsed, or whose parsing never came to an end. */
@Entity({ name: 'report_attempts' })
@Index('report_attempts_begun_at', ['begunAt'])
export class ReportAttemptEntity {
  /** SHA-256 of its octets, in hexadecimal. */
  @PrimaryColumn({ name: 'digest', type: 'text' })
  digest!: string;

  @Column({ name: 'attempts', type: 'integer' })
  attempts!: number;

  @Column({ name: 'begun_at', type: 'integer' })
  begunAt!: number;
}
