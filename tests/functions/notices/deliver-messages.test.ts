import { expect, test } from 'vitest';
import { unsubscribeToken } from '../../../functions/stores/subscriptions.ts';
import { createOutbox } from '../../../local/topic/outbox.ts';
import { busy, createPlayedTopic, refusing } from '../played-topic.ts';
import { givenDelivery } from './given-delivery.ts';

/** An address that has agreed, at a carrier and here. */
async function givenReader() {
  const by = givenDelivery();
  const topic = createPlayedTopic();
  const { ref } = await topic.subscribe('reader@example.com');
  topic.agree('reader@example.com');
  const subscription = await by.subscriptions.create({}, { address: 'reader@example.com', ref, status: 'confirmed' }, 'Tester');
  return { ...by, topic, subscription };
}

test('a message is sent once, under its own id, with the link that ends its subscription', async () => {
  const { told, deliver, record, topic, subscription } = await givenReader();
  const id = await told(subscription);
  expect(await deliver(topic)).toEqual({ taken: 1, waiting: 0, over: 0 });
  expect(await deliver(topic)).toEqual({ taken: 0, waiting: 0, over: 0 });
  const unsubscribeUrl = `https://runlet.example.com/unsubscribe/${unsubscribeToken(subscription)}`;
  expect(topic.taken).toMatchObject([
    { to: 'reader@example.com', messageId: id, unsubscribeUrl, text: `report failed\nStop: ${unsubscribeUrl}\n` },
  ]);
  expect(topic.taken[0]?.html).toContain(`<a href="${unsubscribeUrl}">`);
  expect(await record(id)).toMatchObject({ state: 'sent', tries: 1, nextTryAt: null, lastError: null, sentAt: '2026-03-01T02:00:00.000Z' });
});

test('a message that the carrier did not take now is tried again after 30 s, then three times as long, at most 6 h, eight times in all', async () => {
  const { told, deliver, record, pass, topic, subscription } = await givenReader();
  const id = await told(subscription);
  topic.next.push(...Array.from({ length: 8 }, () => busy));
  for (const seconds of [30, 90, 270, 810, 2430, 7290, 21_600]) {
    expect(await deliver(topic)).toEqual({ taken: 0, waiting: 1, over: 0 });
    expect(await record(id)).toMatchObject({ state: 'waiting', lastError: 'The carrier is busy.' });
    pass(seconds - 1);
    expect(await deliver(topic)).toEqual({ taken: 0, waiting: 0, over: 0 });
    pass(1);
  }
  expect(await deliver(topic)).toEqual({ taken: 0, waiting: 0, over: 1 });
  expect(await record(id)).toMatchObject({ state: 'given-up', tries: 8, nextTryAt: null, lastError: 'The carrier is busy.' });
  expect(topic.taken).toEqual([]);
});

test('a message that the carrier will never take is given up at once, which the operator hears of without the address', async () => {
  const { told, deliver, record, logged, topic, subscription } = await givenReader();
  const id = await told(subscription);
  topic.next.push(refusing);
  await deliver(topic);
  expect(await record(id)).toMatchObject({ state: 'given-up', tries: 1, lastError: 'The carrier knows no such mailbox.' });
  expect(logged).toEqual([{ message: 'a message was given up', facts: { message: id, tries: 1 } }]);
});

test('an address whose owner agrees minutes later gets what was told before', async () => {
  const { told, deliver, record, pass, topic, subscription } = await givenReader();
  topic.waver('reader@example.com');
  const id = await told(subscription);
  for (const seconds of [30, 90, 270]) {
    expect(await deliver(topic)).toEqual({ taken: 0, waiting: 1, over: 0 });
    expect(await record(id)).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('not agreed yet') });
    pass(seconds);
  }
  topic.agree('reader@example.com');
  await deliver(topic);
  expect([await record(id), topic.taken]).toMatchObject([{ state: 'sent', tries: 4 }, [{ messageId: id }]]);
});

test('an address whose owner does not agree in all that time is said to be unconfirmed', async () => {
  const { told, deliver, record, logged, pass, topic, subscription } = await givenReader();
  topic.waver('reader@example.com');
  const id = await told(subscription);
  for (let tries = 0; tries < 8; tries += 1) {
    await deliver(topic);
    pass(6 * 3600);
  }
  expect(await record(id)).toMatchObject({ state: 'unconfirmed', tries: 8, nextTryAt: null });
  expect([topic.taken, logged]).toEqual([[], []]);
});

