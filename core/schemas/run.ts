import * as z from 'zod';
import { artifact } from './artifact.ts';
import { codeFields, inputFiles } from './files.ts';
import { outputContract, securityLevel } from './job.ts';
import { instant, json, jsonObject, sha256 } from './json.ts';
import { limitFields } from './limits.ts';
import { exception, metrics } from './report.ts';
import { attempt, retryPolicy } from './retry.ts';
import { reasons } from '../reasons.ts';
import { statuses } from '../run.ts';

export const trigger = z.object({
  kind: z.enum(['api', 'cli', 'console', 'schedule', 'batch', 'session']),
  actor: z.string().optional(),
  rerunOf: z.string().optional(),
  schedule: z.string().optional().describe('id of the schedule'),
  slot: instant.optional().describe('the due time for which it runs; the script reads it in RUNLET_SLOT'),
  cause: z.enum(['due', 'late', 'catch-up', 'backfill', 'run-now']).optional().describe('what made the run of a schedule'),
});
export type Trigger = z.infer<typeof trigger>;

const reasonNames = z.enum(Object.keys(reasons));

/** What a list shows of a run; the whole record adds what may be large. */
export const runSummary = z.object({
  id: z.string(),
  status: z.enum(statuses),
  reason: reasonNames.nullable(),
  message: z.string().nullable().describe('one sentence: what became of it, and what to do'),
  script: z.string().nullable().describe('name of the script; null for a preview'),
  scriptId: z.string().nullable(),
  version: z.int().nullable(),
  trigger,
  exitCode: z.int().nullable(),
  limitsHit: z.array(z.string()),
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  metrics: metrics.nullable(),
  attempt: z.int().describe('the attempt that it is in, or ended in'),
});
export type RunSummary = z.infer<typeof runSummary>;

export const run = runSummary.extend({
  signal: z.int().nullable(),
  exception: exception.nullable(),
  input: json,
  result: json,
  resultUrl: z.string().nullable().describe('where a result above 1 MiB is fetched'),
  variables: jsonObject.nullable(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  files: z.array(z.object({ name: z.string(), path: z.string(), bytes: z.int(), sha256 })),
  limits: z.record(z.string(), z.number()),
  sandbox: z
    .object({ cpu: z.number(), memoryMiB: z.int() })
    .nullable()
    .describe('vCPU and memory of the sandbox, where the edition rounds them up to sizes of its own'),
  walls: z.array(z.string()).describe('the walls that stood around the script'),
  security: z.object({ level: securityLevel, enforcedBy: z.enum(['scan', 'wall', 'none']), note: z.string() }),
  phases: z.record(z.string(), z.number()).describe('milliseconds of each phase'),
  artifacts: z.array(artifact),
  artifactsDropped: z.int(),
  log: z.object({ bytes: z.int(), lines: z.int(), droppedBytes: z.int() }),
  code: z.object({ sha256, entry: z.string(), style: z.enum(['script', 'function']), language: z.literal('python') }),
  state: z.enum(['unchanged', 'saved', 'conflict']).nullable(),
  attempts: z.array(attempt).describe('earlier attempts, once one has been repeated'),
  retry: retryPolicy.nullable(),
  retryAt: instant.nullable().describe('when the next attempt may begin'),
  python: z.string().nullable(),
});
export type Run = z.infer<typeof run>;

/** Text that a process can be given: without NUL, which ends it, and without half characters, which UTF-8 does not have. */
const processText = z
  .string()
  .max(100_000)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'text without NUL characters and halves of surrogate pairs');

/** What a person may say about how a run is done, whenever that is; the limits stand flat among it. */
export const runSettings = {
  input: json.optional().describe('JSON that the script gets on stdin, in RUNLET_INPUT or as arguments of main'),
  args: z.array(processText).max(10_000).optional(),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name of letters, digits and _'), processText).optional(),
  cpu: z.number().min(0.25).max(16).optional().describe('share of a CPU, where the edition can give it'),
  returnVariables: z
    .array(z.string().regex(/^[^\W\d]\w*$/u, 'a Python name'))
    .max(1000)
    .optional(),
  outputContract: outputContract.optional().describe('`json`: stdout must be one JSON document'),
  lineBuffered: z.boolean().optional(),
  securityLevel: securityLevel.optional(),
  allowedImports: z.array(z.string()).optional(),
  retry: retryPolicy.optional().describe('whether and how a run that failed is attempted again'),
  ...limitFields,
};

/** The same, and what is given to one run alone. */
const runFields = {
  ...runSettings,
  inputText: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .optional()
    .describe('input as text, read by the types of the input schema'),
  files: inputFiles.optional().describe('files given to the run by name'),
  triggerKind: z.enum(['api', 'cli', 'console']).optional(),
};

export const startRunBody = z.strictObject({
  ...runFields,
  version: z
    .union([z.int().min(1), z.literal('live')])
    .optional()
    .describe('`live` unless said otherwise'),
});
export type StartRunBody = z.infer<typeof startRunBody>;

const { files: scriptFilesField, ...otherCode } = codeFields;
/** A preview carries its code; `code` holds the files of a script of several files, because `files` are inputs. */
export const previewBody = z.strictObject({ ...runFields, ...otherCode, code: scriptFilesField });
export type PreviewBody = z.infer<typeof previewBody>;

export const wait = z.coerce.number().min(0).max(25).optional().describe('seconds to wait for the end, at most 25');
