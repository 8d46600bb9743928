import * as z from 'zod';
import { dueTimeEvent } from './due-time.ts';
import type { DueTime } from './due-time.ts';

/** A message of the queue of what was not delivered. */
export const undeliveredMessage = z.object({
  body: z.string().transform(parsedJson),
  messageAttributes: z.record(z.string(), z.object({ stringValue: z.string().optional() })).default({}),
});

/** What did not reach whom it was for, and why. */
export type Undelivered = { kind: 'due-time'; dueTime: DueTime; error: string } | { kind: 'mail'; messageId: string; error: string };

/** What Lambda keeps of a call that failed after all tries (AWS docs: "Capturing records of Lambda asynchronous invocations"). */
const failedCall = z.object({
  requestContext: z.object({ condition: z.string() }),
  requestPayload: dueTimeEvent,
  responsePayload: z.object({ errorType: z.string().optional(), errorMessage: z.string().optional() }).nullish(),
});

/** What SNS keeps of a message that it gave up (AWS docs: "Amazon SNS message and JSON formats"); `messageId` is ours, not SNS's. */
const deadMail = z.object({ MessageAttributes: z.object({ messageId: z.object({ Value: z.string().min(1) }) }) });

/** What Scheduler keeps beside the input of a call (AWS docs: "Configuring a schedule's dead-letter queue"); the last part of the ARN is the name. */
const refusedCall = z.object({
  SCHEDULE_ARN: z.string().transform((arn) => (arn.split('/').at(-1) ?? '').replace(/-2$/, '')),
  SCHEDULED_TIME: z.string(),
});

/** Tells from its form which of the three that write to the queue has kept this. @throws ZodError for what none of them has. */
export function readUndelivered({ body, messageAttributes }: z.output<typeof undeliveredMessage>): Undelivered {
  const named = (name: string) => messageAttributes[name]?.stringValue;
  const call = failedCall.safeParse(body).data;
  if (call) return { kind: 'due-time', dueTime: call.requestPayload, error: whyOf(call) };
  const mail = deadMail.safeParse(body).data;
  if (mail) {
    const error = words([named('ErrorCode'), named('ErrorMessage')], 'SNS gave it up and does not say why');
    return { kind: 'mail', messageId: mail.MessageAttributes.messageId.Value, error };
  }
  const error = words([named('ERROR_CODE'), named('ERROR_MESSAGE')], 'EventBridge Scheduler gave it up and does not say why');
  const attributes = refusedCall.safeParse({ SCHEDULE_ARN: named('SCHEDULE_ARN'), SCHEDULED_TIME: named('SCHEDULED_TIME') }).data;
  // AWS does not say whether the slot is filled in already in what Scheduler keeps, so the attributes go first.
  const said = attributes ? { scheduleId: attributes.SCHEDULE_ARN, slot: attributes.SCHEDULED_TIME } : body;
  return { kind: 'due-time', dueTime: dueTimeEvent.parse(said), error };
}

function whyOf({ requestContext, responsePayload }: z.output<typeof failedCall>): string {
  return words([responsePayload?.errorType, responsePayload?.errorMessage], `Lambda gave it up: ${requestContext.condition}`);
}

function words(parts: readonly (string | undefined)[], otherwise: string): string {
  return parts.filter((part) => part !== undefined && part !== '').join(': ') || otherwise;
}

function parsedJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'JSON' });
    return z.NEVER;
  }
}
