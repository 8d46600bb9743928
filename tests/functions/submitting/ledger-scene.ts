import { expect } from 'vitest';
import { AppError } from '../../../core/errors.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Slot } from '../../../core/schemas/schedule.ts';
import type { Key, Table } from '../../../functions/ports/table.ts';
import type { RunRecord } from '../../../functions/stores/runs/record.ts';
import { dueBetween } from '../../../functions/stores/schedules/due.ts';
import type { ScheduleRecord } from '../../../functions/stores/schedules/record.ts';
import { versionKey } from '../../../functions/stores/versions/record.ts';
import { Cut } from '../events/cut.ts';
import { givenLedger, going, minuteMs } from './given-ledger.ts';
import type { GivenLedger, Process } from './given-ledger.ts';

/** From when on a schedule had which due times, and was paused or not. */
interface Epoch {
  record: ScheduleRecord;
  after: string;
}

/** A schedule, two processes that look after it, and a timer whose events come when, how often and in which order they like. */
export class LedgerScene {
  readonly given: GivenLedger;
  readonly id: string;
  readonly cut = new Cut();
  readonly epochs: Epoch[] = [];
  processes: Process[];
  downUntil: Date | null = null;
  /** While it is set the script's version cannot be read: a fault that does not pass by itself. */
  isBroken = false;
  /** Up to which instant a schedule that was removed had slots. */
  removedAt: Date | null = null;
  /** Slots that were due at a time when the timer lived; events of some of them come. */
  events: Date[] = [];
  #timerAt: number;
  #settled = 0;

  private constructor(given: GivenLedger, record: ScheduleRecord) {
    this.given = given;
    this.id = record.id;
    this.processes = this.#open();
    this.#timerAt = given.clock.ms;
    this.epochs.push({ record, after: record.settledThrough });
  }

  static async begin(overlap: ScheduleRecord['overlap'], catchUp: ScheduleRecord['catchUp']): Promise<LedgerScene> {
    const given = await givenLedger();
    return new LedgerScene(given, await given.schedule({ overlap, catchUp }));
  }

  #open(): Process[] {
    const wrap = (table: Table) => this.cut.table(this.#breakable(table));
    return [this.given.process(wrap, this.downUntil), this.given.process(wrap, this.downUntil)];
  }

