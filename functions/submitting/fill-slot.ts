import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import { isTerminal } from '../../core/run.ts';
import type { Backfill } from '../../core/schemas/schedule.ts';
import type { Write } from '../ports/table.ts';
import type { Services } from '../services.ts';
import type { Stored } from '../stores/change.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import type { ScheduleRecord, SlotRecord } from '../stores/schedules/record.ts';
import { whyLeftOut } from './backfill-slots.ts';
import { checkFit } from './check-target.ts';
import { aliveOf } from './overlap.ts';
import { draftOfSlot, programOfSlots, ranRow } from './slot-draft.ts';
import type { Program } from './submit-run.ts';

/** Whoever is quicker has fired a slot or noted an end, which happens a few times at most. */
const tries = 30;
/** Runs of backfills that the schedule's row names: who comes next waits behind the newest that has not ended. */
const namedAtMost = 20;

/** What the slots of one backfill have in common. */
interface Filling {
  scheduleId: string;
  program: Program;
  by: string;
  again: boolean;
}

type Filled = Backfill['slots'][number];

/** What a backfill of these slots would run, which their input fits. @throws AppError `not-found no-version` when there is nothing to run, `invalid-input`. */
export async function programToFill(services: Services, schedule: ScheduleRecord, slots: readonly Filled[]): Promise<Program> {
  const program = await programOfSlots(services, schedule);
  if (slots.some(({ skipped }) => skipped === null)) await checkFit(program, schedule.settings);
  return program;
}

/** Gives what runs one slot after another for a backfill. */
export function createFilling(services: Services, filling: Filling): (slot: string) => Promise<Filled> {
  return (slot) => fillSlot(services, filling, slot);
}

/** Records the run of a slot with the row that names it, in place of whatever row it had. @throws AppError `conflict` when others were always quicker. */
async function fillSlot(services: Services, filling: Filling, slot: string): Promise<Filled> {
  const { stores } = services;
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const row = await stores.ledger.get(filling.scheduleId, slot);
    const skipped = whyLeftOut(row?.body ?? null, filling.again);
    if (skipped !== null) return { slot, run: null, skipped };
    const stored = await stores.ledger.schedule(filling.scheduleId);
    if (stored === null || stored.body.removed)
      throw new AppError('not-found', `The schedule ${filling.scheduleId} was removed meanwhile.`);
    const created = await create(services, filling, { stored, row, slot });
    if (created !== null) return { slot, run: created.id, skipped: null };
    await sleep(Math.random() * Math.min(2 ** attempt, 40));
  }
  throw new AppError('conflict');
}

async function create(
  services: Services,
  { program, by }: Filling,
  { stored, row, slot }: { stored: Stored<ScheduleRecord>; row: Stored<SlotRecord> | null; slot: string },
): Promise<RunRecord | null> {
  const { stores, workflow } = services;
  const { body: schedule } = stored;
  const toRun = { slot, cause: 'backfill', by, instead: row?.body.run ?? null } as const;
  const draft = await draftOfSlot(services, schedule, program, toRun);
  const alive = await aliveOf(stores, schedule.backfilling ?? []);
  const behind = schedule.overlap === 'parallel' ? null : (alive.at(-1)?.id ?? null);
  const next = ranRow(schedule, toRun, draft, stores.now());
  const named = isTerminal(draft.status) ? [] : [draft.id];
  const writes = writesOf(services, stored, { row, next, backfilling: [...alive.map(({ id }) => id), ...named].slice(-namedAtMost) });
  const guard = async () => ((await stores.ledger.schedule(schedule.id))?.revision === stored.revision ? writes : null);
  const created = await stores.runs.createGuarded(draft, program.writes, { guard, behind: () => behind });
  if (created?.status === 'STARTING') await workflow.start(created.id);
  return created;
}

function writesOf(
  { stores }: Services,
  stored: Stored<ScheduleRecord>,
  { row, next, backfilling }: { row: Stored<SlotRecord> | null; next: SlotRecord; backfilling: string[] },
): Write[] {
  const { scheduleId: _scheduleId, ...slot } = next;
  const isLast = stored.body.lastSlot?.slot === next.slot && stored.body.lastSlot.until === null;
  const changes = { backfilling, ...(isLast ? { lastSlot: slot } : {}) };
  const rows = row === null ? [next] : [];
  const replaced = row === null ? [] : [stores.ledger.replace(row, next)];
  return [...replaced, ...stores.ledger.writes(stored, { rows, changes, isOverdue: false })];
}
