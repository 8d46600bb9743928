import { markers } from '../stores/telling/marker.ts';
import { markerPrefix } from '../stores/telling/slots.ts';
import type { NoticeParts } from './parts.ts';
import { tellCarefully } from './tell-carefully.ts';

/** Tells of the slots for which a marker was written (`slotsMarker`): messages are recorded, not yet sent. It never rejects; what it cannot tell the sweep does.
 *  @returns ids of the messages that are new. */
export async function tellSlots(parts: NoticeParts, scheduleId: string): Promise<string[]> {
  const added: string[] = [];
  for await (const { name } of markers(parts.table, markerPrefix(scheduleId))) added.push(...(await tellCarefully(parts, name)));
  return added;
}
