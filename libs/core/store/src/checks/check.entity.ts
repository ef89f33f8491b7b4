import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ name: 'checks' })
@Index('checks_expires_at', ['expiresAt'])
@Index('checks_eviction', ['receivedMail', 'createdAt'])
export class CheckEntity {
  @PrimaryColumn({ name: 'token', type: 'text' })
  token!: string;

  @Column({ name: 'created_at', type: 'integer' })
  createdAt!: number;

  @Column({ name: 'expires_at', type: 'integer' })
  expiresAt!: number;

  /** Whether a message was delivered to the check: such a check is evicted last. */
  @Column({ name: 'received_mail', type: 'boolean', default: false })
  receivedMail!: boolean;

  /** Kept beside the rows so that the cap costs no count; changed in the transaction that inserts them. */
  @Column({ name: 'observations_stored', type: 'integer', default: 0 })
  observationsStored!: number;

  @Column({ name: 'observations_dropped', type: 'integer', default: 0 })
  observationsDropped!: number;

  /** What it came to when it was read last; null before anything was seen. */
  @Column({ name: 'outcome', type: 'text', nullable: true })
  outcome!: string | null;
}
