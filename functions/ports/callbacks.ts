import type { StepError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/schemas/json.ts';

/** Answers to those steps of a workflow that wait for one. Each says whether somebody still waited; an answer that comes too late changes nothing. */
export interface Callbacks {
  /** Lets the step go on with this output. */
  succeed(token: string, output: JsonObject): Promise<boolean>;
  /** Ends the step under this name, by which the workflow retries or gives up; `cause` is a sentence for the operator. */
  fail(token: string, error: StepError, cause: string): Promise<boolean>;
  /** Says that the one whom the step waits for lives. */
  beat(token: string): Promise<boolean>;
}
