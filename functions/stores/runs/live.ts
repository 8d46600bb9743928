import * as z from 'zod';
import type { RunsContext } from './context.ts';

export const progress = z.object({ at: z.iso.datetime(), fraction: z.number().nullable(), message: z.string().nullable() });
export type Progress = z.infer<typeof progress>;
const liveRow = z.object({ progress });

/** One row per run that changes while it runs: what a follower reads once a second. It vanishes a day later. */
function liveKey(runId: string) {
  return { pk: `RUN#${runId}`, sk: 'LIVE' };
}

export async function readProgress(context: RunsContext, runId: string): Promise<Progress | null> {
  const row = await context.table.get(liveKey(runId));
  return row ? liveRow.parse(row.body).progress : null;
}

export async function writeProgress(context: RunsContext, runId: string, value: Progress): Promise<void> {
  const expiresAt = Math.floor(context.now().getTime() / 1000) + 24 * 3600;
  await context.table.put({ ...liveKey(runId), body: { progress: value }, expiresAt }, { kind: 'none' });
  context.pulse.beat(runId);
}
