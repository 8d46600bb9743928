import * as z from 'zod';
import { median } from './measure.ts';

/** The phases of a run's record, in milliseconds. */
export const phases = z.record(z.string(), z.number());
export type Phases = z.infer<typeof phases>;

/** The median of each phase over many runs, as one line: what the record itself says of where the time went. */
export function medianPhases(runs: readonly Phases[]): string {
  const names = Object.keys(runs[0] ?? {});
  return names.map((name) => `${name} ${median(runs.map((run) => run[name] ?? 0)).toFixed(1)}`).join(', ');
}
