import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../functions/ports/table.ts';
import { always, freshPartition, givenRow, givenRows, sksOf } from './given-rows.ts';
import { tableQueries } from './table-queries.contract.ts';
import { tableProperties } from './table.properties.ts';

export interface TableUnderTest {
  table: Table;
  close(): void | Promise<void>;
}

const absent = { kind: 'absent' } as const;
const revision = (number: number) => ({ kind: 'revision', revision: number }) as const;

/** What every Table must do, whatever it stands on. */
export function tableContract(name: string, open: () => TableUnderTest | Promise<TableUnderTest>): void {
  describe(`Table: ${name}`, () => {
    let opened: TableUnderTest;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened.close();
    });
    const table = () => opened.table;
    rowsByKey(table);
    conditions(table);
    transactions(table);
    tableQueries(table);
    tableProperties(table);
  });
}

function rowsByKey(table: () => Table): void {
  describe('rows by key', () => {
    it('gives back what was put, with revision 1', async () => {
      const row = givenRow(freshPartition(), 'a', { index: { out: { pk: 'OUT#X', sk: 's' } }, expiresAt: 4_000_000_000 });
      expect(await table().put(row, always)).toBe(true);
      expect(await table().get(row)).toEqual({ ...row, revision: 1 });
    });
    it('gives null for a row that is not there', async () => {
      expect(await table().get({ pk: freshPartition(), sk: 'none' })).toBeNull();
    });
    it('raises the revision with each write', async () => {
      const row = givenRow(freshPartition());
      for (let times = 0; times < 3; times++) await table().put(row, always);
      expect((await table().get(row))?.revision).toBe(3);
    });
    it('replaces the whole row, its places in the indexes too', async () => {
      const pk = freshPartition();
      await table().put(givenRow(pk, 'a', { index: { script: { pk, sk: '1' } }, expiresAt: 4_000_000_000 }), always);
      await table().put({ pk, sk: 'a', body: {} }, always);
      expect(await table().get({ pk, sk: 'a' })).toEqual({ pk, sk: 'a', body: {}, revision: 2 });
      expect(await sksOf(table(), { index: 'script', pk, limit: 10 })).toEqual([]);
    });
    it('has nothing under keys that are empty, too long or no text, and takes nothing under them', async () => {
      for (const key of [
        { pk: '', sk: 'a' },
        { pk: 'a', sk: '' },
        { pk: 'a', sk: 'x'.repeat(1025) },
        { pk: 'a\0', sk: 'a' },
        { pk: '\ud800', sk: 'a' },
      ]) {
        expect(await table().get(key)).toBeNull();
        await expect(table().put({ ...key, body: {} }, always)).rejects.toThrow(RangeError);
      }
    });
    it('removes a row, and is content when there is none', async () => {
      const row = givenRow(freshPartition());
      await table().put(row, always);
      expect([await table().remove(row, always), await table().remove(row, always)]).toEqual([true, true]);
      expect(await table().get(row)).toBeNull();
    });
  });
}

function conditions(table: () => Table): void {
  describe('conditions', () => {
    it('puts with `absent` only once', async () => {
      const row = givenRow(freshPartition());
      expect(await table().put(row, absent)).toBe(true);
      expect(await table().put({ ...row, body: { other: 1 } }, absent)).toBe(false);
      expect(await table().get(row)).toEqual({ ...row, revision: 1 });
    });
    it('puts with a revision only while the row has it', async () => {
      const row = givenRow(freshPartition());
      expect(await table().put(row, revision(1))).toBe(false);
      await table().put(row, always);
      expect([await table().put(row, revision(1)), await table().put(row, revision(1))]).toEqual([true, false]);
    });
    it('removes with a revision only while the row has it', async () => {
      const row = givenRow(freshPartition());
      await table().put(row, always);
      expect(await table().remove(row, revision(2))).toBe(false);
      expect(await table().remove(row, revision(1))).toBe(true);
      expect(await table().remove(row, revision(1))).toBe(false);
    });
    it('lets one of many that write with the same revision win', async () => {
      const row = givenRow(freshPartition());
      await table().put(row, always);
      const done = await Promise.all(Array.from({ length: 8 }, (_, n) => table().put({ ...row, body: { n } }, revision(1))));
      expect(done.filter(Boolean)).toHaveLength(1);
    });
  });
}

function transactions(table: () => Table): void {
  describe('transactions', () => {
    it('does all writes when every condition holds', async () => {
      const pk = await givenRows(table(), ['a', 'b']);
      const writes = [
        { kind: 'put', row: givenRow(pk, 'c'), condition: absent },
        { kind: 'remove', key: { pk, sk: 'a' }, condition: revision(1) },
        { kind: 'check', key: { pk, sk: 'b' }, condition: revision(1) },
      ] as const;
      expect(await table().transact(writes)).toBe(true);
      expect(await sksOf(table(), { pk, limit: 10 })).toEqual(['b', 'c']);
    });
    it.each([
      ['check', { kind: 'check', condition: revision(7) }],
      ['check', { kind: 'check', condition: absent }],
      ['remove', { kind: 'remove', condition: revision(7) }],
    ] as const)('does nothing when a %s fails', async (_, last) => {
      const pk = await givenRows(table(), ['a']);
      const put = { kind: 'put', row: givenRow(pk, 'new'), condition: always } as const;
      expect(await table().transact([put, { ...last, key: { pk, sk: 'a' } }])).toBe(false);
      expect(await sksOf(table(), { pk, limit: 10 })).toEqual(['a']);
    });
    it('takes 100 writes and refuses 101', async () => {
      const pk = freshPartition();
      const writes = Array.from({ length: 101 }, (_, n) => ({ kind: 'put', row: givenRow(pk, `k${n}`), condition: absent }) as const);
      await expect(table().transact(writes)).rejects.toThrow(/100/);
      expect(await table().transact(writes.slice(1))).toBe(true);
    });
    it('refuses two writes to one key', async () => {
      const put = { kind: 'put', row: givenRow(freshPartition()), condition: always } as const;
      await expect(table().transact([put, put])).rejects.toThrow(/twice/);
    });
    it('does nothing, truly, for no writes', async () => {
      expect(await table().transact([])).toBe(true);
    });
  });
}
