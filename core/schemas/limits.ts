import * as z from 'zod';
import table from '../contract/limits.json' with { type: 'json' };

type LimitName = keyof typeof table;

function limit(name: LimitName) {
  const { min, max, unit } = table[name];
  const number = Number.isInteger(min) && !name.endsWith('Sec') ? z.int() : z.number();
  return number.min(min).max(max).describe(`${unit}; ${min} to ${max}, default ${table[name].default}`);
}

const shape = {
  timeoutSec: limit('timeoutSec'),
  graceSec: limit('graceSec'),
  cpuSec: limit('cpuSec'),
  memoryMiB: limit('memoryMiB'),
  processes: limit('processes'),
  openFiles: limit('openFiles'),
  fileMiB: limit('fileMiB'),
  workspaceMiB: limit('workspaceMiB'),
  outputBytes: limit('outputBytes'),
  resultBytes: limit('resultBytes'),
  artifacts: limit('artifacts'),
  artifactBytes: limit('artifactBytes'),
};

/** The most that a limit may be set to, in its unit. */
export function limitMaximum(name: LimitName): number {
  return table[name].max;
}

/** The limits of one run, all of them set. */
export const limits = z.strictObject(shape);
export type Limits = z.infer<typeof limits>;

/** The limits that a request may set, each optional, flat in the request's body. */
export const limitFields = z.strictObject(shape).partial().shape;

/** The limits with the defaults of `contract/limits.json` where nothing was said. */
export function withDefaults(wanted: Partial<Limits>): Limits {
  const entries = Object.entries(table).map(([name, row]) => [name, row.default]);
  return limits.parse({ ...Object.fromEntries(entries), ...defined(wanted) });
}

function defined(wanted: Partial<Limits>): Partial<Limits> {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => Object.hasOwn(table, name) && value !== undefined));
}
