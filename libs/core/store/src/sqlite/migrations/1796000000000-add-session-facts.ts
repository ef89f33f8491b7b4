import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far each session came. Until then every clean or unclean end after the handshake was stored as a refusal: what is
 * known of those decides which of them stay one.
 */
export class AddSessionFacts1796000000000 implements MigrationInterface {
  readonly name = 'AddSessionFacts1796000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "observations" ADD COLUMN "reached" text`);
    await queryRunner.query(`ALTER TABLE "observations" ADD COLUMN "reply" text`);
    await queryRunner.query(`ALTER TABLE "observations" ADD COLUMN "timing" text`);
    const refusedWithoutAlert = `"kind" = 'refused' AND "alert" IS NULL`;
    await queryRunner.query(
      `UPDATE "observations" SET "kind" = 'lost' WHERE ${refusedWithoutAlert}
       AND ("session_end" NOT IN ('quit', 'client-closed') OR "since_certificate_ms" > 10000)`,
    );
    await queryRunner.query(
      `UPDATE "observations" SET "kind" = 'left', "reached" = 'greeted' WHERE ${refusedWithoutAlert}
       AND "detail" LIKE '%before it named a recipient%'`,
    );
    await queryRunner.query(
      `UPDATE "checks" SET "refused_at" = (
         SELECT MIN("at") FROM "observations" o
         WHERE o."token" = "checks"."token" AND o."kind" = 'refused' AND o."scenario" = 'wrong')
       WHERE "refused_at" IS NOT NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const column of ['timing', 'reply', 'reached'])
      await queryRunner.query(`ALTER TABLE "observations" DROP COLUMN "${column}"`);
    await queryRunner.query(`UPDATE "observations" SET "kind" = 'rejected' WHERE "kind" IN ('left', 'lost')`);
  }
}
