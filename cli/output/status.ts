import type { Status } from '../../core/run.ts';
import { isTerminal } from '../../core/run.ts';
import { styled } from './terminal.ts';

/** A status in its colour: green for good, red for failed, yellow for stopped, cyan for under way. */
export function coloured(status: Status, stream: 'stdout' | 'stderr' = 'stdout'): string {
  if (!isTerminal(status)) return styled('cyan', status, stream);
  if (status === 'SUCCEEDED') return styled('green', status, stream);
  return styled(status === 'CANCELED' || status === 'SKIPPED' ? 'yellow' : 'red', status, stream);
}
