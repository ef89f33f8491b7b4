import type { Dialect, FieldType } from '../sql/statement.js';

const TYPES: Readonly<Record<FieldType, string>> = {
  text: 'text',
  integer: 'bigint',
  boolean: 'boolean',
};

export const POSTGRES: Dialect = {
  inList: 'IN (SELECT jsonb_array_elements_text(?::jsonb))',
  inNumbers: 'IN (SELECT jsonb_array_elements_text(?::jsonb)::bigint)',
  rows: 'jsonb_array_elements(?::jsonb) AS "rows" ("value")',
  field: (index, type) => `("value" ->> ${index})::${TYPES[type]}`,
  jsonRows: (columns, from) =>
    `(SELECT COALESCE(json_agg(json_build_array(${columns.join(', ')})), '[]')::text FROM ${from})`,
  indexedBy: () => '',
  orderedJoin: 'JOIN',
  // The sequence is ahead of what is committed.
  newestId: `(SELECT "stored" FROM "counts" WHERE "subject" = 'newest observation')`,
  // A standby that takes over, and a backup that is restored up to a moment, begin another timeline; a copy made from a dump is another system.
  // What `pg_control_checkpoint` says of the timeline is older by a checkpoint, which takes minutes after a standby took over.
  history: `(SELECT s."system_identifier" || '/' || CASE WHEN pg_is_in_recovery() THEN p."timeline_id"
    ELSE ('x' || LEFT(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END FROM pg_control_system() s, pg_control_checkpoint() p)`,
  insertionOrder: 'ctid',
};
