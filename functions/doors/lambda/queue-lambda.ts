import * as z from 'zod';
import { errorText } from '../../../core/error-text.ts';
import { observed } from './observed.ts';
import type { Invocation, Observer } from './observer.ts';

/** What Lambda takes from a queue and hands over at once (AWS docs: "Using Lambda with Amazon SQS"). */
const batch = z.object({ Records: z.array(z.looseObject({ messageId: z.string() })) });

/** Which messages of a batch the queue is to keep (AWS docs: "Implementing partial batch responses"). */
export interface KeptInQueue {
  batchItemFailures: { itemIdentifier: string }[];
}

/** Makes the handler of a function that is given messages of a queue. Each is read and handled by itself: one that does not fit or fails is told to the
 *  operator and stays in the queue, which gives it again and in the end keeps it apart; the others are done. */
export function queueLambda<S extends z.ZodType>(schema: S, handle: (message: z.output<S>) => Promise<void>, observer: Observer) {
  return observed(observer).handler(async (event: unknown, _context: Invocation): Promise<KeptInQueue> => {
    const batchItemFailures: KeptInQueue['batchItemFailures'] = [];
    for (const message of batch.parse(event).Records) {
      try {
        await handle(schema.parse(message));
      } catch (error) {
        observer.log('error', 'a message of a queue was not handled', { messageId: message.messageId, error: errorText(error) });
        batchItemFailures.push({ itemIdentifier: message.messageId });
      }
    }
    return { batchItemFailures };
  });
}
