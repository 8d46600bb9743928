import type { Handover, Launch } from '../ports/launcher.ts';
import type { Attempts } from '../stores/attempts.ts';
import type { At } from '../stores/attempts/record.ts';

/** A handover, and the number of the newest launch that it has counted. */
export interface CountedHandover extends Handover {
  newest(): number;
}

/** Lets the launcher offer an attempt to a sandbox that waits: the claim says that it was taken, a new launch under Launch's token takes it back. */
export function handOver(attempts: Attempts, at: At, token: string, { launch }: Pick<Launch, 'launch'>): CountedHandover {
  let newest = launch;
  return {
    newest: () => newest,
    claimed: async () => {
      const { row } = await attempts.whole(at.runId);
      return row !== null && row.claimedAt !== null;
    },
    renew: async () => {
      const opened = await attempts.open(at, token);
      if (opened.kind !== 'launch') return null;
      newest = opened.launch;
      return { launch: opened.launch, claimCode: opened.claimCode };
    },
  };
}
