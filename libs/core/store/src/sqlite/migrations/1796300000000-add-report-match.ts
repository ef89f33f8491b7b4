import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A report is matched to a check by its token, or by the address that mailed it. */
export class AddReportMatch1796300000000 implements MigrationInterface {
  readonly name = 'AddReportMatch1796300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE "check_reports" ADD COLUMN "matched_by" text NOT NULL DEFAULT 'token'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "check_reports" DROP COLUMN "matched_by"');
  }
}
