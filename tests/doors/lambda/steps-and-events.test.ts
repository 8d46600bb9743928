import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { waitingStep } from '../../../core/schemas/steps.ts';
import { eventLambda } from '../../../functions/doors/lambda/event-lambda.ts';
import { queueLambda } from '../../../functions/doors/lambda/queue-lambda.ts';
import { stepLambda } from '../../../functions/doors/lambda/step-lambda.ts';
import { givenContext, givenObserver } from './given-runtime.ts';

const payload = { runId: 'run_1', attempt: 1, token: 'AAAA-secret-token' };

async function fullUp(): Promise<null> {
  throw new AppError('no-capacity');
}

describe('a function that a state calls', () => {
  test('is given its payload as the schema reads it, and answers with what the step returns', async () => {
    const { observer, seen } = givenObserver();
    const handler = stepLambda(waitingStep, async ({ runId, attempt }) => ({ told: `${runId}-${attempt}` }), observer);
    expect(await handler(payload, givenContext())).toEqual({ told: 'run_1-1' });
    expect(seen).toMatchObject({ begun: 1, ended: 1, logged: [] });
  });

  test('fails under the code of a refusal, by which Retry and Catch know it', async () => {
    const { observer, seen } = givenObserver();
    await expect(stepLambda(waitingStep, fullUp, observer)(payload, givenContext())).rejects.toMatchObject({ name: 'no-capacity' });
    expect(seen).toMatchObject({ ended: 1, logged: [{ level: 'error', facts: { code: 'no-capacity' } }] });
  });

  test('fails as internal for whatever else goes wrong, a payload that does not fit included', async () => {
    const { observer, seen } = givenObserver();
    const handler = stepLambda(waitingStep, async () => null, observer);
    await expect(handler({ ...payload, attempt: 0 }, givenContext())).rejects.toMatchObject({ name: 'internal' });
    expect(JSON.stringify(seen.logged)).not.toContain('secret-token');
  });
});

describe('a function that hears of events', () => {
  const schema = z.object({ detail: z.object({ status: z.string() }) });

  test('is given the event as the schema reads it', async () => {
    const heard: string[] = [];
    const handler = eventLambda(
      schema,
      async ({ detail }) => {
        heard.push(detail.status);
      },
      givenObserver().observer,
    );
    await handler({ 'detail-type': 'Step Functions Execution Status Change', detail: { status: 'FAILED' } }, givenContext());
    expect(heard).toEqual(['FAILED']);
  });

  test('fails, and says so, when the event cannot be handled, so that it is tried again', async () => {
    const { observer, seen } = givenObserver();
    const handler = eventLambda(schema, async () => Promise.reject(new Error('table away')), observer);
    await expect(handler({ detail: { status: 'FAILED' } }, givenContext())).rejects.toThrow('table away');
    expect(seen.logged).toMatchObject([{ level: 'error', message: 'an event was not handled' }]);
  });
});

const message = (messageId: string, body: unknown) => ({ messageId, body, receiptHandle: 'r' });

describe('a function that is given messages of a queue', () => {
  const schema = z.object({ body: z.string() });

  test('does those that can be done, and leaves the others in the queue by their ids, telling the operator', async () => {
    const { observer, seen } = givenObserver();
    const done: string[] = [];
    const handler = queueLambda(
      schema,
      async ({ body }) => {
        if (body === 'away') throw new Error('table away');
        done.push(body);
      },
      observer,
    );
    const Records = [message('1', 'one'), message('2', 'away'), message('3', 3), message('4', 'four')];
    expect(await handler({ Records }, givenContext())).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }] });
    expect(done).toEqual(['one', 'four']);
    expect(seen.logged).toMatchObject([{ facts: { messageId: '2' } }, { facts: { messageId: '3' } }]);
  });

  test('fails whole for what is no batch, so that nothing of it is lost', async () => {
    const handler = queueLambda(schema, async () => {}, givenObserver().observer);
    await expect(handler({ records: [] }, givenContext())).rejects.toThrow();
  });
});
