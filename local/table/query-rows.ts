import type { SQLInputValue } from 'node:sqlite';
import type { Query, QueryPage } from '../../functions/ports/table.ts';
import { decodeCursor, encodeCursor } from '../../functions/table/cursor.ts';
import type { Position } from '../../functions/table/cursor.ts';
import { behindPrefix, earlier, later } from '../../functions/table/key-order.ts';
import { checkLimit } from '../../functions/table/requests.ts';
import { rowOf, text } from './row-cells.ts';
import type { Statements } from './statements.ts';

/** One page in index order. The seek starts at the cursor itself, so a page in the middle costs what the first one does. */
export function queryRows(statements: Statements, query: Query): QueryPage {
  checkLimit(query);
  const { sql, values, orderColumn } = select(query, decodeCursor(query));
  const cells = statements.all(sql, values);
  const more = cells.length > query.limit;
  if (more) cells.pop();
  const last = cells.at(-1);
  const cursor = more && last ? encodeCursor(query, { order: text(last[orderColumn]), pk: text(last['pk']), sk: text(last['sk']) }) : null;
  return { rows: cells.map(rowOf), cursor };
}

interface Select {
  sql: string;
  values: SQLInputValue[];
  orderColumn: string;
}

/** The SQL of one page behind `position`, which must be a seek in index order. */
export function select(query: Query, position: Position | null): Select {
  const column = query.index === undefined ? { pk: 'pk', sk: 'sk' } : { pk: `${query.index}_pk`, sk: `${query.index}_sk` };
  const order = query.index === undefined ? ['sk'] : [column.sk, 'pk', 'sk'];
  const where = [`${column.pk} = ?`];
  const values: SQLInputValue[] = [query.pk];
  const low = later(query.from ?? null, query.prefix ?? null);
  const high = earlier(query.below ?? null, query.prefix === undefined ? null : behindPrefix(query.prefix));
  // One bound a side: with two, SQLite might seek by the farther one and walk the rest.
  const lowBehindCursor = position !== null && query.descending !== true;
  const highBehindCursor = position !== null && query.descending === true;
  if (low !== null && !lowBehindCursor) {
    where.push(`${column.sk} >= ?`);
    values.push(low);
  }
  if (high !== null && !highBehindCursor) {
    where.push(`${column.sk} < ?`);
    values.push(high);
  }
  if (position !== null) {
    where.push(`(${order.join(', ')}) ${query.descending === true ? '<' : '>'} (${order.map(() => '?').join(', ')})`);
    values.push(...(query.index === undefined ? [position.sk] : [position.order, position.pk, position.sk]));
  }
  const direction = query.descending === true ? ' DESC' : '';
  const sql = `SELECT * FROM rows WHERE ${where.join(' AND ')} ORDER BY ${order.map((name) => name + direction).join(', ')} LIMIT ?`;
  return { sql, values: [...values, query.limit + 1], orderColumn: column.sk };
}
