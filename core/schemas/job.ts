import * as z from 'zod';
import { instant, json, jsonObject, sha256 } from './json.ts';
import { limits } from './limits.ts';

export const securityLevels = ['strict', 'moderate', 'permissive'] as const;
export const securityLevel = z.enum(securityLevels);
export type SecurityLevel = z.infer<typeof securityLevel>;

export const style = z.enum(['script', 'function']);
export const outputContract = z.enum(['auto', 'json']);

/** The code of a job: small sources inside the job, larger ones as a zip that lies where the runner can read it. */
export const jobCode = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('inline'), files: z.array(z.strictObject({ path: z.string(), base64: z.string() })) }),
  z.strictObject({ kind: z.literal('archive'), path: z.string(), sha256 }),
]);

/** What a run is told of the schedule that made it, and whether the script's own `trigger()` is asked before anything else. */
export const jobTrigger = z.strictObject({ schedule: z.string().nullable(), slot: instant.nullable(), ask: z.boolean() });

/** All that a sandbox is told of its run. Golden examples: `contract/job.json`, read by the runner's tests too. */
export const job = z.strictObject({
  runId: z.string(),
  attempt: z.int().min(1),
  language: z.literal('python'),
  style,
  entry: z.string(),
  code: jobCode,
  hasInput: z.boolean(),
  input: json,
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  workingDirectory: z.string().nullable().describe('folder in the workspace; null for the workspace itself'),
  files: z.array(z.strictObject({ path: z.string(), source: z.string(), sha256, bytes: z.int() })),
  returnVariables: z.array(z.string()),
  outputContract,
  lineBuffered: z.boolean(),
  state: jsonObject.nullable(),
  trigger: jobTrigger,
  securityLevel,
  limits,
  store: z.strictObject({ kind: z.literal('directory'), path: z.string() }),
});
export type Job = z.infer<typeof job>;
