import type { StepError } from '../../core/errors.ts';
import type { Callbacks } from '../ports/callbacks.ts';
import type { AttemptRecord } from '../stores/attempts/record.ts';

type Tokens = Pick<AttemptRecord, 'runToken' | 'launchToken'>;

/** Lets the state go on that waits for this attempt; false when none does. */
export async function succeedWaiting(callbacks: Callbacks, tokens: Tokens): Promise<boolean> {
  return firstWaiting(tokens, (token) => callbacks.succeed(token, {}));
}

/** Ends the state that waits for this attempt under a name; false when none does. */
export async function failWaiting(callbacks: Callbacks, tokens: Tokens, error: StepError, cause: string): Promise<boolean> {
  return firstWaiting(tokens, (token) => callbacks.fail(token, error, cause));
}

/** `Launch` may still wait although Run's token is known from nowhere yet, and a claim may have been cut off before it completed `Launch`. */
async function firstWaiting({ runToken, launchToken }: Tokens, answer: (token: string) => Promise<boolean>): Promise<boolean> {
  for (const token of [runToken, launchToken]) if (token !== null && (await answer(token))) return true;
  return false;
}
