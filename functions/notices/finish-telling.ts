import * as z from 'zod';
import { instant } from '../../core/schemas/json.ts';
import { markers, slotsPrefix } from '../stores/telling/marker.ts';
import type { NoticeParts } from './parts.ts';
import { tellCarefully } from './tell-carefully.ts';

/** Whoever ends a run tells of it at once; after so long somebody else does, in milliseconds. Due times are left to this. */
const patienceMs = 20_000;
/** Of one sweep, and none is begun after so many milliseconds; what is left is found by the next. */
const most = 500;
const timeMs = 10_000;

const dated = z.object({ at: instant });

/** Tells what was left untold by whoever died behind its write, the oldest first. It reads the table itself, and one that cannot be told holds up no other.
 *  @returns how many it has looked at. */
export async function finishTelling(parts: NoticeParts, signal = AbortSignal.timeout(timeMs)): Promise<number> {
  const before = new Date(parts.stores.now().getTime() - patienceMs).toISOString();
  const left: { name: string; at: string }[] = [];
  for await (const { name, body } of markers(parts.table)) {
    // One that cannot be read is old enough: telling it fails, and the operator hears why.
    const at = dated.safeParse(body).data?.at ?? '';
    if (at <= before || name.startsWith(slotsPrefix)) left.push({ name, at });
  }
  let told = 0;
  for (const { name } of left.toSorted((one, other) => (one.at < other.at ? -1 : 1)).slice(0, most)) {
    if (signal.aborted) break;
    await tellCarefully(parts, name);
    told += 1;
  }
  return told;
}
