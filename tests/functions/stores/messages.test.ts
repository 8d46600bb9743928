import { expect, it } from 'vitest';
import type { Key } from '../../../functions/ports/table.ts';
import { createMessages } from '../../../functions/stores/messages.ts';
import { messageKey, nameMessage } from '../../../functions/stores/messages/record.ts';
import { waitAfter } from '../../../functions/stores/messages/tries.ts';
import { givenDelivery, givenDraft } from '../notices/given-delivery.ts';
import { givenTable } from '../given-table.ts';

const reader = { id: 'sub_01JH7Q3V9ZK4M2N8P6R5S1T0WX', address: 'reader@example.com' };
const identity = { about: 'run_1#ended', kind: 'digest', subscription: reader.id, at: '2026-03-01T02:00:00.000Z' } as const;

function givenMessages(retentionDays: number | null = null) {
  const table = givenTable();
  const messages = createMessages({ table, now: () => new Date(identity.at), retentionDays });
  return { table, messages, rowOf: async (key: Key) => await table.get(key) };
}

it('the same thing told again is the same message, with another token; anything else is another message', () => {
  const { id, token } = nameMessage(identity);
  expect(nameMessage(identity).id).toBe(id);
  expect(nameMessage(identity).token).not.toBe(token);
  const others = [{ about: 'run_2#ended' }, { kind: 'recovered' }, { subscription: 'sub_2' }] as const;
  expect(new Set([id, ...others.map((other) => nameMessage({ ...identity, ...other }).id)]).size).toBe(4);
});

it('messages sort by the time of what they tell', () => {
  const earlier = nameMessage({ ...identity, at: '2026-03-01T01:59:59.999Z' });
  expect(earlier.id < nameMessage(identity).id).toBe(true);
});

it('telling twice leaves the message as it was told first', async () => {
  const { messages } = givenMessages();
  const first = givenDraft(reader);
  expect(await messages.record([first])).toEqual([first.id]);
  expect(await messages.record([{ ...givenDraft(reader), subject: 'another time' }])).toEqual([]);
  expect(await messages.byLink(first.token)).toMatchObject({ subject: 'report failed' });
});

it('two who tell the same at once make one message', async () => {
  const { messages, elsewhere } = givenDelivery();
  const told = await Promise.all([messages.record([givenDraft(reader)]), elsewhere.messages.record([givenDraft(reader)])]);
  expect(told.flat()).toHaveLength(1);
  expect((await messages.list({})).items).toHaveLength(1);
});

it('a message becomes one with the transaction that it was told in, or not at all', async () => {
  const { table, messages } = givenMessages();
  const [draft, again] = [givenDraft(reader), givenDraft(reader)];
  const fails = { kind: 'check', key: { pk: 'NOBODY', sk: 'META' }, condition: { kind: 'revision', revision: 1 } } as const;
  expect(await table.transact([...(await messages.add([draft])), fails])).toBe(false);
  expect(await messages.find(draft.id)).toBeNull();
  expect(await table.transact(await messages.add([draft, again]))).toBe(true);
  expect(await messages.add([again])).toEqual([]);
});

it('many messages at once are all recorded', async () => {
  const { messages } = givenMessages();
  const drafts = Array.from({ length: 35 }, (_, n) => givenDraft(reader, `run_${n}#ended`));
  expect(await messages.record(drafts)).toHaveLength(35);
  expect((await messages.list({ limit: 100 })).items).toHaveLength(35);
});

it.each([
  ['text', 'x'.repeat(100_001)],
  ['html', 'ä'.repeat(75_001)],
])('a %s that would not fit into a row is a fault of ours', async (part, content) => {
  const { messages } = givenMessages();
  await expect(messages.record([{ ...givenDraft(reader), [part]: content }])).rejects.toThrow(RangeError);
});

it.each([
  [null, 90],
  [365, 90],
  [14, 14],
])('addresses are not kept for ever: with runs kept for %s days, messages go after %i', async (retentionDays, days) => {
  const { messages, rowOf } = givenMessages(retentionDays);
  const { id } = givenDraft(reader);
  await messages.record([givenDraft(reader)]);
  expect((await rowOf(messageKey(id)))?.expiresAt).toBe(Date.parse(identity.at) / 1000 + days * 86_400);
});

it('eight tries are spread over nine hours', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7].map((tries) => waitAfter(tries) / 1000);
  expect(waits).toEqual([30, 90, 270, 810, 2430, 7290, 21_600]);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(32_520);
});
