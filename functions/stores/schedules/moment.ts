import { AppError } from '../../../core/errors.ts';
import { clockChanges } from './clock-changes.ts';
import { instantsOf } from './wall-time.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** The instant, to the second, that a text means: with an offset that one, without one what clocks of the zone show, the first time when they show it twice.
 *  @param field by whose name it is refused. @throws AppError `bad-request` for a local time that does not exist. */
export function readMoment(text: string, timezone: string, field: string): Date {
  const offset = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const read = new Date(Math.floor(new Date(offset ? text : `${text}Z`).getTime() / 1000) * 1000);
  if (offset) return read;
  const [first] = instantsOf(read, timezone);
  if (first !== undefined) return first;
  throw new AppError('bad-request', undefined, [{ field, expected: `a local time that exists${whyNot(read, timezone)}`, got: text }]);
}

function whyNot(wall: Date, timezone: string): string {
  const around = clockChanges(timezone, new Date(wall.getTime() - dayMs), new Date(wall.getTime() + dayMs));
  const change = around.find(({ from, to }) => from <= wall && wall < to);
  if (!change) return '';
  const [from, to] = [change.from, change.to].map((time) => time.toISOString().slice(11, 16));
  return `: on ${change.from.toISOString().slice(0, 10)} clocks in ${timezone} go forward from ${from} to ${to}`;
}
