import { InvalidArgumentError } from 'commander';
import { durationSec } from './duration.ts';

/** Reads an ISO date or instant, or a duration as that long ago (`2h`), as an ISO instant in UTC.
 *  @throws InvalidArgumentError when the text is neither. */
export function instantText(text: string): string {
  if (/^\d+(ms|s|m|h|d)/.test(text)) return new Date(Date.now() - durationSec(text) * 1000).toISOString();
  const time = Date.parse(text);
  if (!/^\d{4}-\d{2}/.test(text) || Number.isNaN(time)) {
    throw new InvalidArgumentError('Give a date or an instant (2026-08-03, 2026-08-03T10:00:00Z), or how long ago (2h, 3d).');
  }
  return new Date(time).toISOString();
}
