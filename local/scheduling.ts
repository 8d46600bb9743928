import { setImmediate } from 'node:timers/promises';
import { errorText } from '../core/error-text.ts';
import type { Page } from '../core/schemas/paging.ts';
import { sweepSchedules } from '../functions/events/sweep-schedules.ts';
import { tellTimers } from '../functions/events/tell-timers.ts';
import { checkRecurrence } from '../functions/ports/check-recurrence.ts';
import type { KeptSchedule, Timer } from '../functions/ports/timer.ts';
import type { Services, Settings } from '../functions/services.ts';
import { asKept } from '../functions/stores/schedules/record.ts';
import type { ScheduleRecord } from '../functions/stores/schedules/record.ts';
import { fireSlot } from '../functions/submitting/fire-slot.ts';
import { createLocalTimer } from './timer/timer.ts';
import type { LocalTimer } from './timer/timer.ts';

/** Keeps what comes due while this process serves the data folder: schedules, and messages that wait for their next try. */
export interface Scheduling {
  readonly timer: Timer;
  /** Since when schedules are kept here without a break; null before. */
  since(): Date | null;
  /** Called often: a long pause is a machine that slept, or a clock that was set forward, and nobody was there meanwhile. */
  beat(): void;
  /** Keeps all schedules from now on, and settles what came due while nobody served. Resolves when that is done; what takes longer goes on with the sweeps. */
  begin(): Promise<void>;
  /** Keeps what other processes on the data folder wrote of schedules. */
  look(): Promise<void>;
  /** What is done each minute. */
  sweep(): Promise<void>;
  /** Begins nothing more, and no further step of what is under way; resolves when what was begun is done. */
  stop(): Promise<void>;
}

/** A slot this long behind the clock is no longer the timer's: the sweep decides what becomes of it. */
const lateMs = 60_000;
/** How long it may take from a change of a schedule until this process keeps it. */
const tellingMs = 5000;
const pageOf = 500;

export function createScheduling(services: () => Services, how: { log: Settings['log']; now: () => Date }): Scheduling {
  return new ServedScheduling(services, how);
}

class ServedScheduling implements Scheduling {
  readonly #services: () => Services;
  readonly timer: Timer;
  readonly #inner: LocalTimer;
  #since: Date | null = null;
  #beaten: Date | null = null;
  #allKept = false;
  readonly #stop = new AbortController();
  #sweeping: Promise<void> | null = null;
  #again = false;

  constructor(services: () => Services, { log, now }: { log: Settings['log']; now: () => Date }) {
    this.#services = services;
    this.#inner = createLocalTimer({ log, now, fire: (scheduleId, slot) => this.#fire(scheduleId, slot) });
    this.timer = { ...this.#inner, keep: async (schedule) => this.#keepAnew(schedule) };
  }

  since(): Date | null {
    return this.#since;
  }

  beat(): void {
    const now = this.#services().stores.now();
    if (this.#since !== null && this.#beaten !== null && now.getTime() - this.#beaten.getTime() > lateMs) this.#since = now;
    this.#beaten = now;
  }

  async begin(): Promise<void> {
    this.#since ??= this.#services().stores.now();
    await this.sweep();
  }

  async look(): Promise<void> {
    while (this.#since !== null && !this.#isStopped() && (await tellTimers(this.#services(), { soon: true })) > 0);
  }

  sweep(): Promise<void> {
    if (this.#since === null || this.#isStopped()) return Promise.resolve();
    this.#again = this.#sweeping !== null;
    this.#sweeping ??= this.#sweepOnce(this.#since).finally(() => {
      this.#sweeping = null;
      if (this.#again) void this.sweep();
    });
    return this.#sweeping;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#inner.close();
    await this.#sweeping;
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #fire(scheduleId: string, slot: Date): Promise<void> {
    // After a sleep of the machine this may be what wakes first.
    this.beat();
    const now = this.#services().stores.now().getTime();
    if (now - slot.getTime() <= lateMs) await fireSlot(this.#services(), { scheduleId, at: slot, signal: this.#stop.signal });
    // The machine slept, or its clock was set: many slots of one schedule may be late, and one look settles them all.
    else void this.sweep();
  }

  async #sweepOnce(since: Date): Promise<void> {
    if (!this.#allKept) {
      const { log } = this.#services().settings;
      await this.#takeOver(since).catch((error: unknown) => {
        log('error', 'not all schedules could be taken over; in a minute they are again', { error: errorText(error) });
      });
    }
    if (!this.#isStopped()) await sweepSchedules(this.#services(), this.#stop.signal);
  }

  /** Keeps every schedule of the table from the start on. What came due until then is the sweep's, and be it a year's, it keeps no due time waiting. */
  async #takeOver(since: Date): Promise<void> {
    let cursor: string | undefined;
    do {
      const page: Page<ScheduleRecord> = await this.#services().stores.schedules.list({ limit: pageOf, cursor });
      for (const record of page.items) this.#keep(record, since);
      cursor = page.nextCursor ?? undefined;
      // Requests that come meanwhile are answered between two pages.
      await setImmediate();
    } while (cursor !== undefined && !this.#isStopped());
    this.#allKept = !this.#isStopped();
  }

  /** A slot may come due between the writing of a row and this; called for what has its row already, nothing is done. */
  #keepAnew(schedule: KeptSchedule): void {
    checkRecurrence(schedule);
    this.#inner.keepFrom(schedule, new Date(this.#services().stores.now().getTime() - tellingMs));
  }

  #keep(record: ScheduleRecord, from: Date): void {
    const settled = new Date(record.settledThrough);
    try {
      this.#inner.keepFrom(asKept(record), settled > from ? settled : from);
    } catch (error) {
      this.#services().settings.log('error', 'a schedule could not be kept', { scheduleId: record.id, error: errorText(error) });
    }
  }
}
