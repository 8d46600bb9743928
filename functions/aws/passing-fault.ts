import * as z from 'zod';

/** What the services call it when too much was asked of them at once; the SDK has tried again before we hear of it. */
const throttles: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'SlowDown',
  'KmsThrottlingException',
]);

/** What Node and the SDK call it when no answer came. */
const silences: ReadonlySet<string> = new Set([
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const fault = z.object({
  name: z.string(),
  code: z.string().optional(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
});

/** Whether a call to AWS failed for a reason that passes: it was throttled, the service was in trouble, or no answer came. */
export function isPassing(error: unknown): boolean {
  const { success, data } = fault.safeParse(error);
  if (!success) return false;
  const status = data.$metadata?.httpStatusCode ?? 0;
  return throttles.has(data.name) || silences.has(data.name) || silences.has(data.code ?? '') || status === 429 || status >= 500;
}

/** The fault's own name, as AWS documents it. */
export function faultName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
