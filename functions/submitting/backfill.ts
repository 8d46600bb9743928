import type { Backfill } from '../../core/schemas/schedule.ts';
import type { Services } from '../services.ts';
import { startRuns } from '../stores/start-runs.ts';
import { slotsToFill } from './backfill-slots.ts';
import type { Stretch } from './backfill-slots.ts';
import { createFilling, programToFill } from './fill-slot.ts';
import { settleSchedule } from './settle-schedule.ts';

export interface BackfillWish extends Stretch {
  dryRun: boolean;
  /** Id of who asks. */
  by: string;
}

/** Whoever asked waits for the answer, and gateways do so for half a minute. */
const longestMs = 20_000;
const notReached = 'not reached in time; ask once more, and what has run by then is left out';

/**
 * Runs the slots of a stretch of time in their order, each with its own slot time. They wait one behind another, unless the overlap policy is `parallel`,
 * in a line of their own: slots that come due meanwhile neither wait for them nor are skipped. Asked twice it runs each slot once. A dry run refuses what the
 * real one would.
 * @throws AppError `bad-request` for a stretch that is empty, not over yet or has more than 1,000 slots; `not-found no-version invalid-input` when the
 * script cannot be run.
 */
export async function backfill(services: Services, scheduleId: string, wish: BackfillWish): Promise<Backfill> {
  const { stores, workflow } = services;
  const until = Date.now() + longestMs;
  const schedule = await stores.schedules.require(scheduleId);
  const slots = await slotsToFill(services, schedule, wish);
  const program = await programToFill(services, schedule, slots);
  if (wish.dryRun) return answerOf(wish, slots);
  await settleSchedule(services, scheduleId, { through: wish.to < stores.now() ? wish.to : stores.now() });
  const fill = createFilling(services, { ...wish, scheduleId, program });
  const done: Backfill['slots'] = [];
  for (const one of slots) {
    if (one.skipped !== null) done.push(one);
    else if (Date.now() > until) done.push({ ...one, skipped: notReached });
    else done.push(await fill(one.slot));
  }
  await startRuns(stores, workflow);
  return answerOf(wish, done);
}

function answerOf({ dryRun }: BackfillWish, slots: Backfill['slots']): Backfill {
  const runs = slots.filter(({ skipped }) => skipped === null).length;
  const left = slots.length - runs;
  const what = `${runs} of ${slots.length} ${slots.length === 1 ? 'slot' : 'slots'} ${dryRun ? 'would be' : 'will be'} run`;
  const message = slots.length === 0 ? 'No slot is due in that stretch of time.' : `${what}${left === 0 ? '' : `, ${left} left out`}.`;
  return { dryRun, slots, runs, message };
}
