import { setTimeout as sleep } from 'node:timers/promises';

/** Waits after the n-th attempt, from 1, that others were quicker in: a time drawn at random up to 5, 10, 20 … 300 ms, so that they part. */
export async function pause(attempt: number): Promise<void> {
  await sleep(Math.random() * Math.min(300, 5 * 2 ** (attempt - 1)));
}
