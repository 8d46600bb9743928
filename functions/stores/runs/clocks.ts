import type { Limits } from '../../../core/schemas/limits.ts';

/** What a run may take to start, and to report its end, in seconds; its running time has limits of its own. */
export const startingSec = 300;
export const reportingSec = 120;
/** How often a runner that fetched its job is heard of, in seconds. */
export const beatSec = 10;

/** Whether a script that ran so many milliseconds was past its time limit and its grace. */
export function isOvertime({ timeoutSec, graceSec }: Pick<Limits, 'timeoutSec' | 'graceSec'>, ranMs: number): boolean {
  return ranMs > (timeoutSec + graceSec) * 1000;
}

/** The longest that a run may be under way from the moment it has a place. */
export function longestSec({ timeoutSec, graceSec }: Pick<Limits, 'timeoutSec' | 'graceSec'>): number {
  return startingSec + timeoutSec + graceSec + reportingSec;
}
