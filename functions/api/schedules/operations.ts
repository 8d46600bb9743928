import { backfillSchedule } from './backfill-schedule.ts';
import { createSchedule } from './create-schedule.ts';
import { deleteSchedule } from './delete-schedule.ts';
import { getSchedule } from './get-schedule.ts';
import { listSchedules } from './list-schedules.ts';
import { listSlots } from './list-slots.ts';
import { pauseSchedule } from './pause-schedule.ts';
import { previewSchedule } from './preview-schedule.ts';
import { resumeSchedule } from './resume-schedule.ts';
import { runSchedule } from './run-schedule.ts';
import { updateSchedule } from './update-schedule.ts';

/** What the resource `schedules` can do. */
export const schedulesOperations = {
  backfillSchedule,
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  listSlots,
  pauseSchedule,
  previewSchedule,
  resumeSchedule,
  runSchedule,
  updateSchedule,
} as const;
