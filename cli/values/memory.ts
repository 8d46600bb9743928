import { InvalidArgumentError } from 'commander';

const mebibytes = new Map([
  ['', 1],
  ['m', 1],
  ['g', 1024],
]);

/** Reads `512`, `512m`, `512MiB`, `1g`, `1.5GiB` as whole MiB.
 *  @throws InvalidArgumentError when the text is none of these. */
export function memoryMiB(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)\s*([mg]?)(?:i?b)?$/i.exec(text);
  const unit = mebibytes.get((parts?.[2] ?? '').toLowerCase());
  if (parts === null || unit === undefined || Number(parts[1]) === 0) {
    throw new InvalidArgumentError('Give MiB (512) or a size such as 512m, 1g, 1.5GiB.');
  }
  return Math.ceil(Number(parts[1]) * unit);
}
