import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateProbes1795354200000 implements MigrationInterface {
  readonly name = 'CreateProbes1795354200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "probes" (
         "id" text PRIMARY KEY NOT NULL,
         "domain" text NOT NULL,
         "created_at" integer NOT NULL,
         "finished_at" integer,
         "state" text NOT NULL,
         "report" blob)`,
    );
    await queryRunner.query(`CREATE INDEX "probes_created_at" ON "probes" ("created_at")`);
    await queryRunner.query(`CREATE INDEX "probes_domain" ON "probes" ("domain", "finished_at")`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "probes"`);
  }
}
