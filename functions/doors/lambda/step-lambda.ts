import type * as z from 'zod';
import { errorText } from '../../../core/error-text.ts';
import { AppError } from '../../../core/errors.ts';
import { observed } from './observed.ts';
import type { Invocation, Observer } from './observer.ts';

/** Makes the handler of a function that a state of the workflow calls. The state's payload is parsed; what the step returns is the state's answer.
 *  A refusal fails the state under its code, because Retry and Catch go by names: the runtime tells an error's `name` as its `errorType`, which is
 *  the name that Step Functions knows it by (AWS docs: "Handling errors in Step Functions workflows"). Anything else fails it as `internal`. */
export function stepLambda<S extends z.ZodType, R>(schema: S, step: (payload: z.output<S>) => Promise<R>, observer: Observer) {
  return observed(observer).handler(async (payload: unknown, _context: Invocation): Promise<R> => {
    try {
      return await step(schema.parse(payload));
    } catch (error) {
      throw named(error, observer);
    }
  });
}

function named(error: unknown, { log }: Observer): Error {
  const code = error instanceof AppError ? error.code : 'internal';
  const text = error instanceof Error ? error.message : String(error);
  log('error', 'a step failed', { code, error: errorText(error) });
  const failure = new Error(text, { cause: error });
  failure.name = code;
  return failure;
}
