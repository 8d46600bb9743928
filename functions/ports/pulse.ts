/** Tells waiting requests that something about a run may have changed; missing a beat costs time, never truth. */
export interface Pulse {
  /** Resolves when the run may have changed, at the latest after `ms` milliseconds, or when the signal aborts. */
  wait(runId: string, ms: number, signal?: AbortSignal): Promise<void>;
  /** Wakes who waits for the run. */
  beat(runId: string): void;
}
