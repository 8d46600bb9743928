/**
 * What the operator's figures are named. Each costs $0.30 a month on AWS for every value of a dimension that it carries, so there are at
 * most eight, none carries a script's name, and what is asked of single scripts is read from the log line of each ended run.
 */
export const metricNames = {
  runsEnded: { unit: 'count', help: 'Runs that ended, whatever became of them.' },
  runsFailed: { unit: 'count', help: 'Runs that ended by their own fault: FAILED or TIMED_OUT.' },
  runsCrashed: { unit: 'count', help: 'Runs that ended by our fault: CRASHED.' },
  launchesFailed: { unit: 'count', help: 'Runs that ended because no sandbox could be started for them, after all tries.' },
  runsRescued: { unit: 'count', help: 'Runs that another than their workflow ended, because it broke or stood still.' },
  startingSeconds: { unit: 'seconds', help: 'From the place to the first line of the script.' },
  slotsOverdue: { unit: 'count', help: 'Due times of schedules that did not begin within two minutes, or could not be delivered.' },
  queuedRuns: { unit: 'count', help: 'Runs that wait for a place, as the sweeper counts them; not told while none waits.' },
} as const satisfies Record<string, { unit: 'count' | 'seconds'; help: string }>;
export type MetricName = keyof typeof metricNames;

/** Figures for the operator. Telling one never fails and never waits. */
export interface Metrics {
  /** Adds to a figure. */
  count(name: MetricName, value?: number): void;
  /** Tells one measurement, in the unit of the figure. */
  measure(name: MetricName, value: number): void;
}
