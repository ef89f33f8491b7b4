import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several APIs run probes: each can tell those that another one runs from those whose process has ended. */
export class AddProbeLease1796169600000 implements MigrationInterface {
  readonly name = 'AddProbeLease1796169600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "probes" ADD COLUMN "lease_until" bigint');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "probes" DROP COLUMN "lease_until"');
  }
}
