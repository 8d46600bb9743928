import { isTerminal } from '../../core/run.ts';
import type { Services } from '../services.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** The run once it has ended, or as it is after `seconds`, or when the caller is gone. */
export async function waitForEnd(
  services: Pick<Services, 'stores' | 'pulse'>,
  runId: string,
  seconds: number,
  signal: AbortSignal,
): Promise<RunRecord> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const left = until - Date.now();
    const seen = new AbortController();
    // The beat is waited for before the record is read, so that none between the two is missed.
    const beat = services.pulse.wait(runId, Math.min(Math.max(left, 0), 1000), AbortSignal.any([signal, seen.signal]));
    const record = await services.stores.runs.record(runId);
    if (isTerminal(record.status) || left <= 0 || signal.aborted) {
      seen.abort();
      return record;
    }
    await beat;
  }
}
