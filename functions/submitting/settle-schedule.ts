import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import type { Services } from '../services.ts';
import type { Stored } from '../stores/change.ts';
import { nextStep } from '../stores/ledger/next-step.ts';
import type { Look, Step } from '../stores/ledger/next-step.ts';
import type { ScheduleRecord } from '../stores/schedules/record.ts';
import { enterSlots } from './enter-slots.ts';
import { runSlot } from './run-slot.ts';

export interface Settling {
  /** Each slot up to and with this instant gets its row. */
  through: Date;
  /** The slot whose own event calls for this; it is no second look then. */
  event?: Date;
  /** Until when nobody was there to run anything; what the installation says of itself unless said otherwise. */
  downUntil?: Date | null;
}

/** How often in a row others may be quicker. Whoever was quicker wrote a row, so no more than there are slots to write. */
const maxLosses = 60;

/**
 * Gives each slot of a schedule up to an instant its row, in their order: by its run, late if it must be, or by why there is none. Fires, changes
 * by people, start-up and sweep all go on here, one step after another, and any number of them may at the same time. What has its rows
 * already is left as it is; a schedule that is not there, or was removed, has no more slots.
 * @throws AppError `conflict` when others were always quicker, and whatever keeps a slot from being run for the moment: a later look goes on.
 */
export async function settleSchedule(services: Services, scheduleId: string, settling: Settling): Promise<void> {
  const { through, event = null, downUntil = services.settings.downUntil?.() ?? null } = settling;
  const look: Look = { now: services.stores.now(), through, event, downUntil };
  for (let losses = 0; losses < maxLosses;) {
    const stored = await services.stores.ledger.schedule(scheduleId);
    if (stored === null || stored.body.removed) return;
    const step = nextStep(stored.body, look);
    if (step.kind === 'settled') return;
    const done = await take(services, stored, step);
    losses = done ? 0 : losses + 1;
    if (!done) await sleep(Math.random() * Math.min(2 ** losses, 40));
  }
  throw new AppError('conflict');
}

async function take(services: Services, stored: Stored<ScheduleRecord>, step: Exclude<Step, { kind: 'settled' }>): Promise<boolean> {
  return step.kind === 'run' ? runSlot(services, stored, step) : enterSlots(services, stored, { rows: step.rows });
}
