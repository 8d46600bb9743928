import { AppError } from '../../core/errors.ts';
import { inspect, interpreters } from './interpreters.ts';
import type { Interpreter } from './interpreters.ts';

/**
 * The interpreter for runner and sandboxes: RUNLET_PYTHON, else the first on PATH; for root the first that other users may
 * execute, because a sandbox's own uid is worth more than the order of PATH.
 * @throws AppError `no-python`.
 */
export function choosePython(asked = process.env['RUNLET_PYTHON']): Interpreter {
  if (asked) {
    const found = inspect(asked);
    if (found) return found;
    throw new AppError('no-python', `RUNLET_PYTHON is ${asked}, which is no Python 3.11 or later; name an interpreter by its full path.`);
  }
  const [open] = process.getuid?.() === 0 ? interpreters({ openOnly: true }) : [];
  const [first] = open ? [open] : interpreters();
  if (first) return first;
  throw new AppError('no-python');
}
