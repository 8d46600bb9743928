import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import type { Services } from '../services.ts';
import type { Stored } from '../stores/change.ts';
import { nextStep } from '../stores/ledger/next-step.ts';
import type { Look, Step } from '../stores/ledger/next-step.ts';
import type { ScheduleRecord } from '../stores/schedules/record.ts';
import { enterSlots } from './enter-slots.ts';
import { giveUpSlot } from './give-up-slot.ts';
import { runSlot } from './run-slot.ts';

export interface Settling {
  /** Each slot up to and with this instant gets its row. */
  through: Date;
  /** The slot whose own event calls for this; it is no second look then. */
  event?: Date;
  /** Until when nobody was there to run anything; what the installation says of itself unless said otherwise. */
  downUntil?: Date | null;
  /** Whether somebody waits for each slot to be decided: one that cannot be run is missed then, and not left to a later look. */
  isAwaited?: boolean;
  /** No step is begun once this is aborted; a later look goes on. */
  signal?: AbortSignal | undefined;
}

/** How often in a row others may be quicker. Whoever was quicker wrote a row, so no more than there are slots to write. */
const maxLosses = 60;

/**
 * Gives each slot of a schedule up to an instant its row, in their order: by its run, late if it must be, or by why there is none. Fires, changes
 * by people, start-up and sweep all go on here, one step after another, and any number of them may at the same time. What has its rows
 * already is left as it is; a schedule that is not there, or was removed, has no more slots.
 * A slot that still cannot be run an hour after it was due is missed, so that none holds up those behind it for longer.
 * @throws AppError `conflict` when others were always quicker, and whatever keeps a slot from being run for the moment: a later look goes on.
 */
export async function settleSchedule(services: Services, scheduleId: string, settling: Settling): Promise<void> {
  const { through, event = null, isAwaited = false, downUntil = services.settings.downUntil?.() ?? null } = settling;
  const look: Look = { now: services.stores.now(), through, event, downUntil };
  for (let losses = 0; losses < maxLosses;) {
    if (settling.signal?.aborted) return;
    const stored = await services.stores.ledger.schedule(scheduleId);
    if (stored === null || stored.body.removed) return;
    const step = nextStep(stored.body, look);
    if (step.kind === 'settled') return;
    const done = await take(services, stored, step, isAwaited);
    losses = done ? 0 : losses + 1;
    // A long stretch has many steps, and whatever else is to be done comes between two.
    await (done ? setImmediate() : sleep(Math.random() * Math.min(2 ** losses, 40)));
  }
  throw new AppError('conflict');
}

async function take(
  services: Services,
  stored: Stored<ScheduleRecord>,
  step: Exclude<Step, { kind: 'settled' }>,
  isAwaited: boolean,
): Promise<boolean> {
  if (step.kind === 'rows') return enterSlots(services, stored, { rows: step.rows });
  return runSlot(services, stored, step).catch(async (error: unknown) => giveUpSlot(services, stored, { step, error, isAwaited }));
}
