import { AppError } from '../../core/errors.ts';
import type { Timer } from '../../functions/ports/timer.ts';

/** For a process that goes as soon as it is done: it records schedules, and the server of the data folder finds and keeps them. */
export const absentTimer: Timer = {
  keep: () => Promise.reject(new AppError('no-capacity', 'Schedules are kept by the server of this data folder, not by a command.')),
  forget: () => Promise.reject(new AppError('no-capacity', 'Schedules are kept by the server of this data folder, not by a command.')),
  kept: async () => [],
};
