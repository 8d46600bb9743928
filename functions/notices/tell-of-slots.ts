import type { MessageDraft } from '../stores/messages/record.ts';
import { readRow } from '../stores/change.ts';
import { scheduleKey, scheduleRecord } from '../stores/schedules/record.ts';
import type { SlotsMarker } from '../stores/telling/marker.ts';
import { draft } from './draft.ts';
import { slotsLetter } from './letters/slots-letter.ts';
import type { NoticeParts } from './parts.ts';

/** The messages that tell of due times that were missed, or whose run is late. */
export async function tellOfSlots({ table, stores }: NoticeParts, { scheduleId, notice, at, span }: SlotsMarker): Promise<MessageDraft[]> {
  const schedule = await readRow(table, scheduleKey(scheduleId), scheduleRecord);
  // A schedule that was removed is nobody's concern any more.
  if (schedule === null || schedule.body.removed) return [];
  const { scriptId, script: nameThen } = schedule.body;
  const found = await stores.scripts.find(scriptId);
  // What labels a deleted script had nobody knows: it is told to those who chose it, or every script.
  const script = found?.body ?? { name: nameThen, labels: [] };
  const hearers = await stores.subscriptions.matching({ scriptId, labels: script.labels, notice });
  const about = {
    about: `${scheduleId}#${notice}#${span.through}`,
    kind: notice,
    at,
    script: script.name,
    run: null,
    schedule: scheduleId,
  };
  const letter = slotsLetter({ schedule: schedule.body, script: script.name, isDeleted: found === null, notice, span });
  return hearers.map((subscription) => draft({ ...about, subscription }, letter));
}
