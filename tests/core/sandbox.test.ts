import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { fargateSizes, holds, runnerMiB, sandboxDisk, sandboxSize } from '../../core/sandbox.ts';
import { withDefaults } from '../../core/schemas/limits.ts';
import limits from '../../core/contract/limits.json' with { type: 'json' };

const all = fargateSizes.flatMap(({ cpu, memoryMiB }) => memoryMiB.map((given) => ({ cpu, memoryMiB: given })));
const memory = fc.integer({ min: limits.memoryMiB.min, max: limits.memoryMiB.max });
const cpu = fc.option(fc.double({ min: 0.25, max: 16, noNaN: true }));

test('the default run has the smallest sandbox that there is', () => {
  expect(sandboxSize(withDefaults({}), null)).toEqual({ cpu: 0.25, memoryMiB: 512 });
});

test('memory beyond a processor share takes the next share, and a share its least memory', () => {
  expect(sandboxSize({ memoryMiB: 385 }, null)).toEqual({ cpu: 0.25, memoryMiB: 1024 });
  expect(sandboxSize({ memoryMiB: 2048 }, null)).toEqual({ cpu: 0.5, memoryMiB: 3072 });
  expect(sandboxSize({ memoryMiB: 384 }, 1.5)).toEqual({ cpu: 2, memoryMiB: 4096 });
  expect(sandboxSize({ memoryMiB: 16_384 }, 8)).toEqual({ cpu: 8, memoryMiB: 20_480 });
});

test('every limit that a run may have fits a size of Fargate, and no size that holds it is smaller in either', () => {
  fc.assert(
    fc.property(memory, cpu, (memoryMiB, share) => {
      const size = sandboxSize({ memoryMiB }, share);
      const needed = { cpu: share ?? 0, memoryMiB: memoryMiB + runnerMiB };
      expect(all).toContainEqual(size);
      expect(holds(size, needed)).toBe(true);
      for (const other of all.filter((one) => holds(one, needed))) expect(holds(other, size)).toBe(true);
    }),
  );
});

test('what no size holds is refused in a sentence', () => {
  expect(() => sandboxSize({ memoryMiB: 122_880 }, null)).toThrow(AppError);
  expect(() => sandboxSize({ memoryMiB: 384 }, 17)).toThrow(/at most 16 vCPU and 122,880 MiB/);
});

test('a disk is asked for only where the one that every task has is too small, and Fargate has it for every workspace', () => {
  expect([2048, 16_384].map((workspaceMiB) => sandboxDisk({ workspaceMiB }))).toEqual([null, null]);
  expect(sandboxDisk({ workspaceMiB: 16_385 })).toBe(21);
  expect(sandboxDisk({ workspaceMiB: limits.workspaceMiB.max })).toBeLessThanOrEqual(200);
});
