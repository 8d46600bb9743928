import { slotUndelivered } from '../../../functions/events/undelivered-slot.ts';
import { backfill } from '../../../functions/submitting/backfill.ts';
import { changeSchedule } from '../../../functions/submitting/change-schedule.ts';
import { removeSchedule } from '../../../functions/submitting/remove-schedule.ts';
import { programOfSlots } from '../../../functions/submitting/slot-draft.ts';
import { submitRun } from '../../../functions/submitting/submit-run.ts';
import { going, minuteMs } from './given-ledger.ts';
import type { LedgerScene } from './ledger-scene.ts';

const crons = ['* * * * *', '*/2 * * * *', '*/7 * * * *', '5,6,7,40 * * * *'];
const steps = [1, 20, 61, 180, 700, 3700];

/** What may happen to a schedule; the number chooses among what there is. */
export const deeds = {
  pass: async (scene: LedgerScene, which: number) => scene.pass(steps[which % steps.length] ?? 1, true),
  sleep: async (scene: LedgerScene, which: number) => scene.pass(steps[which % steps.length] ?? 1, false),
  clockBack: async (scene: LedgerScene, which: number) => scene.pass(-(steps[which % steps.length] ?? 1), true),
  fire: async (scene: LedgerScene, which: number) => {
    const at = scene.events[which % Math.max(1, scene.events.length)];
    if (at) await scene.given.fire(scene.id, at, scene.process(which));
  },
  fireNext: async (scene: LedgerScene, which: number) => {
    const at = scene.events.shift();
    if (at) await scene.given.fire(scene.id, at, scene.process(which));
  },
  fireTogether: async (scene: LedgerScene, which: number) => {
    const some = [...scene.events.slice(-1 - (which % 3)), ...scene.events.slice(-1)];
    await all(some.map((at, n) => scene.given.fire(scene.id, at, scene.process(n))));
  },
  sweep: async (scene: LedgerScene, which: number) => void (await scene.given.sweep(scene.downUntil, scene.process(which))),
  sweepTogether: async (scene: LedgerScene) =>
    all(scene.processes.map(async (process) => void (await scene.given.sweep(scene.downUntil, process)))),
  pause: async (scene: LedgerScene, which: number) =>
    void (await changeSchedule(scene.process(which), scene.id, (before) => ({ ...before, paused: true }))),
  resume: async (scene: LedgerScene, which: number) =>
    void (await changeSchedule(scene.process(which), scene.id, (before) => ({ ...before, paused: false }))),
  edit: async (scene: LedgerScene, which: number) => {
    const recurrence = { kind: 'cron', cron: crons[which % crons.length] ?? '' } as const;
    await changeSchedule(scene.process(which), scene.id, (before) => ({ ...before, recurrence }));
  },
  restart: async (scene: LedgerScene) => scene.restart(),
  end: async (scene: LedgerScene, which: number) => {
    const now = going(await scene.given.runs());
    const one = now[which % Math.max(1, now.length)];
    if (one) await scene.given.end(one.id);
  },
  fill: async (scene: LedgerScene, which: number) => {
    const to = new Date(scene.given.clock.ms - (which % 4) * minuteMs);
    const wish = { from: new Date(to.getTime() - 10 * minuteMs), to, dryRun: false, again: false, by: 'someone' };
    await backfill(scene.process(which), scene.id, wish);
  },
  undelivered: async (scene: LedgerScene, which: number) => {
    const at = scene.events[which % Math.max(1, scene.events.length)];
    if (at) await slotUndelivered(scene.process(which), { scheduleId: scene.id, at, error: 'given up' });
  },
  runNow: async (scene: LedgerScene, which: number) => {
    const process = scene.process(which);
    const { settings, ...schedule } = await process.stores.schedules.require(scene.id);
    const program = await programOfSlots(process, { ...schedule, settings });
    const trigger = { kind: 'schedule', schedule: scene.id, cause: 'run-now', actor: 'someone' } as const;
    await submitRun(process, program, { ...settings, actor: { id: 'someone', name: 'someone', scopes: [] }, idempotency: null, trigger });
  },
  /** The target can be run no more, until it can again. */
  breakOrMend: async (scene: LedgerScene) => {
    scene.isBroken = !scene.isBroken;
  },
  /** Seldom, because little can happen behind it. */
  remove: async (scene: LedgerScene, which: number) => {
    if (which % 5 === 0) await removeSchedule(scene.process(which), scene.id);
  },
} as const;

/** Waits for all of them, then fails with the first that failed. */
async function all(tasks: readonly Promise<void>[]): Promise<void> {
  const settled = await Promise.allSettled(tasks);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

/** Happens often. */
export const deedNames = [
  'pass',
  'sleep',
  'clockBack',
  'fire',
  'fireNext',
  'fireTogether',
  'sweep',
  'sweepTogether',
  'undelivered',
] as const;
/** Happens now and then. */
export const rareNames = ['pause', 'resume', 'edit', 'restart', 'end', 'fill', 'runNow', 'breakOrMend', 'remove'] as const;
