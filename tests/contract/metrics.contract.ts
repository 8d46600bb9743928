import { expect, test } from 'vitest';
import type { MetricName, Metrics } from '../../functions/ports/metrics.ts';

/** Metrics under test, and what has reached whoever shows them: of each figure the sum that was told. */
export interface MetricsUnderTest {
  metrics: Metrics;
  told: () => Promise<Partial<Record<MetricName, number>>>;
}

/** What every edition's metrics must do. */
export function metricsContract(name: string, open: () => MetricsUnderTest): void {
  test(`${name}: a count adds one, or as many as were told`, async () => {
    const { metrics, told } = open();
    metrics.count('runsEnded');
    metrics.count('runsEnded', 2);
    expect(await told()).toMatchObject({ runsEnded: 3 });
  });

  test(`${name}: a measurement arrives in its unit`, async () => {
    const { metrics, told } = open();
    metrics.measure('startingSeconds', 1.5);
    expect(await told()).toMatchObject({ startingSeconds: 1.5 });
  });

  test(`${name}: figures do not mix`, async () => {
    const { metrics, told } = open();
    metrics.count('runsFailed');
    metrics.measure('startingSeconds', 0.25);
    expect(await told()).toMatchObject({ runsFailed: 1, startingSeconds: 0.25 });
  });
}
