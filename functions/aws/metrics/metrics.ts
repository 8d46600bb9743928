import { Metrics as PowertoolsMetrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNames } from '../../ports/metrics.ts';
import type { MetricName, Metrics } from '../../ports/metrics.ts';

const units = { count: MetricUnit.Count, seconds: MetricUnit.Seconds } as const;

/**
 * Figures as lines on standard output in CloudWatch's embedded metric format, from which CloudWatch makes metrics without a call of ours.
 * Namespace `Runlet`; the one dimension is `service`, which names the stack, because each further value of a dimension is a metric that is paid for.
 */
export function createEmfMetrics({ stack }: { stack: string }): Metrics {
  const metrics = new PowertoolsMetrics({ namespace: 'Runlet', serviceName: stack });
  const tell = (name: MetricName, value: number) => {
    metrics.singleMetric().addMetric(name, units[metricNames[name].unit], value);
  };
  return { count: (name, value = 1) => tell(name, value), measure: tell };
}
