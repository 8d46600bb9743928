import * as z from 'zod';
import { artifact } from './artifact.ts';
import { json, jsonObject, sha256 } from './json.ts';
import { stoppers } from '../run.ts';

/** An uncaught exception, without a frame of ours. */
export const exception = z.object({ type: z.string(), message: z.string(), line: z.int().nullable(), traceback: z.string() });

export const metrics = z.object({
  wallMs: z.number(),
  cpuUserMs: z.number(),
  cpuSystemMs: z.number(),
  peakMemoryMiB: z.number(),
  outputBytes: z.int(),
});

export const facts = z.strictObject({
  endedBy: z.enum([...stoppers, 'canceled', 'declined', 'start-failed', 'lost']).nullable(),
  exitCode: z.int().nullable(),
  signal: z.int().nullable(),
  limitsHit: z.array(z.string()),
  exception: exception.nullable(),
  result: z.strictObject({
    state: z.enum(['none', 'present', 'too-large', 'invalid']),
    from: z.enum(['stdout', 'return', 'call']).nullable(),
    detail: z.string().nullable(),
  }),
  message: z.string().nullable().optional(),
});

/** What the runner says at the end of a run. Golden examples: `contract/report.json`, read by the runner's tests too. */
export const report = z.strictObject({
  runId: z.string(),
  attempt: z.int(),
  facts,
  result: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('inline'), value: json }),
      z.strictObject({ kind: z.literal('file'), bytes: z.int(), sha256 }),
    ])
    .nullable(),
  variables: jsonObject.nullable(),
  state: jsonObject.nullable(),
  artifacts: z.array(artifact),
  artifactsDropped: z.int(),
  log: z.strictObject({ bytes: z.int(), lines: z.int(), stdoutBytes: z.int(), stderrBytes: z.int(), droppedBytes: z.int() }),
  metrics,
  phases: z.record(z.string(), z.number()),
  walls: z.array(z.string()),
  python: z.string(),
});
export type Report = z.infer<typeof report>;
