import { unreachable } from '../../core/unreachable.ts';
import type { MessageDraft } from '../stores/messages/record.ts';
import { markerKey, readMarker } from '../stores/telling/marker.ts';
import type { Marker } from '../stores/telling/marker.ts';
import type { NoticeParts } from './parts.ts';
import { tellOfDigest } from './tell-of-digest.ts';
import { tellOfEnd } from './tell-of-end.ts';
import { tellOfSlots } from './tell-of-slots.ts';

/**
 * Tells what a marker says and removes it once every message is recorded. Two that tell the same record the same messages, of which each
 * is kept once.
 * @returns ids of the messages that are new.
 */
export async function tell(parts: NoticeParts, name: string): Promise<string[]> {
  const row = await readMarker(parts.table, name);
  if (row === null) return [];
  const drafts = await draftsOf(parts, name, row.body);
  const added = drafts.length === 0 ? [] : await parts.stores.messages.record(drafts);
  await parts.table.remove(markerKey(name), { kind: 'none' });
  return added;
}

async function draftsOf(parts: NoticeParts, name: string, body: Marker): Promise<MessageDraft[]> {
  switch (body.what) {
    case 'end':
      return tellOfEnd(parts, name, body);
    case 'digest':
      return tellOfDigest(parts, body);
    case 'slots':
      return tellOfSlots(parts, name, body);
    default:
      return unreachable(body);
  }
}
