import { InvalidArgumentError } from 'commander';

/** Reads the number of a version, or `live`.
 *  @throws InvalidArgumentError when the text is neither. */
export function versionNumber(text: string): number | 'live' {
  if (text === 'live') return text;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give the number of a version (3), or live.');
}
