import { AppError } from '../../core/errors.ts';

/** Runs tasks, at most so many at once. A task that gets no place in time is refused rather than begun late, because whoever gave it counts its time.
 *  @throws AppError `no-capacity`, and whatever the task throws. */
export function createPlaces(most: number, patienceMs: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let taken = 0;
  const enter = async (): Promise<void> => {
    if (taken < most) {
      taken += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push(resolve);
    const late = setTimeout(() => {
      waiting.splice(waiting.indexOf(resolve), 1);
      reject(new AppError('no-capacity', `${most} mails are being sent, and none of them was done within ${patienceMs / 1000} s.`));
    }, patienceMs);
    await promise.finally(() => clearTimeout(late));
  };
  return async (task) => {
    await enter();
    try {
      return await task();
    } finally {
      // A place that is given on stays taken.
      const next = waiting.shift();
      if (next) next();
      else taken -= 1;
    }
  };
}
