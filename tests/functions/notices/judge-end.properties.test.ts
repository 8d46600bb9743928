import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeEnd } from '../../../functions/notices/judge-end.ts';
import type { RunRecord } from '../../../functions/stores/runs/record.ts';
import { failures } from '../../../functions/stores/telling/health.ts';
import type { Health } from '../../../functions/stores/telling/health.ts';
import type { Verdict } from '../../../functions/stores/telling/marker.ts';
import { newRun } from '../stores/runs/given-runs.ts';

const status = fc.constantFrom('SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CRASHED', 'CANCELED', 'SKIPPED');

/** Runs of one script that end at these seconds, several perhaps in the same, in the order in which their ends come to be judged. */
const ends = fc
  .array(fc.tuple(status, fc.integer({ min: 0, max: 30 })), { minLength: 1, maxLength: 12 })
  .map((list) => list.map(([how, sec], index) => endedRun(how, sec, index)))
  .chain((runs) => fc.shuffledSubarray(runs, { minLength: runs.length, maxLength: runs.length }));

function endedRun(how: RunRecord['status'], sec: number, index: number): RunRecord {
  const endedAt = new Date(Date.UTC(2026, 10, 21) + sec * 1000).toISOString();
  return newRun({ id: `run_${String(index).padStart(2, '0')}`, status: how, endedAt, scriptId: 'scr_1' });
}

/** Judges all of them as if each had been left over until the one before was judged. */
function judgeAll(runs: readonly RunRecord[]): { health: Health | null; verdicts: Verdict[] } {
  let health: Health | null = null;
  const verdicts: Verdict[] = [];
  for (const [index, record] of runs.entries()) {
    const known = { scriptId: 'scr_1', health, isPending: index < runs.length - 1, now: new Date(Date.UTC(2026, 10, 22)) };
    const judged = judgeEnd(known, record);
    health = judged.next ?? health;
    verdicts.push(judged.verdict);
  }
  return { health, verdicts };
}

const place = ({ endedAt, id }: RunRecord) => `${endedAt} ${id}`;
const isFailure = ({ status: how }: RunRecord) => failures.includes(how);

test('whatever the order in which ends are judged, the latest says whether the script fails', () => {
  fc.assert(
    fc.property(ends, (runs) => {
      const telling = runs.filter((run) => isFailure(run) || run.status === 'SUCCEEDED');
      const latest = telling.toSorted((one, other) => (place(one) < place(other) ? -1 : 1)).at(-1);
      expect(judgeAll(runs).health?.failing ?? null).toEqual(latest && isFailure(latest) ? expect.anything() : null);
    }),
    { numRuns: 500 },
  );
});

test('each failure is told at once or counted among those that are told later, and each that is told at once is a failure', () => {
  fc.assert(
    fc.property(ends, (runs) => {
      const { health, verdicts } = judgeAll(runs);
      const told = verdicts.filter(({ failure }) => failure === 'first' || failure === 'late').length;
      const recovered = verdicts.flatMap((verdict) => verdict.recovered ?? []);
      const counted = [...recovered, ...(health?.failing ? [health.failing] : [])].reduce((sum, { failures: count }) => sum + count, 0);
      const late = verdicts.filter(({ failure }) => failure === 'late').length;
      expect(counted + late).toBe(runs.filter(isFailure).length);
      expect(told).toBe(recovered.length + (health?.failing ? 1 : 0) + late);
    }),
    { numRuns: 500 },
  );
});
