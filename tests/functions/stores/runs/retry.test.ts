import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { reasons } from '../../../../core/reasons.ts';
import { limitMaximum } from '../../../../core/schemas/limits.ts';
import { retryableReasons, retryPolicy } from '../../../../core/schemas/retry.ts';
import type { RetryPolicy } from '../../../../core/schemas/retry.ts';
import { againAfter } from '../../../../functions/stores/runs/retry.ts';
import type { RunRecord } from '../../../../functions/stores/runs/record.ts';
import { newRun } from './given-runs.ts';

const seconds = (max: number) => fc.double({ min: 0, max, noNaN: true });
const policies: fc.Arbitrary<RetryPolicy> = fc
  .record(
    {
      attempts: fc.integer({ min: 1, max: 10 }),
      reasons: fc.uniqueArray(fc.constantFrom(...retryableReasons), { minLength: 1 }),
      backoffSec: seconds(3600),
      maxBackoffSec: seconds(86_400),
      jitter: seconds(1),
      memoryFactor: fc.double({ min: 1, max: 8, noNaN: true }),
    },
    { requiredKeys: ['attempts'] },
  )
  .map((policy) => retryPolicy.parse(policy));
const ends = fc.constantFrom(...Object.keys(reasons), null);
const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const memories = fc.integer({ min: 32, max: limitMaximum('memoryMiB') });

function given(retry: RetryPolicy | null, changes: Partial<RunRecord> = {}, memoryMiB = 384): RunRecord {
  const run = newRun({ retry, status: 'RUNNING', ...changes });
  return { ...run, limits: { ...run.limits, memoryMiB } };
}

test('however its attempts end, a run has no more of them than its policy allows, and none after one by another reason', () => {
  fc.assert(
    fc.property(policies, fc.array(fc.tuple(ends, draws), { minLength: 12, maxLength: 12 }), memories, (retry, fates, memoryMiB) => {
      let record = given(retry, {}, memoryMiB);
      for (const [reason, draw] of fates) {
        const again = againAfter(record, { reason }, () => draw);
        const mayRepeat =
          reason !== null && (retry.reasons ?? retryableReasons).some((one) => one === reason) && record.attempt < retry.attempts;
        expect(again !== null).toBe(mayRepeat);
        if (again === null) break;
        record = { ...record, attempt: record.attempt + 1, limits: { ...record.limits, memoryMiB: again.memoryMiB } };
      }
      expect(record.attempt).toBeLessThanOrEqual(retry.attempts);
    }),
  );
});

test('a pause doubles up to the longest allowed, and only its part that is left to chance is drawn', () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 1, max: 9 }), draws, (retry, attempt, draw) => {
      const policy = { ...retry, attempts: 10, reasons: ['lost' as const] };
      const { backoffSec = 10, maxBackoffSec = 600, jitter = 0.5 } = retry;
      const whole = Math.min(maxBackoffSec, backoffSec * 2 ** (attempt - 1)) * 1000;
      const ms = againAfter(given(policy, { attempt }), { reason: 'lost' }, () => draw)?.pauseMs ?? Number.NaN;
      expect(ms).toBeGreaterThanOrEqual(Math.floor(whole * (1 - jitter)));
      expect(ms).toBeLessThanOrEqual(Math.ceil(whole));
    }),
  );
});

test('only after out-of-memory there is more memory, never less than before and never more than allowed', () => {
  fc.assert(
    fc.property(policies, fc.constantFrom(...retryableReasons), memories, (retry, reason, memoryMiB) => {
      const { reasons: _all, ...policy } = { ...retry, attempts: 2 };
      const { memoryFactor = 2 } = retry;
      const next = againAfter(given(policy, {}, memoryMiB), { reason }, () => 0)?.memoryMiB;
      const grown = Math.min(limitMaximum('memoryMiB'), Math.ceil(memoryMiB * memoryFactor));
      expect(next).toBe(reason === 'out-of-memory' ? grown : memoryMiB);
    }),
  );
});

const afterLost = (record: RunRecord) => againAfter(record, { reason: 'lost' }, () => 0);

test('without a policy, and of a run that is being canceled, no attempt is repeated', () => {
  const policy = { attempts: 3 };
  expect([afterLost(given(null)), afterLost(given(policy, { status: 'CANCELING' }))]).toEqual([null, null]);
  expect(afterLost(given(policy))).toEqual({ pauseMs: 10_000, memoryMiB: 384 });
});
