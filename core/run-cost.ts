import { prices } from './prices.ts';
import type { SandboxSize } from './sandbox.ts';

/** Fargate bills at least a minute; all goes well in five transitions. */
const [billedSecAtLeast, transitions] = [60, 5];

/** What a run costs on AWS, to the microdollar: its sandbox with an address for so many seconds, and its workflow. Taken for one on ARM,
 *  which functions are not told; one on x86_64 is a quarter dearer. */
export function runUsd(sec: number, size: SandboxSize): number {
  const { vcpuHour, gibHour } = prices.fargate.arm64;
  const hourly = size.cpu * vcpuHour + (size.memoryMiB / 1024) * gibHour + prices.addressHour;
  return Math.round(((Math.max(billedSecAtLeast, sec) / 3600) * hourly + transitions * prices.transition) * 1e6) / 1e6;
}
