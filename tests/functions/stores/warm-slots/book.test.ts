import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createWarmSlots } from '../../../../functions/stores/warm-slots.ts';
import { createSlotBook } from '../../../../functions/stores/warm-slots/book.ts';
import { openTable } from '../../../../local/table/sqlite-table.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

const folder = temporaryFolder('slots');
const table = openTable(join(folder, 'runlet.db'));
afterAll(() => {
  table.close();
  rmSync(folder, { recursive: true });
});

const book = createSlotBook({ table, now: () => new Date() });
const slots = createWarmSlots({ table });
const small = { size: { cpu: 0.25, memoryMiB: 512 }, taskDefinition: 'runlet:7' };

const rowOf = async (slot: string) => (await book.list()).find((row) => row.slot === slot);

test('a slot is opened idle, under a secret that its row does not tell, and its task is noted', async () => {
  const { slot, secret } = await book.open(small);
  await book.placed(slot, 'arn');
  expect(await rowOf(slot)).toMatchObject({ ...small, state: 'idle', runId: null, taskArn: 'arn', offer: null });
  expect(JSON.stringify(await rowOf(slot))).not.toContain(secret);
  await expect(slots.authorized(slot, secret)).resolves.toMatchObject({ state: 'idle' });
  await expect(slots.authorized(slot, `${secret}x`)).rejects.toMatchObject({ code: 'claim-refused' });
});

test('of many who offer the same slot one succeeds, and its run is named once it took it', async () => {
  const { slot } = await book.open(small);
  const offers = await Promise.all(['a', 'b', 'c'].map((runId) => book.offer(slot, runId)));
  expect(offers.filter(Boolean)).toHaveLength(1);
  expect(await slots.runOf(slot)).toBeNull();
  await book.took(slot);
  expect(['a', 'b', 'c']).toContain(await slots.runOf(slot));
});

test('a slot that was offered is not retired, an idle one is, and then takes no offer', async () => {
  const [taken, idle] = [(await book.open(small)).slot, (await book.open(small)).slot];
  await book.offer(taken, 'run');
  expect([await book.retire(taken), await book.retire(idle)]).toEqual([false, true]);
  expect(await book.offer(idle, 'run')).toBe(false);
  expect(await book.retire(idle)).toBe(false);
});

test('a slot that was never offered took nothing, and a closed one is gone, however often it is closed', async () => {
  const { slot } = await book.open(small);
  await book.took(slot);
  expect(await slots.runOf(slot)).toBeNull();
  for (let times = 0; times < 2; times++) await book.close(slot);
  expect(await rowOf(slot)).toBeUndefined();
  await book.placed(slot, 'arn');
  expect(await rowOf(slot)).toBeUndefined();
});

test('slots are listed oldest first', async () => {
  const opened = [(await book.open(small)).slot, (await book.open(small)).slot];
  const listed = (await book.list()).map(({ slot }) => slot);
  expect(listed).toEqual(listed.toSorted());
  expect(listed.slice(-2)).toEqual(opened);
});
