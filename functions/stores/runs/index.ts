import type { IdempotencyKey } from '../../../core/idempotency.ts';
import { AppError } from '../../../core/errors.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Facts } from '../../../core/run.ts';
import type { JsonObject } from '../../../core/schemas/json.ts';
import type { Page } from '../../../core/schemas/paging.ts';
import type { Report } from '../../../core/schemas/report.ts';
import type { Run, RunSummary } from '../../../core/schemas/run.ts';
import type { Write } from '../../ports/table.ts';
import { admitRuns } from './admit.ts';
import { changeRun } from './change.ts';
import type { RunsContext } from './context.ts';
import { createGuarded, createRun, replayRun } from './create.ts';
import type { Created, Creating, Guarded } from './create.ts';
import { endByReport, endWithoutReport } from './end.ts';
import type { Ending } from './end.ts';
import { readPastRuns } from './past-runs.ts';
import type { PastRuns } from './past-runs.ts';
import { nextReady } from './held.ts';
import { freeLease, readLeases } from './leases.ts';
import { listRuns } from './list.ts';
import type { RunFilter } from './list.ts';
import { noLife, readLive, readLook, writeLive, writeWatch } from './live.ts';
import type { Live, Progress } from './live.ts';
import type { Lease } from './places.ts';
import { readRecord, toRun } from './read.ts';
import type { RunRecord } from './record.ts';
import { giveUpWaiting, recoverRuns } from './recover.ts';
import type { Living, Recovered, Waited } from './recover.ts';
import { readState, takeState } from './state.ts';
import type { StateRead } from './state.ts';
import { keep, recall } from './values.ts';

type Changed = { record: RunRecord; changed: boolean };

/** The rules of a run's life over the table; each write is conditional on what was read. */
export interface Runs {
  create(record: RunRecord, claim: IdempotencyKey | null, writes: readonly Write[], creating?: Creating): Promise<Created>;
  /** Records a run if its guard lets it; null, and nothing written, when it does not. @throws AppError as `create`. */
  createGuarded(record: RunRecord, writes: readonly Write[], guarded: Guarded): Promise<RunRecord | null>;
  replay(claim: IdempotencyKey): Promise<RunRecord | null>;
  get(runId: string): Promise<Run>;
  record(runId: string): Promise<RunRecord>;
  show(record: RunRecord): Promise<Run>;
  list(filter: RunFilter): Promise<Page<RunSummary>>;
  /** STARTING becomes RUNNING when the script is released; `at` is that instant. A run that is in another attempt stays as it is. */
  started(runId: string, at: Date, phases: Record<string, number>, attempt?: number): Promise<Changed>;
  /** Asks for the end: CANCELED at once while queued, else CANCELING. @throws AppError `wrong-status` when it has ended. */
  cancel(runId: string, graceSec: number | null): Promise<RunRecord>;
  endByReport(report: Report): Promise<Changed>;
  endWithoutReport(runId: string, facts: Facts, ending?: Ending): Promise<Changed>;
  admit(): Promise<string[]>;
  /** When the next run that waits for an instant may begin; null while none does, and where runs are only recorded. */
  nextReady(): Promise<Date | null>;
  recover(living: Living): Promise<Recovered>;
  /** The part of recovery that asks for no owner: ends what waited too long for a place. */
  giveUpWaiting(): Promise<Waited>;
  /** Who has a place, from the table itself. */
  leases(): Promise<Lease[]>;
  /** Gives back the place of a run that has ended; false when there was none to give. */
  free(runId: string): Promise<boolean>;
  /** Adds phases that somebody else than the runner has measured, in milliseconds; what has ended stays as it is. */
  phases(runId: string, phases: Record<string, number>): Promise<Changed>;
  live(runId: string): Promise<Live>;
  /** A run and what changes of it while it runs, in one read. @throws AppError `not-found`. */
  look(runId: string): Promise<{ record: RunRecord; live: Live }>;
  /** Keeps what the runner's beat tells. */
  beat(runId: string, life: Live): Promise<void>;
  /** Says that somebody follows the run; good for 30 seconds. */
  watch(runId: string): Promise<void>;
  progress(runId: string, value: Progress): Promise<void>;
  state(scriptId: string | null): Promise<StateRead>;
  takeState(record: RunRecord): Promise<JsonObject>;
  pastRuns(sha256: string): Promise<PastRuns | null>;
  keep: typeof keep;
  recall: typeof recall;
}

export function createRuns(context: RunsContext): Runs {
  return {
    create: (record, claim, writes, creating) => createRun(context, record, claim, writes, creating),
    createGuarded: (record, writes, guarded) => createGuarded(context, record, writes, guarded),
    replay: (claim) => replayRun(context, claim),
    get: async (runId) => toRun(context, await readRecord(context, runId)),
    record: (runId) => readRecord(context, runId),
    show: (record) => toRun(context, record),
    list: (filter) => listRuns(context, filter),
    started: (runId, at, phases, attempt) => startedRun(context, runId, { at: at.toISOString(), phases, attempt }),
    cancel: (runId, graceSec) => cancelRun(context, runId, graceSec),
    endByReport: (report) => endByReport(context, report),
    endWithoutReport: (runId, facts, ending) => endWithoutReport(context, runId, facts, ending),
    admit: () => admitRuns(context),
    nextReady: async () => (context.admits() ? nextReady(context.table) : null),
    recover: (living) => recoverRuns(context, living),
    giveUpWaiting: () => giveUpWaiting(context),
    leases: () => readLeases(context),
    free: (runId) => freeLease(context, runId),
    phases: (runId, phases) =>
      changeRun(context, runId, async (record) => ({ record: { ...record, phases: { ...record.phases, ...phases } } })),
    live: (runId) => readLive(context, runId),
    look: (runId) => readLook(context, runId),
    beat: (runId, life) => writeLive(context, runId, life),
    watch: (runId) => writeWatch(context, runId),
    progress: (runId, value) => writeLive(context, runId, { ...noLife, progress: value }),
    state: (scriptId) => readState(context, scriptId),
    takeState: (record) => takeState(context, record),
    pastRuns: (sha256) => readPastRuns(context.table, sha256),
    keep,
    recall,
  };
}

async function startedRun(
  context: RunsContext,
  runId: string,
  { at, phases, attempt }: { at: string; phases: Record<string, number>; attempt: number | undefined },
): Promise<Changed> {
  return changeRun(context, runId, async (record) => {
    if (attempt !== undefined && attempt !== record.attempt) return null;
    if (record.status === 'STARTING')
      return { record: { ...record, status: 'RUNNING', startedAt: at, phases: { ...record.phases, ...phases } } };
    return record.startedAt === null && record.admittedAt !== null ? { record: { ...record, startedAt: at } } : null;
  });
}

async function cancelRun(context: RunsContext, runId: string, graceSec: number | null): Promise<RunRecord> {
  const { record } = await changeRun(context, runId, async (before) => {
    if (isTerminal(before.status))
      throw new AppError('wrong-status', `The run has ended (${before.status}); only a run that has not ended can be canceled.`);
    return before.status === 'CANCELING' ? null : { record: { ...before, status: 'CANCELING', graceSec } };
  });
  if (record.admittedAt !== null) return record;
  return (await endWithoutReport(context, runId, { kind: 'canceled' })).record;
}
