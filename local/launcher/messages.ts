import * as z from 'zod';
import { report } from '../../core/schemas/report.ts';

const missing = z.array(z.object({ wall: z.string(), why: z.string() }));

/** What the runner says over its socket, one JSON object a line. */
export const runnerEvent = z.discriminatedUnion('event', [
  z.looseObject({ event: z.literal('ready'), python: z.string(), walls: z.array(z.string()), missing }),
  z.object({ event: z.literal('started'), runId: z.string(), at: z.number(), phases: z.record(z.string(), z.number()) }),
  z.object({ event: z.literal('log'), runId: z.string(), bytes: z.number(), lines: z.number() }),
  z.object({
    event: z.literal('progress'),
    runId: z.string(),
    at: z.number(),
    fraction: z.number().nullable(),
    message: z.string().nullable(),
  }),
  z.object({ event: z.literal('report'), report }),
  z.looseObject({ event: z.literal('doctor'), id: z.int() }),
]);
export type RunnerEvent = z.infer<typeof runnerEvent>;
export type Ready = Extract<RunnerEvent, { event: 'ready' }>;
