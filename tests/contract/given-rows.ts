import type { NewRow, Query, Table } from '../../functions/ports/table.ts';

export const always = { kind: 'none' } as const;

let partitions = 0;
/** A partition that no other test uses, so that one table serves them all. */
export function freshPartition(): string {
  partitions += 1;
  return `T#${process.pid}-${partitions}-${Date.now()}`;
}

/** A row as it is written, with a body of more than one level. */
export function givenRow(pk: string, sk = 'META', more: Partial<NewRow> = {}): NewRow {
  return { pk, sk, body: { name: 'é', nested: [1, null, { deep: true }] }, ...more };
}

/** Rows of a fresh partition, whose name is given back. */
export async function givenRows(table: Table, sks: readonly string[], index?: 'runs'): Promise<string> {
  const pk = freshPartition();
  for (const sk of sks) await table.put(givenRow(pk, sk, index ? { index: { [index]: { pk, sk: `i-${sk}` } } } : {}), always);
  return pk;
}

/** The sort keys that a query gives. */
export async function sksOf(table: Table, query: Query): Promise<string[]> {
  return (await table.query(query)).rows.map((row) => row.sk);
}
