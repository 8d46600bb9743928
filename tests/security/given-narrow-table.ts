import { AppError } from '../../core/errors.ts';
import { attributesOf, sizeOf } from '../../functions/aws/table/items.ts';
import type { NewRow, Table } from '../../functions/ports/table.ts';

/** What DynamoDB takes in one transaction, in bytes. */
const transactionBytes = 4 * 1024 * 1024;

/** A table that refuses what DynamoDB would not take: too large a row, or too much at once. */
export function narrow(table: Table): Table {
  return {
    get: (key) => table.get(key),
    query: (query) => table.query(query),
    remove: (key, condition) => table.remove(key, condition),
    put: async (row, condition) => {
      bytesOf(row);
      return table.put(row, condition);
    },
    transact: async (writes) => {
      const bytes = writes.reduce((sum, one) => sum + (one.kind === 'put' ? bytesOf(one.row) : 0), 0);
      if (bytes > transactionBytes) throw new AppError('too-large');
      return table.transact(writes);
    },
  };
}

function bytesOf(row: NewRow): number {
  return sizeOf(attributesOf(row, 'a write'));
}
