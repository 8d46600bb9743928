import { errorText } from '../../core/error-text.ts';
import { checkRecurrence } from '../../functions/ports/check-recurrence.ts';
import type { Fire, KeptSchedule, Timer } from '../../functions/ports/timer.ts';
import type { Settings } from '../../functions/services.ts';
import { nextDue } from '../../functions/stores/schedules/due.ts';
import { createDueHeap } from './due-heap.ts';

export interface LocalTimerOptions {
  fire: Fire;
  log: Settings['log'];
  now?: () => Date;
}

export interface LocalTimer extends Timer {
  /** Keeps a schedule that was checked when it was made, as if since `after`: what came due from then until now is called at once. */
  keepFrom(schedule: KeptSchedule, after: Date): void;
  /** Calls no more. Resolves when all that was called has been answered. */
  close(): Promise<void>;
}

/** The longest that is slept at once: a clock that was set, or a machine that slept, is noticed within it. */
const napMs = 30_000;
/** Due times that are called at once; the others that are due wait for their turn, so that a full hour does not stop the server. */
const width = 32;

/** Schedules kept by this process, with one sleep for all of them; who starts it keeps them again. */
export function createLocalTimer(options: LocalTimerOptions): LocalTimer {
  const timer = new HeapTimer(options);
  return {
    keep: async (schedule) => {
      checkRecurrence(schedule);
      timer.keepFrom(schedule, timer.now());
    },
    keepFrom: (schedule, after) => timer.keepFrom(schedule, after),
    forget: async (id) => timer.forget(id),
    kept: async () => timer.kept(),
    close: () => timer.close(),
  };
}

class HeapTimer {
  readonly now: () => Date;
  readonly #fire: Fire;
  readonly #log: Settings['log'];
  readonly #kept = new Map<string, KeptSchedule>();
  /** May hold what was replaced or forgotten, which is known by not being in `kept`. */
  readonly #heap = createDueHeap<KeptSchedule>();
  readonly #calls = new Set<Promise<void>>();
  #stopSleep = () => {};
  #closed = false;

  constructor({ fire, log, now = () => new Date() }: LocalTimerOptions) {
    this.now = now;
    this.#fire = fire;
    this.#log = log;
  }

  keepFrom(schedule: KeptSchedule, after: Date): void {
    const due = nextDue(schedule, after);
    if (due === null) return this.forget(schedule.id);
    this.#kept.set(schedule.id, schedule);
    this.#put(schedule, due);
    if (this.#heap.size() > 2 * this.#kept.size + 100) this.#heap.keepOnly(({ what }) => this.#isKept(what));
    this.#sleep();
  }

  forget(id: string): void {
    this.#kept.delete(id);
  }

  kept(): string[] {
    return [...this.#kept.keys()];
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopSleep();
    await Promise.all(this.#calls);
  }

  #isKept(schedule: KeptSchedule): boolean {
    return this.#kept.get(schedule.id) === schedule;
  }

  #put(schedule: KeptSchedule, due: Date): void {
    this.#heap.put({ what: schedule, at: due.getTime() });
  }

  #sleep(): void {
    this.#stopSleep();
    const first = this.#heap.first();
    if (first === undefined || this.#closed || this.#calls.size >= width) return;
    const left = first.at - this.now().getTime();
    if (left <= 0) {
      // Behind whatever else waits to be done: a thousand due at once do not keep requests from being answered.
      const turn = setImmediate(() => this.#wake());
      this.#stopSleep = () => clearImmediate(turn);
    } else {
      const sleep = setTimeout(() => this.#wake(), Math.min(left, napMs)).unref();
      this.#stopSleep = () => clearTimeout(sleep);
    }
  }

  #wake(): void {
    const until = this.now().getTime();
    while (this.#calls.size < width && (this.#heap.first()?.at ?? Infinity) <= until) {
      const due = this.#heap.take();
      if (due && this.#isKept(due.what)) this.#begin(due.what, new Date(due.at));
    }
    this.#sleep();
  }

  #begin(schedule: KeptSchedule, due: Date): void {
    const call = this.#call(schedule, due).finally(() => {
      this.#calls.delete(call);
      this.#sleep();
    });
    this.#calls.add(call);
  }

  /** A schedule's next due time waits until this one is answered, so that all are called in order, even when several passed in a sleep. */
  async #call(schedule: KeptSchedule, due: Date): Promise<void> {
    const { id } = schedule;
    try {
      await this.#fire(id, due);
    } catch (error) {
      this.#log('error', 'a due time could not be handled', { scheduleId: id, slot: due.toISOString(), error: errorText(error) });
    }
    if (!this.#isKept(schedule)) return;
    const next = nextDue(schedule, due);
    if (next === null) this.forget(id);
    else this.#put(schedule, next);
  }
}
