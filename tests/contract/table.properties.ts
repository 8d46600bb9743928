import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, Query, Row, Table, Write } from '../../functions/ports/table.ts';
import { freshPartition } from './given-rows.ts';

const sortKey = fc.oneof(
  fc.constantFrom('a', 'b', 'ab', 'a#1', 'é', '\u{1F600}', '\uFF5E', '\uD7FF', '\u{10FFFF}'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }).filter((key) => !key.includes('\0')),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.constant({ kind: 'absent' } as const),
  fc.record({ kind: fc.constant('revision' as const), revision: fc.integer({ min: 1, max: 3 }) }),
);
const step = fc.record({
  kind: fc.constantFrom('put', 'remove', 'check'),
  sk: fc.constantFrom('a', 'b', 'c'),
  condition,
  value: fc.nat(9),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What holds for any sequence of writes and any paging. */
export function tableProperties(table: () => Table): void {
  describe('properties', () => {
    it('does what a map would do, for any sequence of transactions', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.uniqueArray(step, { minLength: 1, maxLength: 3, selector: (one) => one.sk }), { maxLength: 12 }),
          async (transactions) => {
            const pk = freshPartition();
            const model = new Map<string, Row>();
            for (const steps of transactions) expect(await applyTo(table(), pk, steps)).toBe(applyToModel(model, pk, steps));
            const rows = (await table().query({ pk, limit: 10 })).rows;
            expect(rows).toEqual([...model.values()].toSorted((a, b) => (a.sk < b.sk ? -1 : 1)));
          },
        ),
        { numRuns: 60 },
      );
    });
    it('gives every row once and in order, however it is paged', async () => {
      const query = fc.record({
        prefix: fc.option(sortKey, { nil: undefined }),
        from: fc.option(sortKey, { nil: undefined }),
        below: fc.option(sortKey, { nil: undefined }),
        descending: fc.boolean(),
        limit: fc.integer({ min: 1, max: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(sortKey, { maxLength: 12 }), query, fc.boolean(), async (sks, filter, byIndex) => {
          const pk = freshPartition();
          for (const sk of sks) await table().put({ pk, sk, body: {}, index: { runs: { pk, sk } } }, { kind: 'none' });
          const full: Query = { pk, ...filter, ...(byIndex ? { index: 'runs' } : {}) };
          expect(await allPages(table(), full)).toEqual(expectedSks(sks, full));
        }),
        { numRuns: 100 },
      );
    });
  });
}

/** One step alone goes through put and remove, several through transact. */
async function applyTo(table: Table, pk: string, steps: readonly Step[]): Promise<boolean> {
  const writes = steps.map((one) => writeOf(pk, one));
  const [only] = writes;
  if (writes.length === 1 && only?.kind === 'put') return table.put(only.row, only.condition);
  if (writes.length === 1 && only?.kind === 'remove') return table.remove(only.key, only.condition);
  return table.transact(writes);
}

function writeOf(pk: string, { kind, sk, condition: when, value }: Step): Write {
  if (kind === 'put') return { kind, row: { pk, sk, body: { value } }, condition: when };
  return { kind: kind === 'remove' ? 'remove' : 'check', key: { pk, sk }, condition: when };
}

function applyToModel(model: Map<string, Row>, pk: string, steps: readonly Step[]): boolean {
  if (!steps.every((one) => holds(model, one))) return false;
  for (const { kind, sk, value } of steps) {
    if (kind === 'put') model.set(sk, { pk, sk, body: { value }, revision: (model.get(sk)?.revision ?? 0) + 1 });
    if (kind === 'remove') model.delete(sk);
  }
  return true;
}

function holds(model: Map<string, Row>, { sk, condition: when }: Step): boolean {
  if (when.kind === 'none') return true;
  return when.kind === 'absent' ? !model.has(sk) : model.get(sk)?.revision === when.revision;
}

async function allPages(table: Table, query: Query): Promise<string[]> {
  const sks: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await table.query(cursor === null ? query : { ...query, cursor });
    expect(page.rows.length).toBeLessThanOrEqual(query.limit);
    sks.push(...page.rows.map((row) => row.sk));
    cursor = page.cursor;
  } while (cursor !== null);
  return sks;
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function expectedSks(sks: readonly string[], { prefix, from, below, descending }: Query): string[] {
  const inside = sks.filter(
    (sk) =>
      (prefix === undefined || sk.startsWith(prefix)) &&
      (from === undefined || compare(sk, from) >= 0) &&
      (below === undefined || compare(sk, below) < 0),
  );
  return inside.toSorted((a, b) => (descending === true ? compare(b, a) : compare(a, b)));
}
