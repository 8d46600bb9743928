import type { Table } from '../../ports/table.ts';

/** Removes all that is left in a script's partition; meant for scripts whose own row is gone already. */
export async function removeVersions(table: Table, scriptId: string): Promise<void> {
  const limit = 100;
  for (;;) {
    const { rows } = await table.query({ pk: `SCR#${scriptId}`, limit });
    if (rows.length === 0) return;
    await table.transact(rows.map(({ pk, sk }) => ({ kind: 'remove', key: { pk, sk }, condition: { kind: 'none' } })));
  }
}
