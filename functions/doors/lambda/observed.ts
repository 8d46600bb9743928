import withMiddy from '@middy/core';
import type { Observer } from './observer.ts';

/** A Lambda handler that the observer goes along with, still without its work. Middy's own time-out is off: it would take a run's last word for a fault. */
export function observed(observer: Observer, mode: { executionMode?: () => void } = {}) {
  return withMiddy({ ...mode, timeoutEarlyInMillis: 0, requestEnd: () => observer.end() }).before(({ context }) => observer.begin(context));
}
