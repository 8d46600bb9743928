import { InvalidArgumentError } from 'commander';

export interface Pair {
  name: string;
  value: string;
}

/** Collects `name=value` of an option that may be given several times; the value may hold further `=`.
 *  @throws InvalidArgumentError when there is no name or no `=`. */
export function pairs(text: string, before: Pair[] = []): Pair[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give name=value.');
  return [...before, { name: text.slice(0, at), value: text.slice(at + 1) }];
}

/** Collects `NAME=value`, or `NAME` alone for the value that it has in this shell.
 *  @throws InvalidArgumentError when a name alone is not set here. */
export function environmentPairs(text: string, before: Pair[] = []): Pair[] {
  if (text.includes('=')) return pairs(text, before);
  const value = process.env[text];
  if (value === undefined) throw new InvalidArgumentError(`${text} is not set here; give ${text}=value.`);
  return [...before, { name: text, value }];
}

/** One value for a name given once, a list for a name given several times. */
export function grouped(given: readonly Pair[]): Record<string, string | string[]> {
  const byName = Map.groupBy(given, ({ name }) => name);
  return Object.fromEntries([...byName].map(([name, all]) => [name, oneOrAll(all.map(({ value }) => value))]));
}

function oneOrAll(values: readonly string[]): string | string[] {
  return values.length === 1 ? (values[0] ?? '') : [...values];
}
