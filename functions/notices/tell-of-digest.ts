import type { MessageDraft } from '../stores/messages/record.ts';
import type { DigestMarker } from '../stores/telling/marker.ts';
import { draft } from './draft.ts';
import { hearersOfDigest } from './hearers.ts';
import { digestLetter } from './letters/digest-letter.ts';
import type { NoticeParts } from './parts.ts';
import { readStory } from './story.ts';
import { recordOf } from './tell-of-end.ts';

/** The messages that tell how often a script has failed again. */
export async function tellOfDigest(parts: NoticeParts, marker: DigestMarker): Promise<MessageDraft[]> {
  const { stores } = parts;
  const record = await recordOf(parts, marker.untold.lastRun);
  const script = await stores.scripts.find(marker.scriptId);
  // Nobody can do anything about a script that is not there any more.
  if (record === null || script === null) return [];
  const hearers = hearersOfDigest(await stores.subscriptions.all(), script.body.labels, marker);
  if (hearers.length === 0) return [];
  const story = await readStory(parts, record);
  const about = { about: `${marker.scriptId}#digest#${marker.at}`, at: marker.at, script: record.script, run: record.id, schedule: null };
  const letter = digestLetter(story, marker);
  return hearers.map(({ kind, subscription }) => draft({ ...about, kind, subscription }, letter));
}
