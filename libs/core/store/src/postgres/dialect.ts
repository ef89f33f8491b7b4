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
  history: `(SELECT s."system_identifier" || '/' || p."timeline_id" FROM pg_control_system() s, pg_control_checkpoint() p)`,
  insertionOrder: 'ctid',
};
