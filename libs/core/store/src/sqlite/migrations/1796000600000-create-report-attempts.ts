import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often parsing a posted TLS report was begun without an end being noted. */
export class CreateReportAttempts1796000600000 implements MigrationInterface {
  readonly name = 'CreateReportAttempts1796000600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "report_attempts" ("digest" text PRIMARY KEY NOT NULL, "attempts" integer NOT NULL, "begun_at" integer NOT NULL)`,
    );
    await queryRunner.query(`CREATE INDEX "report_attempts_begun_at" ON "report_attempts" ("begun_at") `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "report_attempts"`);
  }
}
