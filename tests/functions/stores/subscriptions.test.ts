import { describe, expect, it } from 'vitest';
import { newId } from '../../../functions/stores/ids.ts';
import { createScripts } from '../../../functions/stores/scripts.ts';
import { createSubscriptions, unsubscribeToken } from '../../../functions/stores/subscriptions.ts';
import type { Subscriptions } from '../../../functions/stores/subscriptions.ts';
import type { SubscriptionWish } from '../../../functions/stores/subscriptions/choice.ts';
import { subscriptionRow } from '../../../functions/stores/subscriptions/record.ts';
import { givenTable } from '../given-table.ts';
import { givenDelivery } from '../notices/given-delivery.ts';

function carrier(address: string) {
  return { address, ref: `ref:${address}`, status: 'confirmed' } as const;
}

async function given(subscriptions: Subscriptions, address: string, wish: SubscriptionWish = {}) {
  return await subscriptions.create(wish, carrier(address), 'Tester');
}

const report = { scriptId: 'scr_1', labels: ['daily', 'money'] };

describe('who is told', () => {
  it('chooses by label and by how a run ended, or by notice', async () => {
    const { subscriptions } = givenDelivery();
    const all = await given(subscriptions, 'all@example.com');
    const money = await given(subscriptions, 'money@example.com', { label: 'money', statuses: ['SUCCEEDED'], notices: ['missed'] });
    await given(subscriptions, 'weekly@example.com', { label: 'weekly' });
    expect(await subscriptions.matching({ ...report, status: 'FAILED' })).toEqual([all]);
    expect(await subscriptions.matching({ ...report, status: 'SUCCEEDED' })).toEqual([money]);
    expect(await subscriptions.matching({ ...report, notice: 'missed' })).toEqual([all, money]);
    expect(await subscriptions.matching({ ...report, notice: 'overdue' })).toEqual([all]);
    expect(await subscriptions.matching({ ...report, status: 'CANCELED' })).toEqual([]);
  });

  it('hears of one thing once, however often its address is subscribed', async () => {
    const { subscriptions } = givenDelivery();
    const oldest = await given(subscriptions, 'reader@example.com', { label: 'daily' });
    await given(subscriptions, 'reader@example.com', { label: 'money' });
    expect(await subscriptions.matching({ ...report, status: 'FAILED' })).toEqual([oldest]);
  });
});

describe('changes at the same time', () => {
  it('make one subscription of one choice', async () => {
    const { subscriptions, elsewhere } = givenDelivery();
    const made = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => given(n % 2 ? subscriptions : elsewhere.subscriptions, 'reader@example.com')),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect((await subscriptions.list({})).items).toHaveLength(1);
  });

  it('let one of two removals know that it was the last of its address', async () => {
    const { subscriptions, elsewhere } = givenDelivery();
    const one = await given(subscriptions, 'reader@example.com');
    const other = await given(subscriptions, 'reader@example.com', { label: 'daily' });
    const removed = await Promise.all([subscriptions.remove(one.id), elsewhere.subscriptions.remove(other.id)]);
    expect(removed.filter(({ last }) => last)).toHaveLength(1);
  });
});

it('the 501st is refused in a sentence, also when two come at once', async () => {
  const table = givenTable();
  const subscriptions = createSubscriptions({ table, scripts: createScripts({ table }), now: () => new Date() });
  const first = await given(subscriptions, 'first@example.com');
  for (let n = 1; n < 499; n += 1) {
    const id = newId('subscription');
    await table.put(subscriptionRow({ ...first, id, address: `reader-${n}@example.com` }), { kind: 'absent' });
  }
  const outcomes = await Promise.allSettled([given(subscriptions, 'a@example.com'), given(subscriptions, 'b@example.com')]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'bad-request', message: expect.stringContaining('There are 500 subscriptions') },
  });
});

it('the pages of a list hold each subscription once, newest first', async () => {
  const { subscriptions } = givenDelivery();
  const made = [
    await given(subscriptions, 'a@example.com'),
    await given(subscriptions, 'b@example.com'),
    await given(subscriptions, 'c@example.com'),
  ];
  const first = await subscriptions.list({ limit: 2 });
  const second = await subscriptions.list({ limit: 2, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...second.items]).toEqual(made.toReversed());
  expect(second.nextCursor).toBeNull();
});

it('what the carrier says of an address stands in each of its subscriptions', async () => {
  const { subscriptions } = givenDelivery();
  const one = await given(subscriptions, 'reader@example.com');
  const other = await given(subscriptions, 'reader@example.com', { label: 'daily' });
  await subscriptions.noteCarrier('reader@example.com', { status: 'pending', ref: 'ref:new' });
  for (const { id } of [one, other]) expect(await subscriptions.require(id)).toMatchObject({ status: 'pending', ref: 'ref:new' });
});

it('a link ends its own subscription alone, and nothing when a letter of it is another', async () => {
  const { subscriptions } = givenDelivery();
  const one = await given(subscriptions, 'one@example.com');
  const other = await given(subscriptions, 'other@example.com');
  expect(await subscriptions.byLink(unsubscribeToken(one))).toEqual(one);
  const mixed = `${unsubscribeToken(one).slice(0, 27)}${other.secret}`;
  for (const token of [mixed, '', 'x', `${unsubscribeToken(one)}A`, unsubscribeToken({ ...one, id: newId('subscription') })])
    await expect(subscriptions.byLink(token)).rejects.toMatchObject({ code: 'not-found' });
});
