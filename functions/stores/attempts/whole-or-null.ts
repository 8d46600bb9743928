import { AppError } from '../../../core/errors.ts';
import type { Attempts } from '../attempts.ts';
import type { Whole } from './whole.ts';

/** A run with all its rows; null when it is kept no longer. */
export async function wholeOrNull(attempts: Pick<Attempts, 'whole'>, runId: string): Promise<Whole | null> {
  return attempts.whole(runId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  });
}
