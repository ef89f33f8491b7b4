import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What TLS reports say of the hosts of single checks. */
export class CreateCheckReports1796100000000 implements MigrationInterface {
  readonly name = 'CreateCheckReports1796100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "check_reports" ("id" bigserial NOT NULL, "token" text NOT NULL, "received_at" bigint NOT NULL,
         "source" text NOT NULL, "signed_by" text, "organization" text NOT NULL, "report_id" text NOT NULL,
         "start_at" bigint NOT NULL, "end_at" bigint NOT NULL, "sessions" text NOT NULL,
         CONSTRAINT "PK_80fcf33d6f6ce1a080d6853420f" PRIMARY KEY ("id"),
         CONSTRAINT "check_reports_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE)`,
    );
    await queryRunner.query(`CREATE INDEX "check_reports_token" ON "check_reports" ("token", "id")`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "check_reports"`);
  }
}
