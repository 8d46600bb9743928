import type { Pulse } from '../functions/ports/pulse.ts';

/** Beats within this process; runs of other processes are noticed when the wait is over. */
export function createPulse(): Pulse {
  const waiting = new Map<string, Set<() => void>>();
  return {
    wait: (runId, ms, signal) =>
      new Promise((resolve) => {
        const those = waiting.get(runId) ?? new Set();
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          those.delete(done);
          if (those.size === 0 && waiting.get(runId) === those) waiting.delete(runId);
          resolve();
        };
        const timer = setTimeout(done, ms);
        waiting.set(runId, those.add(done));
        if (signal?.aborted) done();
        else signal?.addEventListener('abort', done, { once: true });
      }),
    beat: (runId) => {
      for (const done of waiting.get(runId) ?? []) done();
    },
  };
}