  #breakable(table: Table): Table {
    const { pk, sk } = versionKey(this.given.scriptId, 1);
    const isLost = (key: Key) => this.isBroken && key.pk === pk && key.sk === sk;
    return { ...table, get: async (key) => (isLost(key) ? Promise.reject(new Error('broken')) : table.get(key)) };
  }

  process(which: number): Process {
    const process = this.processes[which % this.processes.length];
    if (!process) throw new Error('there is no process');
    return process;
  }

  /** Does it, perhaps not to its end, and sees what the schedule has become. @param cut kills whoever does it behind the write of that number; 0 kills nobody. */
  async do(deed: () => Promise<void>, cut: number): Promise<void> {
    if (cut > 0) this.cut.behind(cut);
    await deed().catch((error: unknown) => {
      if (!this.#mayFail(error, cut)) throw error;
    });
    this.cut.heal();
    await this.#look();
    await this.#expectNoOverlap();
  }

  #mayFail(error: unknown, cut: number): boolean {
    if (error instanceof AppError) return this.removedAt !== null && error.code === 'not-found';
    if (!(error instanceof Error)) return false;
    return (cut > 0 && error.message === 'killed') || (this.isBroken && error.message === 'broken');
  }

  /** The clock goes on, or back; what comes due while the timer lives has its events. */
  pass(seconds: number, isAlive: boolean): void {
    const { clock } = this.given;
    clock.ms += seconds * 1000;
    if (clock.ms <= this.#timerAt) return;
    const last = this.epochs.at(-1);
    if (isAlive && last) this.events.push(...dueBetween(last.record, new Date(this.#timerAt), new Date(clock.ms), 500));
    this.#timerAt = clock.ms;
  }

  restart(): void {
    this.downUntil = new Date(this.given.clock.ms);
    this.processes = this.#open();
  }

  /** Who changes a schedule may die before hearing that it is changed: its row tells. */
  async #look(): Promise<void> {
    if (this.removedAt !== null) return;
    const found = await this.process(0).stores.ledger.schedule(this.id);
    const last = this.epochs.at(-1);
    if (found === null || found.body.removed) {
      this.removedAt = new Date(Math.max(this.given.clock.ms, this.#settled));
      return;
    }
    this.#settled = Date.parse(found.body.settledThrough);
    if (last && sameTimes(last.record, found.body)) return;
    this.epochs.push({ record: found.body, after: found.body.settledThrough });
  }

  /** Of those whose policy says so no two run at once, and the earlier slot comes first: backfills are a line of their own. */
  async #expectNoOverlap(): Promise<void> {
    const [epoch] = this.epochs;
    if (epoch?.record.overlap === 'parallel') return;
    const runs = await this.given.runs();
    expect(going(runs).filter(isBackfill).length).toBeLessThanOrEqual(1);
    const [now, ...others] = going(runs).filter(isDue);
    expect(others).toEqual([]);
    const waiting = runs.filter((run) => run.status === 'QUEUED' && isDue(run)).map(({ trigger }) => trigger.slot ?? '');
    expect(waiting.filter((slot) => slot < (now?.trigger.slot ?? ''))).toEqual([]);
  }

  /** A last look when all is quiet: every run ends, then each due time must have what it must have. */
  async settle(): Promise<void> {
    this.isBroken = false;
    this.pass(Math.max(0, this.#timerAt - this.given.clock.ms) / 1000 + 300, false);
    expect(await this.given.sweep(this.downUntil)).toBe(0);
    await this.#expectLedger();
    // Who dies while canceling a run that waits leaves its end to the sweep of runs.
    await this.process(0).stores.runs.giveUpWaiting();
    for (;;) {
      const [one] = going(await this.given.runs());
      if (!one) break;
      await this.given.end(one.id);
      await this.#expectNoOverlap();
    }
    expect((await this.given.runs()).every(({ status }) => isTerminal(status))).toBe(true);
  }

  async #expectLedger(): Promise<void> {
    const seen = this.removedAt?.toISOString() ?? (await this.#seen());
    const times = this.epochs.flatMap(({ record, after }, n) => {
      const through = this.epochs[n + 1]?.after ?? seen;
      return dueBetween(record, new Date(after), new Date(through), 1_000_000).map((at) => ({
        at: at.toISOString(),
        paused: record.paused,
      }));
    });
    const due = times.map(({ at }) => at);
    const paused = new Set(times.filter((one) => one.paused).map(({ at }) => at));
    const slots = await this.given.slots(this.id);
    // A backfill adds slots from before the schedule was made, or that it did not have at that time.
    const own = slots.filter(({ slot, cause, until }) => until !== null || cause !== 'backfill' || due.includes(slot));
    expect(own.flatMap((one) => covered(one, due))).toEqual(due);
    const decided = own.filter(({ cause }) => cause !== 'backfill');
    expect(decided.filter(({ why }) => why === 'paused')).toEqual(decided.filter(({ slot }) => paused.has(slot)));
    expect(decided.every(({ state, why }) => why !== 'paused' || state === 'skipped')).toBe(true);
    await this.#expectRuns(slots);
  }

  async #seen(): Promise<string> {
    const { settledThrough } = await this.given.record(this.id);
    return new Date(Math.max(Date.parse(settledThrough), this.given.clock.ms - 2 * minuteMs)).toISOString();
  }

  async #expectRuns(slots: readonly Slot[]): Promise<void> {
    const runs = (await this.given.runs()).filter(({ trigger }) => trigger.slot !== undefined);
    const named = slots.flatMap(({ slot, run }) => (run === null ? [] : [`${slot} ${run}`]));
    expect(runs.map(({ id, trigger }) => `${trigger.slot} ${id}`).toSorted()).toEqual(named.toSorted());
    expect(slots.every(({ state, run }) => (state === 'ran') === (run !== null))).toBe(true);
  }
}

function isBackfill({ trigger }: RunRecord): boolean {
  return trigger.cause === 'backfill';
}

/** Whether it is the run of a slot, made neither by a backfill nor by a person who wants one now. */
function isDue({ trigger }: RunRecord): boolean {
  return trigger.cause !== 'backfill' && trigger.slot !== undefined;
}

function sameTimes(one: ScheduleRecord, other: ScheduleRecord): boolean {
  return JSON.stringify([one.recurrence, one.paused]) === JSON.stringify([other.recurrence, other.paused]);
}

/** The due times for which the row stands. */
function covered({ slot, until, count }: Slot, due: readonly string[]): string[] {
  if (until === null) return [slot];
  const within = due.filter((at) => at >= slot && at <= until);
  expect(count).toBe(within.length);
  return within;
}
