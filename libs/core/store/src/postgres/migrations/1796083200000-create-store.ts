import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The schema as it was when PostgreSQL became the second engine. Constraints have the names that TypeORM gives them. */
export class CreateStore1796083200000 implements MigrationInterface {
  readonly name = 'CreateStore1796083200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES, ...TRIGGERS]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP TABLE "observations", "releases", "checks", "counts", "operator_messages", "probes", "report_attempts", "tls_reports"`,
    );
    await queryRunner.query('DROP FUNCTION "count_checks", "note_newest_observation"');
  }
}

const TABLES = [
  `CREATE TABLE "checks" ("token" text NOT NULL, "created_at" bigint NOT NULL, "expires_at" bigint NOT NULL,
     "received_mail" boolean NOT NULL DEFAULT false, "observations_stored" bigint NOT NULL DEFAULT '0',
     "observations_dropped" bigint NOT NULL DEFAULT '0', CONSTRAINT "PK_3048041f989825da894705163b0" PRIMARY KEY ("token"))`,
  `CREATE TABLE "counts" ("subject" text NOT NULL, "stored" bigint NOT NULL,
     CONSTRAINT "PK_eb99ed586ad233066ed3f80b414" PRIMARY KEY ("subject"))`,
  `CREATE TABLE "releases" ("token" text NOT NULL, "scenario" text NOT NULL, "refused_at" bigint NOT NULL, "requested_at" bigint,
     "closed_at" bigint, CONSTRAINT "PK_738b4302938fc52041756fb4dd9" PRIMARY KEY ("token", "scenario"),
     CONSTRAINT "releases_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE)`,
  `CREATE TABLE "observations" ("id" bigserial NOT NULL, "token" text, "at" bigint NOT NULL, "kind" text NOT NULL,
     "scenario" text NOT NULL, "client_address" text NOT NULL, "client_key" text, "client_name" text, "tls_version" text,
     "tls_cipher" text, "tls_server_name" text, "detail" text NOT NULL, "session" text, "client_port" bigint,
     "session_end" text, "alert" text, "certificate" text, "since_certificate_ms" bigint, "reached" text, "reply" text,
     "timing" text, "mail_from" text, "recipient" text, "message_id" text, "size" bigint, "query_name" text,
     "query_type" text, "query_dnssec_ok" boolean, "query_transport" text, "query_resolver_port" bigint,
     CONSTRAINT "PK_f9208d64f50a76030758087c0ef" PRIMARY KEY ("id"),
     CONSTRAINT "observations_check" FOREIGN KEY ("token") REFERENCES "checks" ("token") ON DELETE CASCADE)`,
  `CREATE TABLE "operator_messages" ("id" bigserial NOT NULL, "received_at" bigint NOT NULL, "client_address" text NOT NULL,
     "client_key" text NOT NULL, "client_name" text, "tls_version" text, "mail_from" text NOT NULL, "recipients" text NOT NULL,
     "purpose" text NOT NULL, "read_at" bigint, "attempts" bigint NOT NULL DEFAULT '0', "due_at" bigint, "problem" text,
     "unfinished" bigint NOT NULL DEFAULT '0', "size" bigint NOT NULL, "content" bytea NOT NULL,
     CONSTRAINT "PK_f80b81934f3ee0807e6342db281" PRIMARY KEY ("id"))`,
  `CREATE TABLE "probes" ("id" text NOT NULL, "domain" text NOT NULL, "created_at" bigint NOT NULL, "finished_at" bigint,
     "state" text NOT NULL, "report" bytea, CONSTRAINT "PK_7c839c90f8cb3aff3f99b122d0f" PRIMARY KEY ("id"))`,
  `CREATE TABLE "report_attempts" ("digest" text NOT NULL, "attempts" bigint NOT NULL, "begun_at" bigint NOT NULL,
     CONSTRAINT "PK_77de8b75752251a2e0381a6ae07" PRIMARY KEY ("digest"))`,
  `CREATE TABLE "tls_reports" ("id" bigserial NOT NULL, "received_at" bigint NOT NULL, "source" text NOT NULL,
     "client_address" text NOT NULL, "origin" text NOT NULL, "dkim" text NOT NULL, "signed_by" text, "dkim_reason" text,
     "problem" text, "organization" text, "report_id" text, "contact" text, "start_at" bigint, "end_at" bigint,
     "successes" bigint, "failures" bigint, "policies" text, "raw" bytea,
     CONSTRAINT "PK_2c080b07ca491e06251adfe884d" PRIMARY KEY ("id"))`,
];

const INDEXES = [
  `CREATE INDEX "checks_eviction" ON "checks" ("received_mail", "created_at")`,
  `CREATE INDEX "checks_expires_at" ON "checks" ("expires_at")`,
  `CREATE INDEX "observations_deliveries" ON "observations" ("client_address", "at") WHERE "kind" = 'delivered'`,
  `CREATE INDEX "observations_unattributed" ON "observations" ("client_key", "at") WHERE "token" IS NULL`,
  `CREATE INDEX "observations_token" ON "observations" ("token", "id")`,
  `CREATE INDEX "operator_messages_due" ON "operator_messages" ("due_at", "purpose") WHERE "due_at" IS NOT NULL`,
  `CREATE INDEX "operator_messages_room" ON "operator_messages" ("read_at", "client_key", "size")`,
  `CREATE INDEX "probes_domain" ON "probes" ("domain", "finished_at")`,
  `CREATE INDEX "probes_created_at" ON "probes" ("created_at")`,
  `CREATE INDEX "report_attempts_begun_at" ON "report_attempts" ("begun_at")`,
  `CREATE INDEX "tls_reports_received_at" ON "tls_reports" ("received_at")`,
  `CREATE INDEX "tls_reports_origin" ON "tls_reports" ("origin")`,
  `CREATE INDEX "tls_reports_id" ON "tls_reports" ("organization", "report_id")`,
];

/** What a sequence says is ahead of what is committed, so the newest id is noted in the transaction that makes it. */
const TRIGGERS = [
  `INSERT INTO "counts" VALUES ('checks', 0), ('newest observation', 0)`,
  `CREATE FUNCTION "count_checks"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     UPDATE "counts" SET "stored" = "stored" + CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END * (SELECT COUNT(*) FROM "changed")
     WHERE "subject" = 'checks';
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER "checks_count_insert" AFTER INSERT ON "checks" REFERENCING NEW TABLE AS "changed"
     FOR EACH STATEMENT EXECUTE FUNCTION "count_checks"()`,
  `CREATE TRIGGER "checks_count_delete" AFTER DELETE ON "checks" REFERENCING OLD TABLE AS "changed"
     FOR EACH STATEMENT EXECUTE FUNCTION "count_checks"()`,
  `CREATE FUNCTION "note_newest_observation"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     UPDATE "counts" SET "stored" = GREATEST("stored", (SELECT MAX("id") FROM "added"))
     WHERE "subject" = 'newest observation';
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER "observations_newest" AFTER INSERT ON "observations" REFERENCING NEW TABLE AS "added"
     FOR EACH STATEMENT EXECUTE FUNCTION "note_newest_observation"()`,
];
