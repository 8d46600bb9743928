import { setTimeout as sleep } from 'node:timers/promises';

/** Begins what comes next when the first is done or has failed, or after so many milliseconds. Resolves when both are done.
 *  @throws what the first threw, or else the next, once neither goes on. */
export async function headStart(first: () => Promise<void>, ms: number, next: () => Promise<void>): Promise<void> {
  const begun = first();
  const second = async () => {
    await Promise.race([begun.catch(() => {}), sleep(ms, undefined, { ref: false })]);
    await next();
  };
  const ended = await Promise.allSettled([begun, second()]);
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
