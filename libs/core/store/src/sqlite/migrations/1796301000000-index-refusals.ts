import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a check has refusals is asked with each delivery at a control host. */
export class IndexRefusals1796301000000 implements MigrationInterface {
  readonly name = 'IndexRefusals1796301000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX "observations_refusals" ON "observations" ("token") WHERE "kind" IN ('refused', 'tls-failed')`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "observations_refusals"');
  }
}
