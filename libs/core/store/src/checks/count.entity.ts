import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many rows a table has: triggers keep it, in the transaction that inserts or deletes. */
@Entity({ name: 'counts' })
export class CountEntity {
  @PrimaryColumn({ name: 'subject', type: 'text' })
  subject!: string;

  @Column({ name: 'stored', type: 'integer' })
  stored!: number;
}
