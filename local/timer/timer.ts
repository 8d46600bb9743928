import type { Fire, KeptSchedule, Timer } from '../../functions/ports/timer.ts';
import type { Settings } from '../../functions/services.ts';
import { nextDue } from './due.ts';

export interface LocalTimerOptions {
  fire: Fire;
  log: Settings['log'];
  now?: () => Date;
}

/** The longest that is slept at once: a clock that was set, or a machine that slept, is noticed within it. */
const napMs = 30_000;

/** Schedules kept by this process; who starts it keeps them again. */
export function createLocalTimer({ fire, log, now = () => new Date() }: LocalTimerOptions): Timer & { close(): void } {
  const kept = new Map<string, NodeJS.Timeout>();
  const forget = (id: string) => {
    clearTimeout(kept.get(id));
    kept.delete(id);
  };
  const sleep = (schedule: KeptSchedule, due: Date) => {
    const left = due.getTime() - now().getTime();
    const timer = setTimeout(() => (left > napMs ? sleep(schedule, due) : wake(schedule, due)), Math.max(0, Math.min(left, napMs)));
    kept.set(schedule.id, timer.unref());
  };
  const wake = (schedule: KeptSchedule, due: Date) => {
    // Each due time is called, in order, even when several passed while the machine slept.
    fire(schedule.id, due).catch((error: unknown) => {
      log('error', 'a due time could not be handled', { scheduleId: schedule.id, slot: due.toISOString(), error: String(error) });
    });
    const next = nextDue(schedule, due);
    if (next === null) forget(schedule.id);
    else sleep(schedule, next);
  };
  return {
    keep: async (schedule) => {
      const due = nextDue(schedule, now());
      forget(schedule.id);
      if (due !== null) sleep(schedule, due);
    },
    forget: async (id) => forget(id),
    kept: async () => [...kept.keys()],
    close: () => {
      for (const id of kept.keys()) forget(id);
    },
  };
}
