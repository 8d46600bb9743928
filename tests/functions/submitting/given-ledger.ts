import { isTerminal } from '../../../core/run.ts';
import type { JsonObject } from '../../../core/schemas/json.ts';
import type { Slot } from '../../../core/schemas/schedule.ts';
import { settleOverdue } from '../../../functions/events/overdue-slots.ts';
import type { Table } from '../../../functions/ports/table.ts';
import type { Services } from '../../../functions/services.ts';
import { createStores } from '../../../functions/stores/index.ts';
import { parseRun } from '../../../functions/stores/runs/record.ts';
import type { RunRecord } from '../../../functions/stores/runs/record.ts';
import type { ScheduleWish } from '../../../functions/stores/schedules.ts';
import type { ScheduleRecord } from '../../../functions/stores/schedules/record.ts';
import { fireSlot } from '../../../functions/submitting/fire-slot.ts';
import { givenServices } from '../../doors/given-services.ts';
import { givenTarget } from './given-target.ts';

export const minuteMs = 60_000;

/** One process over the table that all share. */
export type Process = Services;

export interface GivenLedger {
  table: Table;
  clock: { ms: number };
  /** Counted figures. */
  figures: [string, number][];
  /** Ids that timers were told to forget. */
  forgotten: string[];
  /** Runs that were given to a workflow, and those that it was asked to stop. */
  started: string[];
  stopped: string[];
  logged: { message: string; facts: Record<string, string | number> }[];
  scriptId: string;
  /** A process over the same table, with nothing remembered. @param wrap what stands between it and the table. */
  process: (wrap?: (table: Table) => Table, downUntil?: Date | null) => Process;
  schedule: (wish?: Partial<ScheduleWish>) => Promise<ScheduleRecord>;
  record: (id: string) => Promise<ScheduleRecord>;
  /** Every row of the ledger, the oldest first. */
  slots: (id: string) => Promise<Slot[]>;
  runs: () => Promise<RunRecord[]>;
  /** Ends a run well, and has its slot told so. */
  end: (runId: string) => Promise<void>;
  at: (minutes: number, seconds?: number) => Date;
  fire: (id: string, at: Date, process?: Process) => Promise<void>;
  sweep: (downUntil?: Date | null, process?: Process) => Promise<number>;
}

/** The instant at which the clock of these tests begins: a full minute. */
const epoch = Date.parse('2026-03-02T10:00:00.000Z');

/** Schedules over one real table, with a clock of its own, and runs that begin and end as the test wants. */
export async function givenLedger(maxRuns = 200, inputSchema: JsonObject | null = null): Promise<GivenLedger> {
  const base = givenServices();
  const { table } = base.services;
  const clock = { ms: epoch };
  const figures: GivenLedger['figures'] = [];
  const [forgotten, started, stopped]: [string[], string[], string[]] = [[], [], []];
  let processes = 0;
  const process: GivenLedger['process'] = (wrap = (same) => same, downUntil = null) => {
    const own = wrap(table);
    const { bucket, scanner, pulse, settings } = base.services;
    // No two clocks show the same: what two make at once must be one for a better reason.
    const ahead = 3 * processes++;
    const now = () => new Date(clock.ms + ahead);
    const stores = createStores({ table: own, bucket, scanner, pulse, owner: 'test', maxRuns, admits: () => true, now });
    return {
      ...base.services,
      table: own,
      stores,
      settings: { ...settings, queueTimeoutSec: 24 * 3600, downUntil: () => downUntil },
      timer: { keep: async () => {}, kept: async () => [], forget: async (id) => void forgotten.push(id) },
      metrics: { count: (name, value = 1) => void figures.push([name, value]), measure: () => {} },
      workflow: { start: async (id) => void started.push(id), stop: async (id) => void stopped.push(id) },
    };
  };
  const own = process();
  const scriptId = await givenTarget(table, inputSchema);
  return {
    table,
    clock,
    figures,
    forgotten,
    started,
    stopped,
    logged: base.logged,
    scriptId,
    process,
    schedule: async (wish = {}) => {
      const made = await own.stores.schedules.create({ ...everyMinute(scriptId), ...wish }, 'tok_someone');
      await own.stores.schedules.told(made.id, null);
      return made;
    },
    record: async (id) => {
      const found = await own.stores.ledger.schedule(id);
      if (found === null) throw new Error(`there is no schedule ${id}`);
      return found.body;
    },
    slots: (id) => readSlots(own, id),
    runs: () => readRuns(table),
    end: async (runId) => {
      const { record } = await own.stores.runs.endWithoutReport(runId, endedWell);
      await own.stores.ledger.ended(record);
      for (const id of await own.stores.runs.admit()) started.push(id);
    },
    at: (minutes, seconds = 0) => new Date(epoch + minutes * minuteMs + seconds * 1000),
    fire: (scheduleId, at, by = own) => fireSlot(by, { scheduleId, at }),
    sweep: (downUntil = null, by = own) => settleOverdue(by, { downUntil }),
  };
}

const endedWell = {
  kind: 'ended',
  exitCode: 0,
  signal: null,
  hasException: false,
  exceptionText: null,
  result: 'none',
  detail: null,
} as const;

/** Every minute, in UTC, skipping while one is under way. */
function everyMinute(scriptId: string): ScheduleWish {
  return {
    scriptId,
    script: 'report',
    recurrence: { kind: 'cron', cron: '* * * * *' },
    timezone: 'UTC',
    start: null,
    end: null,
    description: null,
    rate: null,
    version: 'live',
    overlap: 'skip',
    catchUp: 'none',
    settings: {},
    paused: false,
  };
}

async function readSlots({ stores }: Process, id: string): Promise<Slot[]> {
  const slots: Slot[] = [];
  let cursor: string | undefined;
  do {
    const page = await stores.ledger.list(id, { limit: 1000, cursor });
    slots.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return slots.toReversed();
}

/** All runs, the oldest first, and of one instant by their slots. */
async function readRuns(table: Table): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await table.query({ index: 'runs', pk: 'RUNS', limit: 1000, cursor });
    runs.push(...page.rows.map(parseRun));
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return runs.toSorted((one, other) => (order(one) < order(other) ? -1 : 1));
}

function order({ createdAt, trigger }: RunRecord): string {
  return `${createdAt} ${trigger.slot}`;
}

/** Runs that have a place. */
export function going(runs: readonly RunRecord[]): RunRecord[] {
  return runs.filter(({ status, admittedAt }) => admittedAt !== null && !isTerminal(status));
}
