import { expect, test } from 'vitest';
import { messageUndelivered } from '../../../functions/events/undelivered-message.ts';
import { givenServices } from '../../doors/given-services.ts';
import { givenDraft } from '../notices/given-delivery.ts';

const reader = { id: 'sub_01JH7Q3V9ZK4M2N8P6R5S1T0WX', address: 'reader@example.com' };

test('a dead letter is noted in the record of its message once, and told to the operator without the address', async () => {
  const { services, logged } = givenServices();
  const draft = givenDraft(reader);
  await services.stores.messages.record([draft]);
  const told = { messageId: draft.id, error: 'Endpoint does not exist.' };
  await messageUndelivered(services, told);
  await messageUndelivered(services, told);
  expect(await services.stores.messages.find(draft.id)).toMatchObject({ state: 'undelivered', lastError: 'Endpoint does not exist.' });
  expect(logged).toEqual([{ level: 'error', message: 'a message was not delivered', facts: { message: draft.id } }]);
});

test('a dead letter of a message that is gone changes nothing', async () => {
  const { services, logged } = givenServices();
  await messageUndelivered(services, { messageId: 'msg_01JH7Q3V9ZK4M2N8P6R5S1T0WX', error: null });
  expect(logged).toEqual([]);
});
