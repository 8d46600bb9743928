import { arch, availableParallelism, cpus, platform, release } from 'node:os';

/** Facts by which numbers of different machines can be told apart; no names and no paths. */
export function describeMachine(python: { version: string }): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU';
  return `${availableParallelism()} CPUs (${model}), ${platform()} ${release()} ${arch()}, Node ${process.versions.node}, Python ${python.version}`;
}
