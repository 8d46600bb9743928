import type * as fc from 'fast-check';
import type { Table } from '../../../../functions/ports/table.ts';

/** Every read and write happens when the scheduler says. */
export function inAnyOrder(scheduler: fc.Scheduler, table: Table): Table {
  const later = async <T>(task: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve());
    return task();
  };
  return {
    get: (key) => later(() => table.get(key)),
    query: (query) => later(() => table.query(query)),
    put: (row, condition) => later(() => table.put(row, condition)),
    remove: (key, condition) => later(() => table.remove(key, condition)),
    transact: (writes) => later(() => table.transact(writes)),
  };
}
