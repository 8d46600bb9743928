import { AppError } from '../../../core/errors.ts';
import table from '../../../core/contract/limits.json' with { type: 'json' };

const units: Record<string, number> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** Reads "100MB" as MiB, rounded up. @throws AppError `bad-request` for what is out of the range of `memoryMiB`. */
export function memoryMiB(text: string): number {
  const [, number = '0', unit = 'B'] = /^([\d.]+)\s*([KMG]?B)$/i.exec(text) ?? [];
  const mib = Math.ceil((Number(number) * (units[unit.toUpperCase()] ?? 1)) / 1024 ** 2);
  const { min, max } = table.memoryMiB;
  if (mib >= min && mib <= max) return mib;
  throw new AppError('bad-request', undefined, [{ field: 'task.memory_limit', expected: `from ${min}MB to ${max / 1024}GB`, got: text }]);
}
