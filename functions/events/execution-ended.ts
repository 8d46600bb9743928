import * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { FinishStep } from '../../core/schemas/steps.ts';
import { admitNext } from '../workflow/admit-next.ts';
import { afterEnd } from '../workflow/after-end.ts';
import type { EndingParts } from '../workflow/parts.ts';
import { settleRun } from '../workflow/settle-run.ts';

/** What EventBridge tells when an execution ended otherwise than well (AWS docs: "Automating Step Functions event delivery with EventBridge"). */
export const executionEndedEvent = z.object({
  detail: z.object({
    /** `<runId>-<attempt>`. */
    name: z.string().regex(/^run_[0-9A-Z]{26}-\d+$/, 'the id of a run, - and the number of an attempt'),
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

/** The second recorder: an execution ended before its state `Finish` could end the run, so the run is ended here. */
export async function executionEnded(parts: EndingParts, { detail }: z.output<typeof executionEndedEvent>): Promise<void> {
  const [runId = '', attempt = ''] = detail.name.split('-');
  const how = { error: errorOf(detail), insists: true };
  const settled = await settleRun(parts, { runId, attempt: Number(attempt) }, how).catch((error: unknown) => {
    // A run that is kept no longer needs no end.
    if (!(error instanceof AppError && error.code === 'not-found')) throw error;
    return null;
  });
  await admitNext(parts);
  // Who cancels a run aborts its execution; any other end of it before the run's is a fault.
  if (settled?.changed && detail.status !== 'ABORTED') parts.metrics.count('runsRescued');
  if (settled?.changed) await afterEnd(parts, settled.record);
}

function errorOf({ status, error, cause }: z.output<typeof executionEndedEvent>['detail']): FinishStep['error'] {
  if (status === 'TIMED_OUT') return { Error: 'States.Timeout' };
  return { Error: error ?? status, ...(cause ? { Cause: cause } : {}) };
}
