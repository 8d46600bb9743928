import { expect, it } from 'vitest';
import * as z from 'zod';
import { subscription } from '../../../../core/schemas/subscription.ts';
import { givenScriptRow, givenSubscriptions } from './given-subscriptions.ts';

const given = givenSubscriptions();

it('an address hears of failed runs of all scripts and of every notice unless it says otherwise', async () => {
  const { subscribe } = given();
  expect(await subscribe({ address: 'all@example.com' })).toMatchObject({
    address: 'all@example.com',
    status: 'pending',
    script: null,
    label: null,
    statuses: ['FAILED', 'TIMED_OUT', 'CRASHED'],
    notices: ['recovered', 'near-limit', 'missed', 'overdue'],
  });
});

it('the same address with the same choice is one subscription, in whatever order the choice was said', async () => {
  const { subscribe } = given();
  const first = await subscribe({ address: 'once@example.com', statuses: ['FAILED', 'CRASHED'] });
  expect(await subscribe({ address: 'once@EXAMPLE.com', statuses: ['CRASHED', 'FAILED', 'FAILED'] })).toEqual(first);
  expect((await subscribe({ address: 'once@example.com', statuses: ['FAILED'] })).id).not.toBe(first.id);
});

it('a subscription is shown, listed, changed and ended', async () => {
  const { call, subscribe } = given();
  await givenScriptRow(given(), 'changing');
  const { id } = await subscribe({ address: 'life@example.com', script: 'changing' });
  expect(await call('PATCH', `/v1/subscriptions/${id}`, { script: null, label: 'daily', notices: [] })).toMatchObject({
    body: { script: null, scriptId: null, label: 'daily', notices: [], statuses: ['FAILED', 'TIMED_OUT', 'CRASHED'] },
  });
  expect(await call('GET', `/v1/subscriptions/${id}`)).toMatchObject({ status: 200, body: { id, label: 'daily' } });
  expect(await call('GET', '/v1/subscriptions?limit=1')).toMatchObject({ body: { items: [{ id }] } });
  expect(await call('DELETE', `/v1/subscriptions/${id}`)).toEqual({ status: 204, body: null });
  expect(await call('GET', `/v1/subscriptions/${id}`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  expect(await call('DELETE', `/v1/subscriptions/${id}`)).toMatchObject({ status: 404 });
});

it('a subscription tells the present name of its script', async () => {
  const { call, subscribe } = given();
  await givenScriptRow(given(), 'named-once');
  const { id } = await subscribe({ address: 'renamed@example.com', script: 'named-once' });
  await given().services.stores.scripts.update('named-once', { name: 'named-twice' });
  expect(await call('GET', `/v1/subscriptions/${id}`)).toMatchObject({ body: { script: 'named-twice' } });
});

it('an owner is asked by the carrier, and what it says is shown', async () => {
  const { call, subscribe, topic } = given();
  const { id } = await subscribe({ address: 'owner@example.com' });
  expect(await call('GET', `/v1/subscriptions/${id}`)).toMatchObject({ body: { status: 'pending' } });
  topic.agree('owner@example.com');
  expect(await call('GET', '/v1/subscriptions')).toMatchObject({ body: { items: [{ id, status: 'confirmed' }] } });
  expect(await subscribe({ address: 'owner@example.com', label: 'daily' })).toMatchObject({ status: 'confirmed' });
  expect(topic.asked).toEqual(['owner@example.com']);
});

it('subscribing again asks an owner again who let the question pass', async () => {
  const { subscribe, topic } = given();
  const { id } = await subscribe({ address: 'late@example.com' });
  topic.lose('late@example.com');
  expect((await subscribe({ address: 'late@example.com' })).id).toBe(id);
  expect(topic.asked).toEqual(['late@example.com', 'late@example.com']);
});

it('the carrier forgets an address with the last of its subscriptions', async () => {
  const { call, subscribe, topic } = given();
  const [first, second] = [
    await subscribe({ address: 'two@example.com' }),
    await subscribe({ address: 'two@example.com', label: 'daily' }),
  ];
  await call('DELETE', `/v1/subscriptions/${first.id}`);
  expect(await topic.look('ref:two@example.com')).toBe('pending');
  await call('DELETE', `/v1/subscriptions/${second.id}`);
  expect(await topic.look('ref:two@example.com')).toBe('gone');
});

it('nothing is asked of the carrier for a subscription that is refused', async () => {
  const { call, topic } = given();
  await call('POST', '/v1/subscriptions', { address: 'a@example.com', script: 'gone' });
  expect(topic.asked).toEqual([]);
});

it('two subscriptions of an address cannot become the same', async () => {
  const { call, subscribe } = given();
  const { id } = await subscribe({ address: 'pair@example.com' });
  const other = await subscribe({ address: 'pair@example.com', label: 'daily' });
  expect(await call('PATCH', `/v1/subscriptions/${other.id}`, { label: null })).toMatchObject({
    status: 409,
    body: { code: 'conflict', detail: expect.stringContaining(id) },
  });
});

it.each([
  ['no address', { address: 'nobody' }, { field: 'address', expected: 'an e-mail address like name@example.com' }],
  ['two addresses', { address: 'a@example.com,b@example.com' }, { field: 'address' }],
  ['a line end in it', { address: 'a@example.com\nBcc: b@example.com' }, { field: 'address' }],
  ['a status that is no end', { address: 'a@example.com', statuses: ['RUNNING'] }, { field: 'statuses.0' }],
  ['a field of its own', { address: 'a@example.com', channel: 'chat' }, { field: 'channel' }],
  ['nothing to hear of', { address: 'a@example.com', statuses: [], notices: [] }, { field: 'statuses' }],
])('%s is refused in a sentence', async (_what, body, error) => {
  expect(await given().call('POST', '/v1/subscriptions', body)).toMatchObject({
    status: 400,
    body: { code: 'bad-request', errors: [error] },
  });
});

it('a script that does not exist is named', async () => {
  const { call } = given();
  expect(await call('POST', '/v1/subscriptions', { address: 'a@example.com', script: 'gone' })).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('"gone"') },
  });
});

it('what ends a subscription without a credential is never shown', async () => {
  const { call, subscribe } = given();
  const { id } = await subscribe({ address: 'secret@example.com' });
  const { body } = await call('GET', `/v1/subscriptions/${id}`);
  expect(Object.keys(z.looseObject({}).parse(body)).toSorted()).toEqual(Object.keys(subscription.shape).toSorted());
});
