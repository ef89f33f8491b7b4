import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several APIs read a check: what it came to is counted by one of them. */
export class AddOutcome1796303000000 implements MigrationInterface {
  readonly name = 'AddOutcome1796303000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "checks" ADD COLUMN "outcome" text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "checks" DROP COLUMN "outcome"');
  }
}
