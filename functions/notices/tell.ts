import { unreachable } from '../../core/unreachable.ts';
import { change } from '../stores/change.ts';
import type { Stored } from '../stores/change.ts';
import type { MessageDraft } from '../stores/messages/record.ts';
import { markerKey, readMarker } from '../stores/telling/marker.ts';
import type { Marker } from '../stores/telling/marker.ts';
import type { NoticeParts } from './parts.ts';
import { tellOfDigest } from './tell-of-digest.ts';
import { tellOfEnd } from './tell-of-end.ts';
import { tellOfSlots } from './tell-of-slots.ts';
import { decideSlots } from './withheld-slots.ts';

/**
 * Tells what a marker says and removes it once every message is recorded. Two that tell the same record the same messages, of which each
 * is kept once. Slots may be left to a later telling.
 * @returns ids of the messages that are new.
 */
export async function tell(parts: NoticeParts, name: string): Promise<string[]> {
  const row = await toTell(parts, name);
  if (row === null) return [];
  const drafts = await draftsOf(parts, name, row.body);
  const added = drafts.length === 0 ? [] : await parts.stores.messages.record(drafts);
  // Telling of an end notes its verdict in the marker, which nobody writes anew; slots are decided before, so what was read is what was told.
  const condition = row.body.what === 'slots' ? ({ kind: 'revision', revision: row.revision } as const) : ({ kind: 'none' } as const);
  await parts.table.remove(markerKey(name), condition);
  return added;
}

/** What is to be told now; null when that is nothing. */
async function toTell(parts: NoticeParts, name: string): Promise<Stored<Marker> | null> {
  const row = await readMarker(parts.table, name);
  if (row?.body.what !== 'slots' || row.body.isDecided) return row;
  const isDecided = await change(parts.table, async () => decideSlots(parts, name));
  return isDecided ? readMarker(parts.table, name) : null;
}

async function draftsOf(parts: NoticeParts, name: string, body: Marker): Promise<MessageDraft[]> {
  switch (body.what) {
    case 'end':
      return tellOfEnd(parts, name, body);
    case 'digest':
      return tellOfDigest(parts, body);
    case 'slots':
      return tellOfSlots(parts, body);
    default:
      return unreachable(body);
  }
}
