import { AlarmStatusWidget, Dashboard, GraphWidget, Row, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { runletMetric } from './alarms.ts';
import type { Alarms } from './alarms.ts';
import type { Api } from './api.ts';
import { functionNames } from './functions.ts';
import type { FunctionName, Functions } from './functions.ts';
import type { Storage } from './storage.ts';
import type { Workflow } from './workflow.ts';

export interface OperatorDashboardProps {
  alarms: Alarms;
  api: Api;
  functions: Functions;
  storage: Storage;
  workflow: Workflow;
}

const period = Duration.minutes(5);
const sum = { period, statistic: Stats.SUM };

/** For whoever keeps the installation: is it well, and where does it hurt. All from metrics that there are anyway. */
export class OperatorDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: OperatorDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(24) });
    this.dashboard.addWidgets(
      new Row(new AlarmStatusWidget({ title: 'Alarms', alarms: props.alarms.all, width: 24, height: 4 })),
      new Row(...this.ofRuns(props)),
      new Row(...this.ofServices(props)),
    );
  }

  private ofRuns({ workflow }: OperatorDashboardProps): GraphWidget[] {
    const median = { statistic: Stats.p(50), label: 'median' };
    const slow = { statistic: Stats.p(95), label: '95th percentile' };
    return [
      graph('Runs', [runletMetric(this, 'runsEnded'), runletMetric(this, 'runsFailed'), runletMetric(this, 'runsCrashed')]),
      graph('Seconds from place to first line', [
        runletMetric(this, 'startingSeconds', median),
        runletMetric(this, 'startingSeconds', slow),
      ]),
      graph('Due times that did not begin', [runletMetric(this, 'slotsOverdue')]),
      graph('Waiting for a place', [runletMetric(this, 'queuedRuns', { statistic: Stats.MAXIMUM })]),
      graph('Runs without a sandbox, runs that stood still', [runletMetric(this, 'launchesFailed'), runletMetric(this, 'runsRescued')]),
      graph('Workflows', [workflow.machine.metricStarted(sum), workflow.machine.metricSucceeded(sum), workflow.machine.metricFailed(sum)]),
    ];
  }

  private ofServices({ api, functions, storage }: OperatorDashboardProps): GraphWidget[] {
    return [
      graph('Requests', [api.rest.metricCount(sum), api.rest.metricClientError(sum), api.rest.metricServerError(sum)]),
      graph('Milliseconds of an answer', [
        api.rest.metricLatency({ period, statistic: Stats.p(50) }),
        api.rest.metricLatency({ period, statistic: Stats.p(95) }),
      ]),
      graph(
        'Errors of functions',
        each((name) => functions.get(name).target.metricErrors({ ...sum, label: name })),
      ),
      graph(
        'Calls of functions',
        each((name) => functions.get(name).target.metricInvocations({ ...sum, label: name })),
      ),
      graph(
        'Milliseconds of functions, 95th percentile',
        each((name) => functions.get(name).target.metricDuration({ period, statistic: Stats.p(95), label: name })),
      ),
      graph('Units of the table, and writes that it refused', [...storage.consumedUnits(sum), storage.throttledWrites(sum)]),
    ];
  }
}

function each(metric: (name: FunctionName) => IMetric): IMetric[] {
  return functionNames.map(metric);
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6 });
}
