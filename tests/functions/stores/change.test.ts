import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import * as z from 'zod';
import { change, readRow } from '../../../functions/stores/change.ts';
import { openTable } from '../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder('change');
const table = openTable(join(folder, 'runlet.db'));
afterAll(() => {
  table.close();
  rmSync(folder, { recursive: true });
});

const counter = z.object({ count: z.int() });

/** Adds one to the counter, reading and writing as stores do. */
async function add(pk: string): Promise<number> {
  const key = { pk, sk: 'META' };
  return await change(table, async () => {
    const row = await readRow(table, key, counter);
    const count = (row?.body.count ?? 0) + 1;
    const condition = row ? ({ kind: 'revision', revision: row.revision } as const) : ({ kind: 'absent' } as const);
    return { writes: [{ kind: 'put', row: { ...key, body: { count } }, condition }], value: count };
  });
}

it('changes at the same time are made one after the other', async () => {
  const counts = await Promise.all(Array.from({ length: 25 }, async () => await add('busy')));
  expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
});

it('a decision without writes is the answer at once', async () => {
  expect(await change(table, async () => ({ writes: [], value: 'as it is' }))).toBe('as it is');
});

it('a condition that never holds ends as a conflict', async () => {
  const writes = [{ kind: 'check', key: { pk: 'nobody', sk: 'META' }, condition: { kind: 'revision', revision: 1 } }] as const;
  await expect(change(table, async () => ({ writes, value: null }))).rejects.toMatchObject({ code: 'conflict' });
});

it('a row that does not fit its schema is never taken for one that does', async () => {
  await table.put({ pk: 'odd', sk: 'META', body: { count: 'many' } }, { kind: 'none' });
  await expect(readRow(table, { pk: 'odd', sk: 'META' }, counter)).rejects.toThrow('count');
});
