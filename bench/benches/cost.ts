import { costOf1000Runs, partsOfRun } from '../../infra/cost.ts';
import type { Bench, Report } from '../bench.ts';
import { bounded } from '../figures.ts';
import { middleRun } from './aws-path.ts';

/** A run of 10 s in the smallest sandbox; Fargate bills a minute at least. */
const size = { vcpu: 0.25, gib: 0.5, sec: 60, architecture: 'arm64' as const };

/** What 1,000 runs of 10 s cost in us-east-1, from what a run was seen to cause. */
export async function cost(bench: Bench): Promise<Report> {
  const { beats, ...counts } = await middleRun(bench.rounds ?? 3);
  const all = { ...counts, apiCalls: counts.apiCalls + beats };
  const parts = Object.entries(partsOfRun(all, size)).map(([what, dollars]) => `${what} $${(dollars * 1000).toFixed(3)}`);
  return {
    figures: [bounded('1,000 runs of 10 s', costOf1000Runs(all, size), 'dollars', 0.45)],
    notes: [
      `Of that: ${parts.join(', ')}.`,
      `Counted for one run: ${Object.entries(all)
        .map(([what, count]) => `${what} ${Math.round(count * 100) / 100}`)
        .join(', ')}.`,
      'The time of functions is that of this machine, which is none of Lambda; prices and their sources stand in core/prices.ts.',
    ],
  };
}
