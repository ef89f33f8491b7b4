import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  ['query_name', 'text'],
  ['query_type', 'text'],
  ['query_dnssec_ok', 'boolean'],
  ['query_transport', 'text'],
  ['query_resolver_port', 'integer'],
] as const;

/** What a resolver asked, for observations of the kind `dns-query`. */
export class AddQueries1795353900000 implements MigrationInterface {
  readonly name = 'AddQueries1795353900000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, type] of COLUMNS)
      await queryRunner.query(`ALTER TABLE "observations" ADD COLUMN "${name}" ${type}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [name] of COLUMNS) await queryRunner.query(`ALTER TABLE "observations" DROP COLUMN "${name}"`);
  }
}
