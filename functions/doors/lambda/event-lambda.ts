import { errorText } from '../../../core/error-text.ts';
import type * as z from 'zod';
import { observed } from './observed.ts';
import type { Invocation, Observer } from './observer.ts';

/** Makes the handler of a function that hears of events or is called by the clock. What does not fit the schema, and what the handler throws, is
 *  told to the operator and fails the call, so that Lambda tries it again and keeps it in the queue of dead letters in the end. */
export function eventLambda<S extends z.ZodType>(schema: S, handle: (event: z.output<S>) => Promise<void>, observer: Observer) {
  return observed(observer).handler(async (event: unknown, _context: Invocation): Promise<void> => {
    try {
      await handle(schema.parse(event));
    } catch (error) {
      observer.log('error', 'an event was not handled', {
        error: errorText(error),
      });
      throw error;
    }
  });
}
