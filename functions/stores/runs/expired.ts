import { goneAt } from '../../../core/retention.ts';
import type { Row } from '../../ports/table.ts';
import type { RunsContext } from './context.ts';

/** Whether a run is past its time. Its row may stand there for days more, because a table removes rows when it likes; nobody shall see it. */
export function isExpired({ now, retentionDays = null }: Pick<RunsContext, 'now' | 'retentionDays'>, row: Row): boolean {
  const seconds = now().getTime() / 1000;
  if (row.expiresAt !== undefined && row.expiresAt <= seconds) return true;
  const { endedAt } = row.body;
  // A run that ended before the setting was made has no such time in its row.
  return retentionDays !== null && typeof endedAt === 'string' && goneAt(endedAt, retentionDays) <= seconds;
}
