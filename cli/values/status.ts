import { InvalidArgumentError } from 'commander';
import { statuses } from '../../core/run.ts';
import type { Status } from '../../core/run.ts';

/** Reads a status in upper or lower case.
 *  @throws InvalidArgumentError when there is no such status. */
export function statusText(text: string): Status {
  const status = statuses.find((known) => known === text.toUpperCase());
  if (status === undefined) throw new InvalidArgumentError(`Give one of ${statuses.join(', ')}.`);
  return status;
}
