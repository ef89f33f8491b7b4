import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateChecksAndObservations1767225600000 implements MigrationInterface {
  readonly name = 'CreateChecksAndObservations1767225600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "checks" (
        "token" text PRIMARY KEY NOT NULL,
        "created_at" integer NOT NULL,
        "expires_at" integer NOT NULL,
        "received_mail" boolean NOT NULL DEFAULT (0),
        "observations_stored" integer NOT NULL DEFAULT (0),
        "observations_dropped" integer NOT NULL DEFAULT (0)
      )`);
    await queryRunner.query(`CREATE INDEX "checks_expires_at" ON "checks" ("expires_at")`);
    await queryRunner.query(`CREATE INDEX "checks_eviction" ON "checks" ("received_mail", "created_at")`);
    await queryRunner.query(`
      CREATE TABLE "observations" (
        "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
        "token" text,
        "at" integer NOT NULL,
        "kind" text NOT NULL,
        "scenario" text NOT NULL,
        "client_address" text NOT NULL,
        "client_name" text,
        "tls_version" text,
        "tls_cipher" text,
        "tls_server_name" text,
        "detail" text NOT NULL,
        "session" text,
        "client_port" integer,
        "session_end" text,
        "alert" text,
        "since_certificate_ms" integer,
        "mail_from" text,
        "recipient" text,
        "message_id" text,
        "size" integer,
        CONSTRAINT "observations_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE ON UPDATE NO ACTION
      )`);
    await queryRunner.query(`CREATE INDEX "observations_token" ON "observations" ("token", "id")`);
    await queryRunner.query(
      `CREATE INDEX "observations_unattributed" ON "observations" ("client_address", "at") WHERE "token" IS NULL`,
    );
    await queryRunner.query(
      `CREATE INDEX "observations_deliveries" ON "observations" ("client_address", "at") WHERE "kind" = 'delivered'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "observations"`);
    await queryRunner.query(`DROP TABLE "checks"`);
  }
}
