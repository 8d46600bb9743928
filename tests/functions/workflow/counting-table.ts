import { attributesOf, itemKey, sizeOf } from '../../../functions/aws/table/items.ts';
import type { Row, Table, Write } from '../../../functions/ports/table.ts';

/** Counts what DynamoDB would bill for the calls of a table, with a line for each. Copies in indexes are not counted. */
export function countTable(): { calls: Call[]; counting: (inner: Table) => Table } {
  const calls: Call[] = [];
  return { calls, counting: (inner) => countingTable(inner, calls) };
}

function countingTable(inner: Table, calls: Call[]): Table {
  const count = (what: string, units: Partial<Call>) => void calls.push({ what, writes: 0, reads: 0, ...units });
  return {
    get: async (key) => {
      const row = await inner.get(key);
      count(`get ${key.pk} | ${key.sk}`, { reads: unitsOf(row ? [row] : [], readBytes) });
      return row;
    },
    query: async (query) => {
      const page = await inner.query(query);
      count(`query ${query.pk}`, { reads: unitsOf(page.rows, readBytes) });
      return page;
    },
    put: async (row, condition) => {
      count(`put ${row.pk} | ${row.sk}`, { writes: unitsOf([row], writtenBytes) });
      return inner.put(row, condition);
    },
    remove: async (key, condition) => {
      count(`remove ${key.pk} | ${key.sk}`, { writes: unitsOf([await inner.get(key)], writtenBytes) });
      return inner.remove(key, condition);
    },
    transact: async (writes) => {
      // A put alone is no transaction.
      const times = writes.length === 1 && writes[0]?.kind === 'put' ? 1 : 2;
      for (const write of writes) {
        const { what, row } = await written(inner, write);
        count(`${times === 1 ? '' : 'transact '}${what}`, { writes: times * unitsOf([row], writtenBytes) });
      }
      return inner.transact(writes);
    },
  };
}

interface Call {
  what: string;
  writes: number;
  reads: number;
}

/** AWS docs, "DynamoDB read and write operations": a write unit is 1 KB of one item and counts double in a transaction; a consistent read unit is 4 KB of all that one call reads. */
const [writtenBytes, readBytes] = [1024, 4096];

type Sized = Pick<Row, 'pk' | 'sk' | 'body' | 'index' | 'expiresAt'>;

function unitsOf(rows: readonly (Sized | null)[], unit: number): number {
  const bytes = rows.reduce((sum, row) => sum + (row === null ? 0 : bytesOf(row)), 0);
  return Math.max(1, Math.ceil(bytes / unit));
}

function bytesOf(row: Sized): number {
  return sizeOf(attributesOf(row, '0'.repeat(12))) + sizeOf({ ...itemKey(row), revision: { N: '' } });
}

async function written(inner: Table, write: Write): Promise<{ what: string; row: Sized | null }> {
  if (write.kind === 'put') return { what: `put ${write.row.pk} | ${write.row.sk}`, row: write.row };
  const { pk, sk } = write.key;
  return { what: `${write.kind} ${pk} | ${sk}`, row: await inner.get(write.key) };
}
