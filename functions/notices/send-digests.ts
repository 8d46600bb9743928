import { errorText } from '../../core/error-text.ts';
import type { Key } from '../ports/table.ts';
import { change } from '../stores/change.ts';
import type { Decision } from '../stores/change.ts';
import { dueDigests, healthRow, readHealth } from '../stores/telling/health.ts';
import { markerWrite } from '../stores/telling/marker.ts';
import { quietMs } from './judge-end.ts';
import type { NoticeParts } from './parts.ts';
import { tellCarefully } from './tell-carefully.ts';
import { decideWithheld } from './withheld-slots.ts';

/** Digests of one sweep; what is left is found by the next. */
const most = 500;

/** Tells what was held back for an hour and is due now: repeats of failing scripts, and further slots. The index only finds them; the row decides.
 *  @returns how many digests were begun. */
export async function sendDigests(parts: NoticeParts): Promise<number> {
  const { table, stores } = parts;
  const page = await table.query({ index: 'due', pk: dueDigests, below: `${stores.now().toISOString()}~`, limit: most });
  let begun = 0;
  for (const key of page.rows) {
    const name = await begin(parts, key);
    if (name === null) continue;
    begun += 1;
    await tellCarefully(parts, name);
  }
  return begun;
}

/** The marker of a digest that is due; null when none is, or it cannot be begun now, which holds up no other. */
async function begin(parts: NoticeParts, { pk, sk }: Key): Promise<string | null> {
  const decide = pk.startsWith('SCR#')
    ? async () => decideDigest(parts, pk.slice('SCR#'.length))
    : async () => decideWithheld(parts, { pk, sk });
  return change(parts.table, decide).catch((error: unknown) => {
    parts.settings.log('error', 'a digest could not be begun', { what: pk, error: errorText(error) });
    return null;
  });
}

/** Takes what nobody has been told of out of the script's row into a marker of its own, in one transaction. */
async function decideDigest({ table, stores }: NoticeParts, scriptId: string): Promise<Decision<string | null>> {
  const row = await readHealth(table, scriptId);
  const now = stores.now();
  const at = now.toISOString();
  if (row === null) return { writes: [], value: null };
  const { failing, untold, quietUntil } = row.body;
  if (failing === null || untold === null || quietUntil > at) return { writes: [], value: null };
  const next = { ...row.body, untold: null, quietUntil: new Date(now.getTime() + quietMs).toISOString() };
  const name = `DIGEST#${scriptId}#${at}`;
  return {
    writes: [
      { kind: 'put', row: healthRow(next), condition: { kind: 'revision', revision: row.revision } },
      markerWrite(name, { what: 'digest', at, scriptId, failing, untold }),
    ],
    value: name,
  };
}
