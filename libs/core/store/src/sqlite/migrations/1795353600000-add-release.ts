import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddRelease1795353600000 implements MigrationInterface {
  readonly name = 'AddRelease1795353600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "checks" ADD COLUMN "refused_at" integer`);
    await queryRunner.query(`ALTER TABLE "checks" ADD COLUMN "release_requested_at" integer`);
    await queryRunner.query(`ALTER TABLE "observations" ADD COLUMN "certificate" text`);
    // The refusals that are stored already are as good a proof as those to come.
    await queryRunner.query(
      `UPDATE "checks" SET "refused_at" = (
         SELECT MIN("at") FROM "observations" o
         WHERE o."token" = "checks"."token" AND o."kind" = 'refused' AND o."scenario" = 'wrong')`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "observations" DROP COLUMN "certificate"`);
    await queryRunner.query(`ALTER TABLE "checks" DROP COLUMN "release_requested_at"`);
    await queryRunner.query(`ALTER TABLE "checks" DROP COLUMN "refused_at"`);
  }
}
