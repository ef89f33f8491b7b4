import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a client may ask for within a minute, counted for all processes together. */
export class CreateRates1796302000000 implements MigrationInterface {
  readonly name = 'CreateRates1796302000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "rates" ("key" text NOT NULL, "hits" bigint NOT NULL, "ends_at" bigint NOT NULL, CONSTRAINT "PK_22bcde235456e942596894a06c6" PRIMARY KEY ("key"))`,
    );
    await queryRunner.query(`CREATE INDEX "rates_ends_at" ON "rates" ("ends_at") `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "rates"`);
  }
}
