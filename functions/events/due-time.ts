import * as z from 'zod';
import { idPattern } from '../../core/ids.ts';

/** What a due time calls with: `slot` is the time that was due, as EventBridge Scheduler writes it, such as 2022-03-22T18:59:43Z. */
export const dueTimeEvent = z.object({
  scheduleId: z.string().regex(idPattern('schedule'), 'the id of a schedule'),
  slot: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});
export type DueTime = z.output<typeof dueTimeEvent>;
