import type { Key } from '../ports/table.ts';
import type { Decision } from '../stores/change.ts';
import { markerKey, markerWrite, readMarker, slotNotices } from '../stores/telling/marker.ts';
import type { SlotSpan } from '../stores/telling/marker.ts';
import { joined, readWithheld, withheldRow } from '../stores/telling/slots.ts';
import type { Withheld } from '../stores/telling/slots.ts';
import { quietMs } from './judge-end.ts';
import type { NoticeParts } from './parts.ts';

/**
 * Decides whether the slots of a marker are told by a mail now, with what was held back before, or held back for the rest of the hour.
 * @returns what the mail tells; null when there is to be none now, or another has decided.
 */
export async function decideSlots({ table, stores }: NoticeParts, name: string): Promise<Decision<SlotSpan | null>> {
  const mark = await readMarker(table, name);
  if (mark === null || mark.body.what !== 'slots') return { writes: [], value: null };
  const { scheduleId, notice, span, isDecided } = mark.body;
  if (isDecided) return { writes: [], value: span };
  const row = await readWithheld(table, scheduleId, notice);
  const now = stores.now();
  const all = joined(row?.body.span ?? null, span);
  const condition = row === null ? ({ kind: 'absent' } as const) : ({ kind: 'revision', revision: row.revision } as const);
  const still = { kind: 'revision', revision: mark.revision } as const;
  const put = (body: Withheld) => ({ kind: 'put', row: withheldRow(notice, body), condition }) as const;
  if (row !== null && row.body.quietUntil > now.toISOString())
    return {
      writes: [put({ ...row.body, span: all }), { kind: 'remove', key: markerKey(name), condition: still }],
      value: null,
    };
  const decided = { ...markerWrite(name, { ...mark.body, span: all, isDecided: true }), condition: still };
  return { writes: [put({ scheduleId, quietUntil: anHourFrom(now), span: null }), decided], value: all };
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
