import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Query, Table } from '../../functions/ports/table.ts';
import { always, freshPartition, givenRow, givenRows, sksOf } from './given-rows.ts';

/** What every Table's queries must do: a part of the Table's contract. */
export function tableQueries(table: () => Table): void {
  queries(table);
  cursors(table);
}

function queries(table: () => Table): void {
  describe('queries', () => {
    const sks = ['V#000001', 'V#000002', 'V#000010', 'META', 'W'];
    it.each([
      ['everything in order', {}, ['META', 'V#000001', 'V#000002', 'V#000010', 'W']],
      ['everything from the end', { descending: true }, ['W', 'V#000010', 'V#000002', 'V#000001', 'META']],
      ['what begins with a prefix', { prefix: 'V#' }, ['V#000001', 'V#000002', 'V#000010']],
      ['what lies at or above', { from: 'V#000002' }, ['V#000002', 'V#000010', 'W']],
      ['what lies below', { below: 'V#000002' }, ['META', 'V#000001']],
      ['all three together', { prefix: 'V#', from: 'V#000002', below: 'V#000010' }, ['V#000002']],
    ])('gives %s', async (_, filter, expected) => {
      const pk = await givenRows(table(), sks);
      expect(await sksOf(table(), { pk, limit: 10, ...filter })).toEqual(expected);
    });
    it('orders by the bytes of UTF-8, not by UTF-16', async () => {
      const pk = await givenRows(table(), ['\u{1F600}', '\uFF5E', 'z', '\u00e9']);
      expect(await sksOf(table(), { pk, limit: 10 })).toEqual(['z', '\u00e9', '\uFF5E', '\u{1F600}']);
    });
    it("gives the rows of an index by the index's order", async () => {
      const pk = await givenRows(table(), ['b', 'a', 'c'], 'runs');
      expect(await sksOf(table(), { index: 'runs', pk, descending: true, limit: 2 })).toEqual(['c', 'b']);
      expect(await sksOf(table(), { index: 'runs', pk, prefix: 'i-a', limit: 9 })).toEqual(['a']);
    });
    it('takes a row out of an index when it is removed', async () => {
      const pk = await givenRows(table(), ['a'], 'runs');
      await table().remove({ pk, sk: 'a' }, always);
      expect(await sksOf(table(), { index: 'runs', pk, limit: 9 })).toEqual([]);
    });
    it.each([0, 1001, 1.5])('refuses the limit %d', async (limit) => {
      await expect(table().query({ pk: 'x', limit })).rejects.toThrow(/limit/);
    });
  });
}

function cursors(table: () => Table): void {
  describe('cursors', () => {
    it('goes on behind the page before, though rows were removed and added there', async () => {
      const pk = await givenRows(table(), ['a', 'b', 'd']);
      const first = await table().query({ pk, limit: 2 });
      await table().remove({ pk, sk: 'b' }, always);
      await table().put(givenRow(pk, 'c'), always);
      expect(await sksOf(table(), { pk, limit: 5, cursor: first.cursor ?? '' })).toEqual(['c', 'd']);
    });
    it('gives each row once that shares its place in an index with others', async () => {
      const pk = freshPartition();
      for (const sk of ['a', 'b', 'c']) await table().put(givenRow(`${pk}-${sk}`, 'META', { index: { due: { pk, sk: 'same' } } }), always);
      const first = await table().query({ index: 'due', pk, limit: 2 });
      const second = await table().query({ index: 'due', pk, limit: 2, cursor: first.cursor ?? '' });
      expect([...first.rows, ...second.rows].map((row) => row.pk).toSorted()).toEqual(['a', 'b', 'c'].map((sk) => `${pk}-${sk}`));
    });
    it.each([{ prefix: 'a' }, { descending: true }, { index: 'runs' }, { pk: 'other' }] as const)(
      'refuses a cursor of another query: %o',
      async (other) => {
        const pk = await givenRows(table(), ['a', 'b']);
        const { cursor } = await table().query({ pk, limit: 1 });
        await expectBadCursor(table(), { pk, limit: 1, ...other, cursor: cursor ?? '' });
      },
    );
    it.each(['', 'nonsense', 'e30', 'W10'])('refuses what is no cursor: %j', async (cursor) => {
      await expectBadCursor(table(), { pk: 'any', limit: 1, cursor });
    });
  });
}

async function expectBadCursor(table: Table, query: Query): Promise<void> {
  const failure = await table.query(query).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AppError);
  expect(failure).toMatchObject({ code: 'bad-request', fields: [{ field: 'cursor' }] });
}
