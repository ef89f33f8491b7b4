import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOperatorMail1795354500000 implements MigrationInterface {
  readonly name = 'CreateOperatorMail1795354500000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "operator_messages" (
         "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
         "received_at" integer NOT NULL,
         "client_address" text NOT NULL,
         "client_key" text NOT NULL,
         "client_name" text,
         "tls_version" text,
         "mail_from" text NOT NULL,
         "recipients" text NOT NULL,
         "purpose" text NOT NULL,
         "read_at" integer,
         "attempts" integer NOT NULL DEFAULT (0),
         "due_at" integer,
         "problem" text,
         "size" integer NOT NULL,
         "content" blob NOT NULL)`,
    );
    await queryRunner.query(
      `CREATE INDEX "operator_messages_room" ON "operator_messages" ("read_at", "client_key", "size")`,
    );
    await queryRunner.query(
      `CREATE INDEX "operator_messages_due" ON "operator_messages" ("due_at", "purpose") WHERE "due_at" IS NOT NULL`,
    );
    await queryRunner.query(
      `CREATE TABLE "tls_reports" (
         "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
         "received_at" integer NOT NULL,
         "source" text NOT NULL,
         "client_address" text NOT NULL,
         "origin" text NOT NULL,
         "dkim" text NOT NULL,
         "signed_by" text,
         "dkim_reason" text,
         "problem" text,
         "organization" text,
         "report_id" text,
         "contact" text,
         "start_at" integer,
         "end_at" integer,
         "successes" integer,
         "failures" integer,
         "policies" text,
         "raw" blob)`,
    );
    await queryRunner.query(`CREATE INDEX "tls_reports_id" ON "tls_reports" ("organization", "report_id")`);
    await queryRunner.query(`CREATE INDEX "tls_reports_origin" ON "tls_reports" ("origin")`);
    await queryRunner.query(`CREATE INDEX "tls_reports_received_at" ON "tls_reports" ("received_at")`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "tls_reports"`);
    await queryRunner.query(`DROP TABLE "operator_messages"`);
  }
}
