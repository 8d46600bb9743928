import * as z from 'zod';
import { json } from './json.ts';
import { runSummary } from './run.ts';

/** One line of a run's log. A line longer than 16 KiB is shown cut, with a mark. */
export const logLine = z.object({
  seq: z.int().describe('order of completion, from 0'),
  time: z.iso.datetime(),
  stream: z.enum(['stdout', 'stderr', 'runlet']),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLine>;

/** One event of a run as it happens. The ids of events sort as they were sent and resume a stream. */
export const runEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('status'), data: runSummary }),
  z.object({
    type: z.literal('log'),
    data: logLine.extend({ attempt: z.int().optional().describe('which attempt wrote it, unless it was the first') }),
  }),
  z.object({
    type: z.literal('progress'),
    data: z.object({ at: z.iso.datetime(), fraction: z.number().nullable(), message: z.string().nullable() }),
  }),
  z.object({ type: z.literal('result'), data: json }),
  z.object({ type: z.literal('end'), data: runSummary }),
]);
export type RunEvent = z.infer<typeof runEvent>;
