/**
 * A connection of sqlite3 that keeps its statements. The driver compiles the SQL of every call anew, which takes a turn of
 * the thread pool and more processor time than most of our statements take to run: this halves both.
 *
 * A statement that failed is reset by its next use, and none is left half read: `all` reads to the end, and nothing that
 * is given to `run` returns rows.
 */
import sqlite3, { type Statement } from 'sqlite3';

/** More than there are statements of a fixed text; those with a list of places come and go. */
const MAX_STATEMENTS = 100;

type Callback = (this: Statement, error: Error | null, rows?: unknown[]) => void;

export class PreparingDatabase extends sqlite3.Database {
  /** By their SQL; the first is the one that was not used for the longest time. */
  private readonly statements = new Map<string, Statement>();
  private closing = false;

  override all(sql: string, ...rest: readonly unknown[]): this {
    this.use(sql, rest.at(-1) as Callback).all(...rest);
    return this;
  }

  override run(sql: string, ...rest: readonly unknown[]): this {
    this.use(sql, rest.at(-1) as Callback).run(...rest);
    return this;
  }

  /** A connection with statements cannot be closed. */
  override close(callback?: (error: Error | null) => void): void {
    this.closing = true;
    for (const statement of this.statements.values()) statement.finalize();
    this.statements.clear();
    super.close(callback);
  }

  private use(sql: string, failed: Callback): Statement {
    const known = this.statements.get(sql);
    if (known === undefined) return this.prepareToKeep(sql, failed);
    this.statements.delete(sql);
    this.statements.set(sql, known);
    return known;
  }

  /** What is asked of a statement that cannot be compiled is dropped without an answer: only a compiled one is shared. */
  private prepareToKeep(sql: string, failed: Callback): Statement {
    const statement = this.prepare(sql, (error: Error | null) => {
      if (error === null) this.keep(sql, statement);
      else failed.call(statement, error);
    });
    return statement;
  }

  private keep(sql: string, statement: Statement): void {
    // Two calls at once may both have compiled it. The driver finalizes a statement after what it was asked for.
    if (this.closing || this.statements.has(sql)) return void statement.finalize();
    this.statements.set(sql, statement);
    const [oldest] = this.statements;
    if (oldest === undefined || this.statements.size <= MAX_STATEMENTS) return;
    this.statements.delete(oldest[0]);
    oldest[1].finalize();
  }
}
