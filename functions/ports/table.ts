import type { JsonObject } from '../../core/schemas/json.ts';
import type { IndexName } from '../../core/table-schema.ts';

/** Where a row stands: partition and sort key, as in design's table of keys (`SCR#id | META`). */
export interface Key {
  pk: string;
  sk: string;
}

/** A row: its key, its body, its places in the indexes, and a revision that each write raises by one. */
export interface Row extends Key {
  body: JsonObject;
  index?: Partial<Record<IndexName, Key>>;
  /** Unix seconds after which the row may vanish at any time; until it has vanished it is still read. */
  expiresAt?: number;
  revision: number;
}

/** What is written: the row without its revision. */
export type NewRow = Omit<Row, 'revision'>;

/** What must be true for a write to happen: nothing, that there is no row, or that the row still has this revision. */
export type Condition = { kind: 'none' } | { kind: 'absent' } | { kind: 'revision'; revision: number };

export type Write =
  | { kind: 'put'; row: NewRow; condition: Condition }
  | { kind: 'remove'; key: Key; condition: Condition }
  | { kind: 'check'; key: Key; condition: Condition };

export interface Query {
  /** Absent: the table itself. Index reads are eventually consistent: no rule may rest on one. Rows that share a place come in any order. */
  index?: IndexName;
  pk: string;
  /** Only sort keys that begin so. */
  prefix?: string;
  /** Only sort keys at or above, and below. */
  from?: string;
  below?: string;
  descending?: boolean;
  /** Rows at most, 1 to 1,000. */
  limit: number;
  /** `cursor` of the page before. A cursor of another query gives an AppError `bad-request`. */
  cursor?: string;
}

export interface QueryPage {
  rows: Row[];
  cursor: string | null;
}

/** Rows by key and by five indexes; every write is durable when its promise resolves. */
export interface Table {
  /** The row as it is now (never stale), or null; null too for a key that no row can have, because people's text stands in keys. */
  get(key: Key): Promise<Row | null>;
  /** Writes one row; false, and nothing written, when the condition does not hold. */
  put(row: NewRow, condition: Condition): Promise<boolean>;
  /** Removes one row; false when the condition does not hold. Removing what is not there is true. */
  remove(key: Key, condition: Condition): Promise<boolean>;
  query(query: Query): Promise<QueryPage>;
  /** All of up to 100 writes to different keys, or none: false when one condition does not hold. */
  transact(writes: readonly Write[]): Promise<boolean>;
}
