import { AppError } from './errors.ts';
import type { Limits } from './schemas/limits.ts';

/** Name of the container in which the runner lives: task definitions give it, launches address their overrides to it. */
export const runnerContainer = 'runner';

/** What the runner itself needs beside the script, in MiB. */
export const runnerMiB = 128;

const steps = (from: number, to: number, step: number) => Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);

/** The sizes that a task on Fargate may have: vCPU, and the MiB that each of them goes with (AWS docs: ECS developer guide, "Task CPU and memory"). */
export const fargateSizes: readonly { cpu: number; memoryMiB: readonly number[] }[] = [
  { cpu: 0.25, memoryMiB: [512, 1024, 2048] },
  { cpu: 0.5, memoryMiB: steps(1024, 4096, 1024) },
  { cpu: 1, memoryMiB: steps(2048, 8192, 1024) },
  { cpu: 2, memoryMiB: steps(4096, 16_384, 1024) },
  { cpu: 4, memoryMiB: steps(8192, 30_720, 1024) },
  { cpu: 8, memoryMiB: steps(16_384, 61_440, 4096) },
  { cpu: 16, memoryMiB: steps(32_768, 122_880, 8192) },
];

/** What a sandbox on Fargate is given: vCPU and MiB, both rounded up to a size that there is. */
export interface SandboxSize {
  cpu: number;
  memoryMiB: number;
}

/**
 * The smallest size of Fargate that holds the script's memory beside the runner, and the share of a processor that was asked
 * for. No other size that does is smaller in either.
 * @throws AppError `start-failed` when there is none.
 */
export function sandboxSize({ memoryMiB }: Pick<Limits, 'memoryMiB'>, cpu: number | null): SandboxSize {
  const needed = memoryMiB + runnerMiB;
  for (const size of fargateSizes) {
    const fitting = size.cpu >= (cpu ?? 0) ? size.memoryMiB.find((given) => given >= needed) : undefined;
    if (fitting !== undefined) return { cpu: size.cpu, memoryMiB: fitting };
  }
  throw new AppError(
    'start-failed',
    `No sandbox has ${cpu ?? 0.25} vCPU and ${needed} MiB (${memoryMiB} for the script, ${runnerMiB} for the runner); Fargate gives at most 16 vCPU and 122,880 MiB. Ask for less.`,
  );
}

/** The disk that every task has, in GiB, and what of it the image, the environment and the unsent log may take (AWS docs: "Fargate task ephemeral storage"). */
const givenGiB = 20;
const reservedGiB = 4;

/** The disk in GiB that a task must be given for the script's workspace; null where the one that every task has is enough. Fargate gives 21 to 200 GiB. */
export function sandboxDisk({ workspaceMiB }: Pick<Limits, 'workspaceMiB'>): number | null {
  const needed = Math.ceil(workspaceMiB / 1024) + reservedGiB;
  return needed <= givenGiB ? null : needed;
}

/** Whether a sandbox of this size serves where that one is needed. */
export function holds(size: SandboxSize, needed: SandboxSize): boolean {
  return size.cpu >= needed.cpu && size.memoryMiB >= needed.memoryMiB;
}
