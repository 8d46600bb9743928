import { isTerminal } from '../../../core/run.ts';
import type { Sandbox } from '../../ports/launcher.ts';
import type { Whole } from '../../stores/attempts/whole.ts';
import type { AnsweringParts } from '../../workflow/parts.ts';

/** A sandbox whose run has just ended, or which another launch has just replaced, is given so long to end by itself, in milliseconds. */
const leaveMs = 30_000;

/** Stops a living sandbox that nobody needs: its run has ended or is not there, or another launch's sandbox has its place. */
export async function stopOrphan({ launcher, stores, settings }: AnsweringParts, sandbox: Sandbox, whole: Whole | null): Promise<void> {
  if (whole !== null && isNeeded(whole, sandbox, stores.now())) return;
  settings.log('info', 'a sandbox that nobody needs is stopped', { runId: sandbox.runId, sandbox: sandbox.ref });
  await launcher.stop(sandbox, 0);
}

function isNeeded({ record, row }: Whole, { ref }: Sandbox, now: Date): boolean {
  const isRecent = (at: string | null) => at !== null && now.getTime() - Date.parse(at) < leaveMs;
  if (isTerminal(record.status)) return isRecent(record.endedAt);
  // It waits for its next attempt; what lives is of the one before.
  if (record.status === 'QUEUED') return isRecent(record.attempts.at(-1)?.endedAt ?? null);
  return row === null || row.sandbox === null || row.sandbox === ref || isRecent(row.launchedAt);
}
