import { setTimeout as sleep } from 'node:timers/promises';
import type { Pulse } from '../../ports/pulse.ts';

/** The longest between two looks at a run that is waited for, in milliseconds. */
const lookMs = 1_000;

/** Between Lambdas no beat is heard, so whoever waits looks again each second. */
export const pollingPulse: Pulse = {
  wait: async (_runId, ms, signal) => {
    await sleep(Math.min(Math.max(ms, 0), lookMs), undefined, signal ? { signal } : {}).catch(() => undefined);
  },
  beat: () => undefined,
};
