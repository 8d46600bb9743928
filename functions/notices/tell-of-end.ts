import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';
import { change } from '../stores/change.ts';
import type { MessageDraft } from '../stores/messages/record.ts';
import type { RunRecord } from '../stores/runs/record.ts';
import { healthRow, readHealth } from '../stores/telling/health.ts';
import { isPending, markerWrite, readMarker } from '../stores/telling/marker.ts';
import type { EndMarker, Verdict } from '../stores/telling/marker.ts';
import { draft } from './draft.ts';
import { hearersOfEnd } from './hearers.ts';
import { judgeEnd } from './judge-end.ts';
import { endLetter } from './letters/end-letter.ts';
import type { NoticeParts } from './parts.ts';
import { readStory } from './story.ts';

/** The messages of a run's end. Its slot and its script's health are noted before. */
export async function tellOfEnd(parts: NoticeParts, name: string, { runId }: EndMarker): Promise<MessageDraft[]> {
  const { stores } = parts;
  const record = await recordOf(parts, runId);
  if (record === null || record.scriptId === null) return [];
  if (record.trigger.schedule !== undefined) await stores.ledger.ended(record);
  const { scriptId } = record;
  const verdict = await decide(parts, name, { ...record, scriptId });
  if (verdict === null) return [];
  const labels = (await stores.scripts.find(scriptId))?.body.labels ?? [];
  const hearers = hearersOfEnd(await stores.subscriptions.all(), { record, scriptId, labels, verdict });
  if (hearers.length === 0) return [];
  const story = await readStory(parts, record);
  const about = { about: `${runId}#end`, at: record.endedAt ?? record.createdAt, script: record.script, run: runId, schedule: null };
  const drafts: MessageDraft[] = [];
  for (const [kind, some] of Map.groupBy(hearers, ({ kind: of }) => of)) {
    // Once for all who get the same: looking for secrets takes longer than all else.
    const letter = endLetter(story, { kind, verdict });
    drafts.push(...some.map(({ subscription }) => draft({ ...about, kind, subscription }, letter)));
    await setImmediate();
  }
  return drafts;
}

/** The run; null when it is kept no longer. */
export async function recordOf({ stores }: NoticeParts, runId: string): Promise<RunRecord | null> {
  return stores.runs.record(runId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  });
}

/** Judges the end once: the verdict is kept beside the health that it changed. Null when another has told of it meanwhile. */
async function decide({ table, stores }: NoticeParts, name: string, record: RunRecord & { scriptId: string }): Promise<Verdict | null> {
  const { scriptId } = record;
  return change<Verdict | null>(table, async () => {
    const mark = await readMarker(table, name);
    if (mark === null || mark.body.what !== 'end') return { writes: [], value: null };
    if (mark.body.verdict !== null) return { writes: [], value: mark.body.verdict };
    const pending = await isPending(table, scriptId, name);
    // Asked last: an end that was judged in between is no longer pending, and stands in the health by then.
    const known = await readHealth(table, scriptId);
    const { next, verdict } = judgeEnd({ scriptId, health: known?.body ?? null, isPending: pending, now: stores.now() }, record);
    if (next === null && !saysSomething(verdict)) return { writes: [], value: verdict };
    const noted = { ...markerWrite(name, { ...mark.body, verdict }), condition: revision(mark.revision) };
    if (next === null) return { writes: [noted], value: verdict };
    const condition = known === null ? ({ kind: 'absent' } as const) : revision(known.revision);
    return { writes: [noted, { kind: 'put', row: healthRow(next), condition }], value: verdict };
  });
}

function saysSomething({ failure, recovered, nearLimit }: Verdict): boolean {
  return failure !== null || recovered !== null || nearLimit;
}

function revision(number: number) {
  return { kind: 'revision', revision: number } as const;
}
