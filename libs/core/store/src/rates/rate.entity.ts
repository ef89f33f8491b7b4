import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How often something was asked for within a minute, by whichever process counted it. */
@Entity({ name: 'rates' })
@Index('rates_ends_at', ['endsAt'])
export class RateEntity {
  /** What is counted, and of whom. */
  @PrimaryColumn({ name: 'key', type: 'text' })
  key!: string;

  @Column({ name: 'hits', type: 'integer' })
  hits!: number;

  @Column({ name: 'ends_at', type: 'integer' })
  endsAt!: number;
}
