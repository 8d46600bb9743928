import * as z from 'zod';
import { jsonObject } from '../../../core/schemas/json.ts';
import type { JsonObject } from '../../../core/schemas/json.ts';
import type { Write } from '../../ports/table.ts';
import { changeRun } from './change.ts';
import type { RunsContext } from './context.ts';
import type { RunRecord } from './record.ts';
import { roomFor, room } from './room.ts';

const stateRow = z.object({ value: jsonObject, savedBy: z.string() });

/** A script's state is JSON kept from run to run; previews have none. */
export function stateKey(scriptId: string) {
  return { pk: `SCR#${scriptId}`, sk: 'STATE' };
}

export interface StateRead {
  value: JsonObject;
  revision: number | null;
}

/** The state that a run of the script begins with, and the revision by which it may be replaced. */
export async function readState(context: RunsContext, scriptId: string | null): Promise<StateRead> {
  const row = scriptId === null ? null : await context.table.get(stateKey(scriptId));
  return row ? { value: stateRow.parse(row.body).value, revision: row.revision } : { value: {}, revision: null };
}

/** The state that a run is launched with. While it waited another run may have saved a newer one; its record then says that it began with that. */
export async function takeState(context: RunsContext, record: RunRecord): Promise<JsonObject> {
  const { value, revision } = await readState(context, record.scriptId);
  if (revision !== record.stateRevision)
    await changeRun(context, record.id, async (now) => ({ record: { ...now, stateRevision: revision } }));
  return value;
}

/** Compare and swap at success: the state is saved if it is still the one that the run began with, else the record says `conflict`.
 *  One that no row can hold is not kept, for the reason in `why`. */
export async function stateChange(
  context: RunsContext,
  record: RunRecord,
  next: JsonObject | null,
): Promise<{ kept: RunRecord['state']; writes: Write[]; why?: string }> {
  if (next === null || record.scriptId === null) return { kept: 'unchanged', writes: [] };
  const now = await readState(context, record.scriptId);
  if (now.revision !== record.stateRevision) return { kept: 'conflict', writes: [] };
  const bytes = roomFor(next);
  if (bytes > room.state) {
    const why = `runlet.state takes ${bytes} bytes when compressed (or a 48th of its text, if that is more) and was not kept; ${room.state} are allowed.`;
    return { kept: 'unchanged', writes: [], why };
  }
  const row = { ...stateKey(record.scriptId), body: { value: next, savedBy: record.id } };
  const condition = now.revision === null ? { kind: 'absent' as const } : { kind: 'revision' as const, revision: now.revision };
  return { kept: 'saved', writes: [{ kind: 'put', row, condition }] };
}
