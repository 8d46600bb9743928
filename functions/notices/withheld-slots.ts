import type { Key, Write } from '../ports/table.ts';
import { readRow } from '../stores/change.ts';
import type { Decision } from '../stores/change.ts';
import { nextDue } from '../stores/schedules/due.ts';
import { overdueSec, scheduleKey, scheduleRecord } from '../stores/schedules/record.ts';
import { markerKey, markerWrite, readMarker, slotNotices, undecidedBeside } from '../stores/telling/marker.ts';
import type { SlotsMarker } from '../stores/telling/marker.ts';
import { joined, readWithheld, withheldRow } from '../stores/telling/slots.ts';
import type { Withheld } from '../stores/telling/slots.ts';
import { quietMs } from './judge-end.ts';
import type { NoticeParts } from './parts.ts';

/** Markers that are told by one mail at most: a transaction takes a hundred writes. */
const together = 98;
/** A sweep comes each minute and settles what is overdue; what lies back further is still being settled. */
const settledMs = 2 * overdueSec * 1000;
/** So long people wait for the rest of a stretch to be settled. */
const patienceMs = 300_000;

/**
 * Decides whether the slots of a marker are told by a mail now, with those of the schedule's other markers and what was held back before, or are held back for
 * the rest of the hour. While the schedule is still being settled the marker is left, because a stretch is to be one mail.
 * @returns whether it is decided that a mail tells them now.
 */
export async function decideSlots(parts: NoticeParts, name: string): Promise<Decision<boolean>> {
  const { table, stores } = parts;
  const mark = await readMarker(table, name);
  if (mark === null || mark.body.what !== 'slots') return { writes: [], value: false };
  const { scheduleId, notice, isDecided } = mark.body;
  if (isDecided || (await isSettling(parts, mark.body))) return { writes: [], value: isDecided };
  const row = await readWithheld(table, scheduleId, notice);
  const others = await undecidedBeside(table, name, mark.body, together);
  const now = stores.now();
  const all = others.reduce((sum, { body }) => joined(sum, body.span), joined(row?.body.span ?? null, mark.body.span));
  const condition = row === null ? ({ kind: 'absent' } as const) : ({ kind: 'revision', revision: row.revision } as const);
  const put = (body: Withheld) => ({ kind: 'put', row: withheldRow(notice, body), condition }) as const;
  const taken = others.map((other) => removal(other.name, other.revision));
  if (row !== null && row.body.quietUntil > now.toISOString())
    return { writes: [put({ ...row.body, span: all }), removal(name, mark.revision), ...taken], value: false };
  const still = { kind: 'revision', revision: mark.revision } as const;
  const decided = { ...markerWrite(name, { ...mark.body, span: all, isDecided: true }), condition: still };
  return { writes: [put({ scheduleId, quietUntil: anHourFrom(now), span: null }), decided, ...taken], value: true };
}

function removal(name: string, revision: number): Write {
  return { kind: 'remove', key: markerKey(name), condition: { kind: 'revision', revision } };
}

/** Whether more slots of the schedule are about to be decided. */
async function isSettling({ table, stores }: NoticeParts, { scheduleId, at }: SlotsMarker): Promise<boolean> {
  const now = stores.now().getTime();
  if (now - Date.parse(at) >= patienceMs) return false;
  const schedule = await readRow(table, scheduleKey(scheduleId), scheduleRecord);
  if (schedule === null || schedule.body.removed) return false;
  const next = nextDue(schedule.body, new Date(schedule.body.settledThrough));
  return next !== null && next.getTime() <= now - settledMs;
}

/** Takes the slots that were held back out of their row into a marker, once their hour is over.
 *  @returns the marker's name; null when nothing is due. */
export async function decideWithheld({ table, stores }: NoticeParts, { pk, sk }: Key): Promise<Decision<string | null>> {
  const [notice] = slotNotices.filter((one) => sk === `TOLD#${one}`);
  const scheduleId = pk.slice('SCH#'.length);
  const row = notice === undefined ? null : await readWithheld(table, scheduleId, notice);
  const now = stores.now();
  if (notice === undefined || row === null || row.body.span === null || row.body.quietUntil > now.toISOString())
    return { writes: [], value: null };
  const name = `DIGEST#${scheduleId}#${notice}#${now.toISOString()}`;
  const { span } = row.body;
  return {
    writes: [
      {
        kind: 'put',
        row: withheldRow(notice, { scheduleId, quietUntil: anHourFrom(now), span: null }),
        condition: { kind: 'revision', revision: row.revision },
      },
      markerWrite(name, { what: 'slots', at: now.toISOString(), scheduleId, notice, span, isDecided: true }),
    ],
    value: name,
  };
}

function anHourFrom(now: Date): string {
  return new Date(now.getTime() + quietMs).toISOString();
}
