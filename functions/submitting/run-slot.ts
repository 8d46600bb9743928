import type { Services } from '../services.ts';
import type { Stored } from '../stores/change.ts';
import type { Step } from '../stores/ledger/next-step.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import type { ScheduleRecord, SlotRecord } from '../stores/schedules/record.ts';
import { enterSlots, entryOf } from './enter-slots.ts';
import { makeWay, wayOf } from './overlap.ts';
import { draftOfSlot, programOfSlots, ranRow, unranRow, whyNever } from './slot-draft.ts';
import type { Program } from './submit-run.ts';
import { startCreated } from './submit-run.ts';

type RunStep = Extract<Step, { kind: 'run' }>;

/**
 * Runs the next slot of a schedule, or writes why it is not run. Its row, its run and the schedule's row are one transaction, which holds only
 * while the schedule is as it was read: however often and by however many this is done, the slot has one row and at most one run.
 * @returns false, and nothing written, when the schedule has changed meanwhile.
 * @throws AppError and others for faults that pass; the slot then has no row, and a later look decides.
 */
export async function runSlot(services: Services, stored: Stored<ScheduleRecord>, step: RunStep): Promise<boolean> {
  const { body: schedule } = stored;
  const { slot, cause } = step;
  const now = services.stores.now();
  const enter = (row: SlotRecord, underWay: readonly string[]) =>
    enterSlots(services, stored, { rows: [row], underWay, isOverdue: step.isOverdue });
  const way = await wayOf(services, schedule, cause);
  if (way.kind === 'skip')
    return enter(unranRow(schedule, slot, { state: 'skipped', why: 'overlap', message: way.message }, now), way.underWay);
  const draft = await drafted(services, schedule, step, way.isInLine).catch(failed);
  if ('message' in draft) {
    const { message } = draft;
    return enter(unranRow(schedule, slot, { state: 'missed', why: 'target-failed', message }, now), way.underWay);
  }
  // Canceled before the new run is recorded: who dies in between leaves a slot without a row, which is run late.
  const behind = way.cancels.length === 0 ? way.behind : await makeWay(services, way);
  return create(services, stored, { draft, step, underWay: way.underWay, behind });
}

interface SlotDraft {
  program: Program;
  run: RunRecord;
}

async function drafted(services: Services, schedule: ScheduleRecord, { slot, cause }: RunStep, isInLine: boolean): Promise<SlotDraft> {
  const program = await programOfSlots(services, schedule);
  return { program, run: await draftOfSlot(services, schedule, program, { slot, cause, by: schedule.createdBy, isInLine }) };
}

function failed(error: unknown): { message: string } {
  const message = whyNever(error);
  if (message === null) throw error;
  return { message };
}

async function create(
  services: Services,
  stored: Stored<ScheduleRecord>,
  { draft, step, underWay, behind }: { draft: SlotDraft; step: RunStep; underWay: readonly string[]; behind: string | null },
): Promise<boolean> {
  const { stores, metrics } = services;
  const { run, program } = draft;
  const row = ranRow(stored.body, step, run, stores.now());
  const entry = entryOf({ rows: [row], underWay: [...underWay, run.id], isOverdue: step.isOverdue });
  const guard = async () => {
    const now = await stores.ledger.schedule(stored.body.id);
    return now?.revision === stored.revision ? stores.ledger.writes(stored, entry) : null;
  };
  const created = await stores.runs.createGuarded(run, program.writes, { guard, behind: () => behind });
  if (created === null) return false;
  if (step.isOverdue) metrics.count('slotsOverdue');
  await startCreated(services, created);
  return true;
}
