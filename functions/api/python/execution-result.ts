import type * as z from 'zod';
import type { executionResult as schema } from '../../../core/schemas/python.ts';
import type { Run } from '../../../core/schemas/run.ts';
import type { Services } from '../../services.ts';
import { longestSec } from '../../stores/runs/clocks.ts';
import type { RunRecord } from '../../stores/runs/record.ts';
import { waitForEnd } from '../../submitting/wait-for-end.ts';

/** Output above this many bytes a stream is cut in the answer; the run's log has it whole. */
const shownBytes = 4 * 1024 * 1024;

/** Waits for the end of a run, however long its own clocks let it take, and tells of it in the form that users of `/python/*` know. */
export async function executionResult(
  services: Services,
  begun: RunRecord,
  signal: AbortSignal,
  captureOutput: boolean,
): Promise<z.input<typeof schema>> {
  const longest = begun.queueTimeoutSec + longestSec(begun.limits);
  const run = await services.stores.runs.show(await waitForEnd(services, begun.id, longest, signal));
  const text = async (stream: 'stdout' | 'stderr') => (captureOutput ? services.stores.logs.text(run, stream, shownBytes) : '');
  return {
    success: run.status === 'SUCCEEDED',
    stdout: await text('stdout'),
    stderr: await text('stderr'),
    return_value: run.result,
    variables: run.variables ?? {},
    execution_time: (run.metrics?.wallMs ?? 0) / 1000,
    memory_used: `${(run.metrics?.peakMemoryMiB ?? 0).toFixed(1)}MB`,
    exit_code: run.exitCode,
    exception_info: exceptionInfo(run),
    run_id: run.id,
  };
}

/** The exception, or what else kept the run from succeeding under its reason's name. */
function exceptionInfo(run: Run): z.input<typeof schema>['exception_info'] {
  if (run.exception) return run.exception;
  if (run.reason === null || run.reason === 'exit-nonzero') return null;
  return { type: run.reason, message: run.message ?? '', traceback: '', line: null };
}
