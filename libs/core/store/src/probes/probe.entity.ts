import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

import type { StoredProbeState } from './probe-store.js';

@Entity({ name: 'probes' })
@Index('probes_created_at', ['createdAt'])
@Index('probes_domain', ['domain', 'finishedAt'])
export class ProbeEntity {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'domain', type: 'text' })
  domain!: string;

  @Column({ name: 'created_at', type: 'integer' })
  createdAt!: number;

  @Column({ name: 'finished_at', type: 'integer', nullable: true })
  finishedAt!: number | null;

  @Column({ name: 'state', type: 'text' })
  state!: StoredProbeState;

  /** Compressed: a report repeats each certificate for every address and handshake. */
  @Column({ name: 'report', type: 'blob', nullable: true })
  report!: Buffer | null;

  /** Until when a process answers for a probe that runs; it renews this while it lives. */
  @Column({ name: 'lease_until', type: 'integer', nullable: true })
  leaseUntil!: number | null;
}
