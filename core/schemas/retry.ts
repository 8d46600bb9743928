import * as z from 'zod';
import { instant } from './json.ts';
import { metrics } from './report.ts';
import { reasons } from '../reasons.ts';
import { statuses } from '../run.ts';

/** Why an attempt may have failed that a further one may mend: the script's own end, a limit, or our fault. What a person decided or a policy forbids is final. */
export const retryableReasons = [
  'exit-nonzero',
  'exception',
  'signal',
  'timeout',
  'cpu-limit',
  'out-of-memory',
  'lost',
  'start-failed',
  'start-timeout',
] as const;

/** What holds where a policy says nothing; `reasons` is all of them. */
export const retryDefaults = { reasons: retryableReasons, backoffSec: 10, maxBackoffSec: 600, jitter: 0.5, memoryFactor: 2 } as const;

/** Whether and how a run that failed is attempted again. All attempts stand under the one run. */
export const retryPolicy = z.strictObject({
  attempts: z.int().min(1).max(10).describe('attempts in all, the first one included; 1 to 10'),
  reasons: z
    .array(z.enum(retryableReasons))
    .min(1)
    .optional()
    .describe('which reasons are worth another attempt; all of them unless said otherwise'),
  backoffSec: z
    .number()
    .min(0)
    .max(3600)
    .optional()
    .describe(`pause before the second attempt, doubled before each further one; ${retryDefaults.backoffSec} unless said otherwise`),
  maxBackoffSec: z
    .number()
    .min(0)
    .max(86_400)
    .optional()
    .describe(`the longest pause; ${retryDefaults.maxBackoffSec} unless said otherwise`),
  jitter: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      `the part of each pause that is left to chance, so that what failed together does not return together; ${retryDefaults.jitter} unless said otherwise`,
    ),
  memoryFactor: z
    .number()
    .min(1)
    .max(8)
    .optional()
    .describe(
      `by how much memoryMiB grows after out-of-memory, up to what is allowed; ${retryDefaults.memoryFactor} unless said otherwise`,
    ),
});
export type RetryPolicy = z.infer<typeof retryPolicy>;

/** One attempt of a run, once it has ended. */
export const attempt = z.object({
  attempt: z.int().min(1),
  status: z.enum(statuses),
  reason: z.enum(Object.keys(reasons)).nullable(),
  message: z.string().nullable(),
  exitCode: z.int().nullable(),
  memoryMiB: z.int(),
  startedAt: instant.nullable(),
  endedAt: instant,
  metrics: metrics.nullable(),
});
export type Attempt = z.infer<typeof attempt>;
