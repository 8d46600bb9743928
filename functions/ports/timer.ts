/** When a schedule is due. */
export type Recurrence =
  /** Five fields of Unix cron, read in the time zone; day of month and day of week together mean either. */
  { kind: 'cron'; cron: string } | { kind: 'rate'; everySec: number } | { kind: 'at'; at: Date };

/** A schedule as the timer keeps it. */
export interface KeptSchedule {
  id: string;
  recurrence: Recurrence;
  /** IANA name. */
  timezone: string;
  /** Not due before, and not from then on. */
  start?: Date;
  end?: Date;
}

/** What a due time calls: at least once, perhaps late. `slot` is the time that was due, not the time of the call. */
export type Fire = (scheduleId: string, slot: Date) => Promise<void>;

/** Keeps schedules and calls at their due times. */
export interface Timer {
  /** Keeps the schedule from now on, in place of what was kept under its id.
   *  @throws AppError `bad-request` for a recurrence or time zone that cannot be kept, in a sentence. */
  keep(schedule: KeptSchedule): Promise<void>;
  /** Calls no more; a schedule that is not kept is no error. */
  forget(id: string): Promise<void>;
  /** Ids of all that is kept, to compare with what should be. */
  kept(): Promise<string[]>;
}
