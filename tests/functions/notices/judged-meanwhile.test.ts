import { expect, test } from 'vitest';
import { tellEnd } from '../../../functions/notices/tell-end.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { readHealth } from '../../../functions/stores/telling/health.ts';
import { aMinute, fails, fine, givenNotices } from './given-notices.ts';

/** A script of which a run has failed and is told of by another process just before somebody asks for the `ask`th time which ends are pending. */
async function givenFailureToldAt(ask: number) {
  let asked = 0;
  let tellFailure: (() => Promise<unknown>) | null = null;
  const given = await givenNotices({
    wrapTable: (table: Table) => ({
      ...boundTo(table),
      query: async (query) => {
        const tell = query.pk === 'AFTER' && query.prefix !== undefined && tellFailure !== null && ++asked === ask ? tellFailure : null;
        if (tell !== null) {
          tellFailure = null;
          await tell();
        }
        return await table.query(query);
      },
    }),
  });
  await given.subscribe();
  const failed = await given.finish(await given.begin(), fails);
  const run = await given.begin();
  given.clock.ms += aMinute;
  tellFailure = () => tellEnd(given.services, failed);
  return { given, run };
}

function boundTo(table: Table): Table {
  return {
    get: (key) => table.get(key),
    put: (row, condition) => table.put(row, condition),
    remove: (key, condition) => table.remove(key, condition),
    query: (query) => table.query(query),
    transact: (writes) => table.transact(writes),
  };
}

test.each([
  ['ends', 1],
  ['is judged', 2],
])('a failure that is judged by another while a success %s is over with that success', async (_, ask) => {
  const { given, run } = await givenFailureToldAt(ask);
  await tellEnd(given.services, await given.finish(run, fine));
  expect(await given.kinds()).toEqual(['first-failure', 'recovered']);
  expect((await readHealth(given.table, given.script.id))?.body.failing ?? null).toBeNull();
  expect(await given.left()).toEqual([]);
});
