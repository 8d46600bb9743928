import { performance } from 'node:perf_hooks';

/** Something to be timed; what it resolves to is ignored. */
export interface Case {
  name: string;
  once: () => Promise<unknown>;
}

/** The times of one case in milliseconds, as they were measured. */
export interface Series {
  name: string;
  samples: number[];
}

/** Runs the cases in turn, round after round, so that a slower minute of the machine hits all of them alike; each round begins
 *  with another case, so that none always comes behind the same one.
 *  The first `warmups` rounds are thrown away. */
export async function alternate(cases: readonly Case[], rounds: number, warmups = 3): Promise<Map<string, Series>> {
  const series = new Map(cases.map(({ name }) => [name, { name, samples: [] }] satisfies [string, Series]));
  for (let round = -warmups; round < rounds; round++) {
    const first = (round + warmups) % cases.length;
    for (const { name, once } of [...cases.slice(first), ...cases.slice(0, first)]) {
      const ms = await timed(once);
      if (round >= 0) seriesOf(series, name).samples.push(ms);
    }
  }
  return series;
}

/** Milliseconds until the promise resolves. */
export async function timed(once: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await once();
  return performance.now() - began;
}

/** The series of that name. @throws Error when no case bears it. */
export function seriesOf(series: ReadonlyMap<string, Series>, name: string): Series {
  const found = series.get(name);
  if (found === undefined) throw new Error(`nothing was measured under the name ${name}`);
  return found;
}

/** The value below which `share` (0 to 1) of the samples lie, between neighbours in proportion. */
export function quantile(samples: readonly number[], share: number): number {
  const ordered = samples.toSorted((a, b) => a - b);
  const place = (ordered.length - 1) * share;
  const low = ordered[Math.floor(place)] ?? Number.NaN;
  const high = ordered[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
