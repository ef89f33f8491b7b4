/**
 * SQL written once for both engines. What they say differently has a name in `Dialect`; everything else is in the SQL that
 * both understand, with `?` for the parameters.
 */
import type { EntityManager } from 'typeorm';

import { POSTGRES } from '../postgres/dialect.js';
import { SQLITE } from '../sqlite/dialect.js';

/** The type of what is read from JSON. */
export type FieldType = 'text' | 'integer' | 'boolean';

export interface Dialect {
  /** A condition on a list of strings, which is one parameter: `JSON.stringify(list)`. */
  readonly inList: string;
  /** The same of numbers. */
  readonly inNumbers: string;
  /** What stands after FROM for the arrays of an array, which is one parameter: `JSON.stringify(rows)`. */
  readonly rows: string;
  /** One field of such a row. */
  readonly field: (index: number, type: FieldType) => string;
  /** An array, as JSON, of an array for each row of a subquery. */
  readonly jsonRows: (columns: readonly string[], from: string) => string;
  /** Names the index to use, after the name of a table. */
  readonly indexedBy: (index: string) => string;
  /** A join that is made in the order in which it is written. */
  readonly orderedJoin: string;
  /** The highest id that an observation has or had; it belongs to what the statement sees. */
  readonly newestId: string;
  /** What changes when another server, or a copy of it, goes on with what there was: a text. */
  readonly history: string;
  /** Where a row stands in its table: what came later stands further on, as far as nothing was deleted or changed meanwhile. */
  readonly insertionOrder: string;
}

type Parameter = string | number | null;

export type Statement<Row> = (manager: EntityManager, parameters: readonly Parameter[]) => Promise<Row[]>;

/** The text is made once for each engine. */
export function statement<Row = never>(write: (sql: Dialect) => string): Statement<Row> {
  let sqlite: string | undefined;
  let postgres: string | undefined;
  return (manager, parameters) =>
    manager.query(
      manager.connection.options.type === 'postgres'
        ? (postgres ??= numbered(write(POSTGRES)))
        : (sqlite ??= write(SQLITE)),
      [...parameters],
    );
}

/** PostgreSQL counts its parameters. */
function numbered(text: string): string {
  let count = 0;
  return text.replaceAll('?', () => `$${(count += 1)}`);
}
