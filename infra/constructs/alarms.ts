import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import type { MetricName } from '../../functions/ports/metrics.ts';
import type { Alerts } from './alerts.ts';
import type { Api } from './api.ts';
import type { Events } from './events.ts';
import type { Functions } from './functions.ts';

export interface AlarmsProps {
  alerts: Alerts;
  api: Api;
  events: Events;
  functions: Functions;
}

/** One alarm: a sum over five minutes that reaches a number. The runbook has a section of each by its name. */
interface Rule {
  name: string;
  description: string;
  metric: Metric;
  reaches: number;
  /** What silence means; usually that nothing happened. */
  silence?: TreatMissingData;
}

const period = Duration.minutes(5);
const statistic = Stats.SUM;

/** Figures that the functions tell themselves; source of namespace and dimension: functions/aws/metrics. */
export function runletMetric(scope: Construct, metricName: MetricName, options: { statistic?: string; label?: string } = {}): Metric {
  const dimensionsMap = { service: Stack.of(scope).stackName };
  return new Metric({ namespace: 'Runlet', metricName, dimensionsMap, period, statistic, ...options });
}

/** What an operator must know of. Each alarm costs $0.10 a month, so there are few, each on one metric, and what they do not tell the dashboards do. */
export class Alarms extends Construct {
  readonly all: Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(props.alerts.operations);
    this.all = [...this.ofRuns(props), ...this.ofServices(props)].map((rule) => {
      const alarm = new Alarm(this, rule.name, {
        alarmDescription: `${rule.description} See docs/runbook.md, "${rule.name}".`,
        metric: rule.metric,
        threshold: rule.reaches,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: rule.silence ?? TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      return alarm;
    });
  }

  private ofRuns({ events, functions }: AlarmsProps): Rule[] {
    return [
      { name: 'RunsCrashed', description: 'Runs ended by our fault.', metric: runletMetric(this, 'runsCrashed'), reaches: 1 },
      {
        name: 'RunsStuck',
        description: 'Workflows broke or stood still, and another than they ended the run.',
        metric: runletMetric(this, 'runsRescued'),
        reaches: 1,
      },
      {
        name: 'LaunchesFailed',
        description: 'No sandbox could be started for several runs, after all tries.',
        metric: runletMetric(this, 'launchesFailed'),
        // One is told by RunsCrashed; several at once are a cause of their own.
        reaches: 3,
      },
      {
        name: 'SlotsOverdue',
        description: 'Due times of schedules did not begin: nothing was known of them two minutes later, or they could not be delivered.',
        metric: runletMetric(this, 'slotsOverdue'),
        reaches: 1,
      },
      {
        name: 'EventsUntaken',
        description: 'Events of sandboxes and workflows, or what could not be delivered to people and schedules, reached no function.',
        metric: events.untaken.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
        reaches: 1,
      },
      {
        name: 'SweepsMissing',
        description: 'The sweeper fails, or does not run at all.',
        metric: functions.get('sweep').target.metricErrors({ period, statistic }),
        reaches: 3,
        // Lambda tells a number of errors, be it zero, with each call: silence is a sweeper that is not called.
        silence: TreatMissingData.BREACHING,
      },
    ];
  }

  private ofServices({ api }: AlarmsProps): Rule[] {
    return [
      {
        name: 'ApiFailing',
        description: 'Requests were answered with 5xx.',
        metric: api.rest.metricServerError({ period, statistic }),
        reaches: 5,
      },
      {
        name: 'FunctionsThrottled',
        description: 'Calls of functions were refused, in this account and Region.',
        metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', period, statistic }),
        reaches: 1,
      },
    ];
  }
}
