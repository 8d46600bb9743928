import { AppError } from '../../../core/errors.ts';
import { clockChanges } from './clock-changes.ts';
import { instantsOf } from './wall-time.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What people may name as an instant: from the first and before the second, so that all that is counted from it has a year of four digits. */
export const moments = { first: new Date(Date.UTC(1970, 0, 1)), below: new Date(Date.UTC(2200, 0, 1)) };

/** The instant, to the second, that a text means: with an offset that one, without one what clocks of the zone show, the first time when they show it twice.
 *  @param field by whose name it is refused. @throws AppError `bad-request` for a local time that does not exist, and for what is not in `moments`. */
export function readMoment(text: string, timezone: string, field: string): Date {
  const offset = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const iso = text.replace(' ', 'T');
  const read = new Date(Math.floor(new Date(offset ? iso : `${iso}Z`).getTime() / 1000) * 1000);
  // First of all, because clocks of far years are not known.
  if (!isMoment(read)) throw outside(text, field);
  if (offset) return read;
  const [first] = instantsOf(read, timezone);
  if (first === undefined) throw refused(field, `a local time that exists${whyNot(read, timezone)}`, text);
  if (!isMoment(first)) throw outside(text, field);
  return first;
}

function isMoment(at: Date): boolean {
  return at >= moments.first && at < moments.below;
}

function outside(text: string, field: string): AppError {
  const [first, below] = [moments.first, moments.below].map((at) => at.toISOString());
  return refused(field, `an instant from ${first} and before ${below}`, text);
}

function refused(field: string, expected: string, got: string): AppError {
  return new AppError('bad-request', undefined, [{ field, expected, got: got.slice(0, 80) }]);
}

function whyNot(wall: Date, timezone: string): string {
  const around = clockChanges(timezone, new Date(wall.getTime() - dayMs), new Date(wall.getTime() + dayMs));
  const change = around.find(({ from, to }) => from <= wall && wall < to);
  if (!change) return '';
  const [from, to] = [change.from, change.to].map((time) => time.toISOString().slice(11, 16));
  return `: on ${change.from.toISOString().slice(0, 10)} clocks in ${timezone} go forward from ${from} to ${to}`;
}