test('an address whose owner agreed no more gets nothing, and its subscription says so', async () => {
  const { told, deliver, record, subscriptions, topic, subscription } = await givenReader();
  topic.lose('reader@example.com');
  const id = await told(subscription);
  await deliver(topic);
  expect(await record(id)).toMatchObject({ state: 'unconfirmed', nextTryAt: null });
  expect(await subscriptions.require(subscription.id)).toMatchObject({ status: 'pending' });
  expect(topic.taken).toEqual([]);
});

test('nothing is sent for a subscription that was ended meanwhile', async () => {
  const { told, deliver, record, subscriptions, topic, subscription } = await givenReader();
  const id = await told(subscription);
  await subscriptions.remove(subscription.id);
  await deliver(topic);
  expect(await record(id)).toMatchObject({ state: 'given-up', lastError: 'The subscription was ended before the message was sent.' });
});

test('without a mail server messages are kept to be read here', async () => {
  const { told, deliver, record, subscription } = await givenReader();
  const id = await told(subscription);
  expect(await deliver(createOutbox())).toEqual({ taken: 1, waiting: 0, over: 0 });
  expect(await record(id)).toMatchObject({ state: 'kept', tries: 1 });
});

test('of many deliveries at once by two processes each message is sent by one', async () => {
  const { told, deliver, deliverElsewhere, topic, subscription } = await givenReader();
  const ids = await Promise.all(Array.from({ length: 30 }, () => told(subscription)));
  await Promise.all([deliver(topic), deliverElsewhere(topic), deliver(topic, ids), deliverElsewhere(topic)]);
  expect(topic.taken.map(({ messageId }) => messageId).toSorted()).toEqual(ids.toSorted());
});

test('what waited for a mail server that was away is all sent when it is back, however much it is', async () => {
  const { told, deliver, topic, subscription } = await givenReader();
  for (let n = 0; n < 230; n += 1) await told(subscription);
  expect(await deliver(topic)).toEqual({ taken: 230, waiting: 0, over: 0 });
});

test('a delivery that dies between handing over and recording leaves its message to be sent once more, after 120 s, under the same id', async () => {
  const { told, deliver, messages, pass, topic, subscription } = await givenReader();
  const id = await told(subscription);
  expect(await messages.claim(id)).toMatchObject({ body: { tries: 1 } });
  await topic.publish({ to: 'reader@example.com', subject: 'report failed', text: '', messageId: id });
  pass(119);
  expect(await deliver(topic)).toEqual({ taken: 0, waiting: 0, over: 0 });
  pass(1);
  expect(await deliver(topic)).toEqual({ taken: 1, waiting: 0, over: 0 });
  pass(24 * 3600);
  await deliver(topic);
  expect(topic.taken.map(({ messageId }) => messageId)).toEqual([id, id]);
});

test('one who dies at every try ends as given up too, and does not try for ever', async () => {
  const { told, deliver, messages, record, pass, topic, subscription } = await givenReader();
  const id = await told(subscription);
  for (let tries = 1; tries <= 8; tries += 1) {
    expect(await messages.claim(id)).toMatchObject({ body: { tries } });
    pass(120);
  }
  await deliver(topic);
  expect(await record(id)).toMatchObject({ state: 'given-up', tries: 8, lastError: expect.stringContaining('cut off') });
  expect(topic.taken).toEqual([]);
});

test('a carrier that hangs with some messages does not keep the others', async () => {
  const { told, deliver, record, topic, subscription } = await givenReader();
  const ids = [await told(subscription), await told(subscription), await told(subscription)];
  const { promise, resolve } = Promise.withResolvers<'sent'>();
  topic.next.push(() => promise);
  const delivering = deliver(topic);
  await expect.poll(() => topic.taken.length).toBe(2);
  const states = await Promise.all(ids.map(async (id) => (await record(id)).state));
  expect(states.toSorted()).toEqual(['sent', 'sent', 'waiting']);
  resolve('sent');
  expect(await delivering).toEqual({ taken: 3, waiting: 0, over: 0 });
});

test('a mail that did not arrive after all is said so in its record, once', async () => {
  const { told, deliver, record, messages, topic, subscription } = await givenReader();
  const id = await told(subscription);
  await deliver(topic);
  expect(await messages.undelivered(id, 'The address is gone.')).toBe(true);
  expect(await messages.undelivered(id, 'Another reason.')).toBe(false);
  expect(await record(id)).toMatchObject({ state: 'undelivered', lastError: 'The address is gone.' });
  expect(await messages.undelivered('msg_01JH7Q3V9ZK4M2N8P6R5S1T0WX', 'unknown')).toBe(false);
});
