import { expect, test } from 'vitest';
import { sweepSchedules } from '../../../functions/events/sweep-schedules.ts';
import type { Table } from '../../../functions/ports/table.ts';
import { givenDraft } from '../notices/given-delivery.ts';
import { givenFlow } from '../workflow/given-flow.ts';
import type { Flow } from '../workflow/given-flow.ts';

/** A table that cannot tell what lies in some partition of the index of what is due. */
const without = (partition: string) => (table: Table) => ({
  ...table,
  query: (asked: Parameters<Table['query']>[0]) =>
    'index' in asked && asked.index === 'due' && asked.pk === partition ? Promise.reject(new Error('away')) : table.query(asked),
});

/** A message that waits for somebody who has agreed. */
async function givenMessage(flow: Flow): Promise<void> {
  const address = 'ada@example.com';
  const { ref } = await flow.topic.subscribe(address);
  flow.topic.agree(address);
  const reader = await flow.stores.subscriptions.create({}, { address, ref, status: 'confirmed' }, 'tester');
  await flow.stores.messages.record([givenDraft(reader)]);
}

test('messages whose time has come are sent', async () => {
  const flow = givenFlow();
  await givenMessage(flow);
  await sweepSchedules(flow.services);
  expect(flow.topic.taken.map(({ subject }) => subject)).toEqual(['report failed']);
});

test.each(['DUE#SCH', 'DUE#DIGEST'])('what cannot be found of %s holds up no message', async (partition) => {
  const flow = givenFlow({ wrapTable: without(partition) });
  await givenMessage(flow);
  await expect(sweepSchedules(flow.services)).resolves.toBeUndefined();
  expect(flow.topic.taken).toHaveLength(1);
});
