import { AppError } from '../../../core/errors.ts';

/** A line of a run's logs: which attempt wrote it, and its number in that attempt's log. */
export interface LinePlace {
  attempt: number;
  seq: number;
}

/** No log has so many lines. The id of a line is a number that rises from attempt to attempt, and a double holds it: there are at most ten. */
const linesAnAttempt = 10 ** 13;

/** The id of the event that carries the line. */
export function lineId({ attempt, seq }: LinePlace): string {
  return String((attempt - 1) * linesAnAttempt + seq);
}

/** The last line that the caller has, by the id of its event; null for none. @throws AppError `bad-request` for what is no such id. */
export function lastLine(lastEventId: string | null): LinePlace | null {
  if (lastEventId === null || lastEventId === '') return null;
  if (!/^\d{1,15}$/.test(lastEventId)) {
    throw new AppError('bad-request', undefined, [
      { field: 'Last-Event-ID', expected: 'the id of an event of this stream', got: lastEventId.slice(0, 80) },
    ]);
  }
  const id = Number(lastEventId);
  return { attempt: Math.floor(id / linesAnAttempt) + 1, seq: id % linesAnAttempt };
}
