import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { metricNames } from '../../functions/ports/metrics.ts';
import type { MetricName, Metrics } from '../../functions/ports/metrics.ts';

/** The figures of this process as Prometheus reads them. */
export interface LocalMetrics extends Metrics {
  /** The exposition text, version 0.0.4. */
  text(): Promise<{ body: string; type: string }>;
}

/** Upper bounds in seconds: from a standby's start to a night's work. */
const buckets = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 300, 900, 3600, 14_400];

/** Names follow the conventions of Prometheus: `runlet_runs_ended_total`, `runlet_running_seconds`. */
export function createLocalMetrics(): LocalMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<MetricName, Counter>();
  const histograms = new Map<MetricName, Histogram>();
  const counter = (name: MetricName) => {
    const made = counters.get(name) ?? new Counter({ name: `${spelled(name)}_total`, help: metricNames[name].help, registers: [registry] });
    counters.set(name, made);
    return made;
  };
  const histogram = (name: MetricName) => {
    const made =
      histograms.get(name) ?? new Histogram({ name: spelled(name), help: metricNames[name].help, buckets, registers: [registry] });
    histograms.set(name, made);
    return made;
  };
  for (const name of ['runsEnded', 'runsFailed', 'runsCrashed', 'launchesFailed', 'runsRescued'] as const) counter(name);
  return {
    count: (name, value = 1) => counter(name).inc(value),
    measure: (name, value) => histogram(name).observe(value),
    text: async () => ({ body: await registry.metrics(), type: registry.contentType }),
  };
}

function spelled(name: MetricName): string {
  return `runlet_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
