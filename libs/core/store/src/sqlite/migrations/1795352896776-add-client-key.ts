import type { MigrationInterface, QueryRunner } from 'typeorm';

import { clientKey } from '#checks';

/** Observations without a token are bounded for each /64 of IPv6 instead of for each address. */
export class AddClientKey1795352896776 implements MigrationInterface {
  readonly name = 'AddClientKey1795352896776';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "observations" ADD COLUMN "client_key" text`);
    const clients = (await queryRunner.query(
      `SELECT DISTINCT "client_address" AS "address" FROM "observations" WHERE "token" IS NULL`,
    )) as { address: string }[];
    for (const { address } of clients) {
      await queryRunner.query(
        `UPDATE "observations" SET "client_key" = ? WHERE "token" IS NULL AND "client_address" = ?`,
        [clientKey(address), address],
      );
    }
    await queryRunner.query(`DROP INDEX "observations_unattributed"`);
    await queryRunner.query(
      `CREATE INDEX "observations_unattributed" ON "observations" ("client_key", "at") WHERE "token" IS NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX "observations_unattributed"`);
    await queryRunner.query(
      `CREATE INDEX "observations_unattributed" ON "observations" ("client_address", "at") WHERE "token" IS NULL`,
    );
    await queryRunner.query(`ALTER TABLE "observations" DROP COLUMN "client_key"`);
  }
}
