import { AppError } from '../../core/errors.ts';
import type { Services } from '../services.ts';

/** Within the time-out of the functions that wait so. */
const patienceMs = 15_000;
const pauseMs = 1000;

/**
 * Tries again for a while what may be done twice. The state `Run` knows no second try, because it must never run a script twice; a
 * table that is throttled for a moment must not cost a run that goes well.
 */
export async function patiently<T>(
  { pulse, stores }: Pick<Services, 'pulse' | 'stores'>,
  runId: string,
  task: () => Promise<T>,
): Promise<T> {
  const until = stores.now().getTime() + patienceMs;
  for (;;) {
    try {
      return await task();
    } catch (error) {
      const isFinal = error instanceof AppError && error.code === 'not-found';
      if (isFinal || stores.now().getTime() >= until) throw error;
      await pulse.wait(runId, pauseMs);
    }
  }
}
