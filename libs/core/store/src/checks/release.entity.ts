import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';

import { CheckEntity } from './check.entity.js';

/** One row for each scenario of a check that a server of it was seen to refuse. */
@Entity({ name: 'releases' })
export class ReleaseEntity {
  @PrimaryColumn({ name: 'token', type: 'text' })
  token!: string;

  @PrimaryColumn({ name: 'scenario', type: 'text' })
  scenario!: string;

  @ManyToOne(() => CheckEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'token', foreignKeyConstraintName: 'releases_check' })
  check?: CheckEntity;

  @Column({ name: 'refused_at', type: 'integer' })
  refusedAt!: number;

  @Column({ name: 'requested_at', type: 'integer', nullable: true })
  requestedAt!: number | null;

  @Column({ name: 'closed_at', type: 'integer', nullable: true })
  closedAt!: number | null;
}
