import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';

export type Cells = Record<string, SQLOutputValue>;

/** Runs SQL by its text, each text prepared once. */
export interface Statements {
  all(sql: string, values: readonly SQLInputValue[]): Cells[];
  one(sql: string, values: readonly SQLInputValue[]): Cells | undefined;
  /** Gives the number of rows that were changed. */
  change(sql: string, values: readonly SQLInputValue[]): number;
}

/** The texts come from a bounded set, so the prepared ones are never dropped. */
export function createStatements(db: DatabaseSync): Statements {
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  return {
    all: (sql, values) => statement(sql).all(...values),
    one: (sql, values) => statement(sql).get(...values),
    change: (sql, values) => Number(statement(sql).run(...values).changes),
  };
}
