import { expect, test } from 'vitest';
import * as z from 'zod';
import { only, resources, shown, template } from './synthesize.ts';

const again = z.object({
  MaximumRetryAttempts: z.int(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.unknown() }) }).optional(),
});
const rule = z.object({
  State: z.literal('ENABLED'),
  Targets: z.array(z.object({ Arn: z.unknown(), DeadLetterConfig: z.object({ Arn: z.unknown() }).optional() })),
});

test('a sweep that failed is not tried again beside the next one', () => {
  expect(only(template(), 'AWS::Lambda::EventInvokeConfig', again, 'Functionssweep').MaximumRetryAttempts).toBe(0);
});

test('an event that is not delivered, or whose function fails three times, is kept where an alarm looks', () => {
  const kept = resources(template(), 'AWS::Events::Rule').flatMap(({ Properties }) => rule.parse(Properties).Targets);
  const queues = kept.flatMap(({ DeadLetterConfig }) => (DeadLetterConfig ? [shown(DeadLetterConfig.Arn)] : []));
  for (const name of ['taskstopped', 'executionended']) {
    const { MaximumRetryAttempts, DestinationConfig } = only(template(), 'AWS::Lambda::EventInvokeConfig', again, `Functions${name}`);
    expect(MaximumRetryAttempts).toBe(2);
    queues.push(shown(DestinationConfig?.OnFailure.Destination));
  }
  expect(queues).toHaveLength(4);
  expect(new Set(queues)).toEqual(new Set([expect.stringMatching(/^<EventsUntaken[0-9A-F]{8}\.Arn>$/)]));
});
