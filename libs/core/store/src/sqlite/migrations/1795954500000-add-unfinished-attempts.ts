import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often a message to the operator was taken up without an end being noted. */
export class AddUnfinishedAttempts1795954500000 implements MigrationInterface {
  readonly name = 'AddUnfinishedAttempts1795954500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "operator_messages" ADD COLUMN "unfinished" integer NOT NULL DEFAULT (0)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "operator_messages" DROP COLUMN "unfinished"`);
  }
}
