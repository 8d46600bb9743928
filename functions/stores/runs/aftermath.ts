import { isTerminal } from '../../../core/run.ts';
import type { Write } from '../../ports/table.ts';
import { successWanted } from '../subscriptions/wanted.ts';
import { readHealth } from '../telling/health.ts';
import { endName, isPending, markerWrite } from '../telling/marker.ts';
import { nearLimits } from '../telling/near-limits.ts';
import type { RunsContext } from './context.ts';
import type { RunRecord } from './record.ts';

/** A record that is about to be written, with other rows of its transaction. */
interface Writing {
  record: RunRecord;
  writes?: Write[];
}

/**
 * Adds to the end of a run the row that says that something is left to be done after it, and notes it in the record. Whoever ends the run
 * does it then, and the sweep if nobody has. A run that ends as most do, well and with nobody waiting to hear so, gets no such row.
 */
export async function withAftermath(context: RunsContext, { record, writes = [] }: Writing): Promise<Required<Writing>> {
  if (!isTerminal(record.status) || !(await leavesWork(context, record))) return { record, writes };
  const at = record.endedAt ?? context.now().toISOString();
  const mark = markerWrite(endName(record), { what: 'end', at, runId: record.id, verdict: null });
  return { record: { ...record, aftermath: true }, writes: [...writes, mark] };
}

/** What the record itself says comes first, then three rows of which most are not there. */
async function leavesWork({ table }: RunsContext, record: RunRecord): Promise<boolean> {
  const { scriptId, trigger, status } = record;
  // Nobody follows a preview: whoever started it looks at it.
  if (scriptId === null) return false;
  if (trigger.schedule !== undefined || status !== 'SUCCEEDED' || nearLimits(record).length > 0) return true;
  const [pending, wanted] = await Promise.all([isPending(table, scriptId), successWanted(table)]);
  if (pending || wanted) return true;
  // Asked last: a failure that was judged in between is no longer pending, and stands in the health by then.
  const known = await readHealth(table, scriptId);
  return known !== null && known.body.failing !== null;
}
