import { expect } from 'vitest';
import type { Client } from '../../../client/index.ts';
import type { Run } from '../../../core/schemas/run.ts';
import { ended, expectSentence } from '../../scenarios/stories.ts';

/** The longest that a run may stay without its end once its sandbox is gone, in seconds. */
export const bound = 90;

/** Waits for the run's end, which has to be this one and to have come within so many seconds of a moment. */
export async function expectEnded(runlet: Client, run: Run, how: Partial<Run>, since: number, withinSec = bound): Promise<Run> {
  const last = await ended(runlet, run);
  expect(last, `${last.status}: ${last.message}`).toMatchObject(how);
  expectSentence(last.message);
  expect((new Date(last.endedAt ?? '').getTime() - since) / 1000).toBeLessThan(withinSec);
  return last;
}
