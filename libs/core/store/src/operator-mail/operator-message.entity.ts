import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

import type { OperatorMailPurpose } from './operator-mail-store.js';

/** The content comes last, so that nothing else of a row is read through its pages. */
@Entity({ name: 'operator_messages' })
@Index('operator_messages_room', ['readAt', 'clientKey', 'size'])
@Index('operator_messages_due', ['dueAt', 'purpose'], { where: '"due_at" IS NOT NULL' })
export class OperatorMessageEntity {
  @PrimaryGeneratedColumn('increment', { name: 'id', type: 'integer' })
  id!: number;

  @Column({ name: 'received_at', type: 'integer' })
  receivedAt!: number;

  @Column({ name: 'client_address', type: 'text' })
  clientAddress!: string;

  /** As `clientKey` of #checks makes it. */
  @Column({ name: 'client_key', type: 'text' })
  clientKey!: string;

  @Column({ name: 'client_name', type: 'text', nullable: true })
  clientName!: string | null;

  @Column({ name: 'tls_version', type: 'text', nullable: true })
  tlsVersion!: string | null;

  @Column({ name: 'mail_from', type: 'text' })
  mailFrom!: string;

  /** JSON. */
  @Column({ name: 'recipients', type: 'text' })
  recipients!: string;

  @Column({ name: 'purpose', type: 'text' })
  purpose!: OperatorMailPurpose;

  @Column({ name: 'read_at', type: 'integer', nullable: true })
  readAt!: number | null;

  @Column({ name: 'attempts', type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'due_at', type: 'integer', nullable: true })
  dueAt!: number | null;

  @Column({ name: 'problem', type: 'text', nullable: true })
  problem!: string | null;

  @Column({ name: 'unfinished', type: 'integer', default: 0 })
  unfinished!: number;

  @Column({ name: 'size', type: 'integer' })
  size!: number;

  @Column({ name: 'content', type: 'blob' })
  content!: Buffer;
}
