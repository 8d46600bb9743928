import { expect, test } from 'vitest';
import { sweep } from '../../../functions/events/sweep.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { givenFlow } from '../workflow/given-flow.ts';

test('a line of waiting runs that takes its time keeps no run that has a place from being looked after', async () => {
  const line = Promise.withResolvers<void>();
  const wrapTable = (table: Table): Table => ({
    ...table,
    query: async (asked) => {
      if (asked.pk === 'HELD') await line.promise;
      return table.query(asked);
    },
  });
  const flow = givenFlow({ wrapTable });
  const asked = Promise.withResolvers<void>();
  const launcher = { ...flow.services.launcher, living: async () => (asked.resolve(), []) };
  const sweeping = sweep({ ...flow.services, launcher });
  await asked.promise;
  line.resolve();
  await expect(sweeping).resolves.toBeUndefined();
});
