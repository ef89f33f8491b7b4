import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A release is one scenario's, and ends. What was released before was shown the spare for good: it has ended if delivered. */
export class CreateReleases1796000300000 implements MigrationInterface {
  readonly name = 'CreateReleases1796000300000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "releases" ("token" text NOT NULL, "scenario" text NOT NULL, "refused_at" integer NOT NULL,
         "requested_at" integer, "closed_at" integer, PRIMARY KEY ("token", "scenario"),
         CONSTRAINT "releases_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE)`,
    );
    await queryRunner.query(
      `INSERT INTO "releases" SELECT "token", 'wrong', "refused_at", "release_requested_at",
         (SELECT MIN("at") FROM "observations" o WHERE o."token" = "checks"."token" AND o."scenario" = 'wrong'
          AND o."kind" = 'delivered' AND o."certificate" = 'spare')
       FROM "checks" WHERE "refused_at" IS NOT NULL`,
    );
    await queryRunner.query(`ALTER TABLE "checks" DROP COLUMN "release_requested_at"`);
    await queryRunner.query(`ALTER TABLE "checks" DROP COLUMN "refused_at"`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "checks" ADD COLUMN "refused_at" integer`);
    await queryRunner.query(`ALTER TABLE "checks" ADD COLUMN "release_requested_at" integer`);
    await queryRunner.query(
      `UPDATE "checks" SET ("refused_at", "release_requested_at") =
         (SELECT "refused_at", "requested_at" FROM "releases" r WHERE r."token" = "checks"."token" AND r."scenario" = 'wrong')`,
    );
    await queryRunner.query(`DROP TABLE "releases"`);
  }
}
