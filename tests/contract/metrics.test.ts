import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { createEmfMetrics } from '../../functions/aws/metrics/metrics.ts';
import { metricNames } from '../../functions/ports/metrics.ts';
import { createLocalMetrics } from '../../local/metrics/metrics.ts';
import { metricsContract } from './metrics.contract.ts';

const sample = /^runlet_([a-z_]+?)(?:_total|_sum) (\S+)$/gm;
const camelCase = (text: string) => text.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

metricsContract('prometheus', () => {
  const metrics = createLocalMetrics();
  const told = async () => {
    const { body } = await metrics.text();
    return Object.fromEntries(Array.from(body.matchAll(sample), ([, name = '', value]) => [camelCase(name), Number(value)]));
  };
  return { metrics, told };
});

const emfLine = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.looseObject({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

/** Collects what is written to standard output while the test runs. */
function givenStandardOutput(): () => z.infer<typeof emfLine>[] {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  return () => {
    vi.restoreAllMocks();
    return written.map((line) => emfLine.parse(JSON.parse(line)));
  };
}

metricsContract('embedded metric format', () => {
  const lines = givenStandardOutput();
  const told = async () => {
    const sums: Record<string, number> = {};
    for (const line of lines())
      for (const { Name } of line['_aws'].CloudWatchMetrics.flatMap(({ Metrics }) => Metrics))
        sums[Name] = (sums[Name] ?? 0) + z.coerce.number().parse(line[Name]);
    return sums;
  };
  return { metrics: createEmfMetrics({ stack: 'runlet' }), told };
});

test('a figure on AWS stands under the namespace Runlet with the stack as its one dimension', () => {
  const lines = givenStandardOutput();
  createEmfMetrics({ stack: 'team-a' }).measure('startingSeconds', 2);
  const [line] = lines();
  expect(line).toMatchObject({ service: 'team-a', startingSeconds: 2 });
  expect(line?.['_aws'].CloudWatchMetrics).toEqual([
    { Namespace: 'Runlet', Dimensions: [['service']], Metrics: [{ Name: 'startingSeconds', Unit: 'Seconds' }] },
  ]);
});

test('there are at most eight figures, because each is paid for', () => {
  expect(Object.keys(metricNames).length).toBeLessThanOrEqual(8);
});

test('counters stand at 0 before anything happened, so that a rate can be told of the first', async () => {
  const { body, type } = await createLocalMetrics().text();
  expect(body).toContain('runlet_runs_crashed_total 0');
  expect(type).toContain('text/plain');
});
