import { Duration } from 'aws-cdk-lib';
import { Dashboard, LogQueryVisualizationType, LogQueryWidget, Row } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { FunctionName, Functions } from './functions.ts';

/** Functions that may be the one to end a run, and then write the line of it. */
export const enders = ['finish', 'task-stopped', 'execution-ended', 'sweep'] as const satisfies readonly FunctionName[];

/** What each ended run is told as in the log, and the fields of that line which are asked for here; functions/workflow/run-ended.ts writes it. */
export const endedLine = {
  message: 'run ended',
  fields: ['script', 'version', 'status', 'reason', 'runId', 'runningMs', 'peakMemoryMiB', 'memoryMiB', 'cpuMs', 'estimatedUsd'],
} as const;

const ended = `filter message = "${endedLine.message}"`;
const unwell = 'strcontains(status, "FAILED") + strcontains(status, "TIMED_OUT") + strcontains(status, "CRASHED") as unwell';

interface Table {
  title: string;
  lines: string[];
  view?: LogQueryVisualizationType;
}

const tables: Table[] = [
  {
    title: 'Runs an hour, and how many did not end well',
    lines: [`fields ${unwell}`, ended, 'stats count(*) as runs, sum(unwell) as failures by bin(1h)'],
    view: LogQueryVisualizationType.LINE,
  },
  {
    title: 'Scripts: runs and failures',
    lines: [`fields ${unwell}`, ended, 'stats count(*) as runs, sum(unwell) as failures by script', 'sort runs desc', 'limit 50'],
  },
  {
    title: 'Scripts: seconds',
    lines: [
      ended,
      'stats avg(runningMs) / 1000 as mean, pct(runningMs, 95) / 1000 as p95, max(runningMs) / 1000 as longest by script',
      'sort p95 desc',
      'limit 50',
    ],
  },
  {
    title: 'Scripts: MiB used, and MiB paid for',
    lines: [
      ended,
      'stats pct(peakMemoryMiB, 95) as p95, max(peakMemoryMiB) as most, max(memoryMiB) as paid by script',
      'sort most desc',
      'limit 50',
    ],
  },
  {
    title: 'Scripts: dollars, estimated',
    lines: [ended, 'stats sum(estimatedUsd) as dollars, sum(cpuMs) / 1000 as cpuSeconds by script', 'sort dollars desc', 'limit 50'],
  },
  {
    title: 'What did not end well, newest first',
    lines: [
      `fields @timestamp, script, version, status, reason, runId, ${unwell}`,
      ended,
      'filter unwell > 0',
      'sort @timestamp desc',
      'limit 50',
    ],
  },
];

/** For whoever writes scripts: which run, fail, last, and cost. Asked of the log when somebody looks, because a metric per script would cost $0.30 a month each. */
export class ScriptsDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { functions }: { functions: Functions }) {
    super(scope, id);
    const logGroupNames = enders.map((name) => functions.get(name).logGroupName);
    const widgets = tables.map(
      ({ title, lines, view = LogQueryVisualizationType.TABLE }) =>
        new LogQueryWidget({ title, view, queryLines: lines, logGroupNames, width: 12, height: 7 }),
    );
    this.dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(7) });
    this.dashboard.addWidgets(...[0, 2, 4].map((at) => new Row(...widgets.slice(at, at + 2))));
  }
}
