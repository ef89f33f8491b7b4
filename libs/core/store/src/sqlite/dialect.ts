import type { Dialect } from '../sql/statement.js';

/**
 * Lists are one parameter: however long one is, the text stays the same and is compiled once (preparing-database.ts), and the
 * driver spends more time on a parameter than SQLite on an entry.
 */
const IN_LIST = 'IN (SELECT "value" FROM json_each(?))';

export const SQLITE: Dialect = {
  inList: IN_LIST,
  inNumbers: IN_LIST,
  rows: 'jsonb_each(?)',
  field: (index) => `"value" ->> ${index}`,
  jsonRows: (columns, from) => `(SELECT json_group_array(json_array(${columns.join(', ')})) FROM ${from})`,
  indexedBy: (index) => `INDEXED BY "${index}"`,
  orderedJoin: 'CROSS JOIN',
  newestId: `(SELECT COALESCE(MAX("seq"), 0) FROM "sqlite_sequence" WHERE "name" = 'observations')`,
  history: `''`,
  insertionOrder: 'rowid',
};
