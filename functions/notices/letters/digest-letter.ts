import type { DigestMarker } from '../../stores/telling/marker.ts';
import type { Story } from '../story.ts';
import { adviceFor, whyInBrief } from './ends.ts';
import type { Letter } from './letter.ts';
import { blocksOf, factsOf, sentencesOf } from './run-parts.ts';
import { counted, duration, subjectOf, utc } from './words.ts';

/** The mail about further failures of a script that fails already; its newest run stands for all. */
export function digestLetter(story: Story, { failing, untold, at }: Pick<DigestMarker, 'failing' | 'untold' | 'at'>): Letter {
  const { record } = story;
  const name = record.script ?? 'a preview';
  const counts = Object.entries(untold.counts);
  const more = counts.reduce((sum, [, count]) => sum + count, 0);
  const lasts = duration(Math.max(0, Date.parse(at) - Date.parse(failing.since)));
  const again = more === 1 ? 'failed again' : `failed ${more.toLocaleString('en-US')} more times`;
  return {
    subject: subjectOf(name, `${again}${story.clean(whyInBrief(story))}`),
    tone: 'bad',
    heading: `${name} ${again}`,
    sentences: [
      `It has failed since ${utc(failing.since)} (${lasts}), ${counted(failing.failures, 'time')} in all, and has not ended well since.`,
      `Since the last mail: ${counts.map(([status, count]) => `${count} ${status}`).join(', ')}. The newest:`,
      ...sentencesOf(story),
    ],
    advice: adviceFor(story),
    facts: [...factsOf(story), ['Failing since', utc(failing.since)], ['First failed run', failing.firstRun]],
    blocks: blocksOf(story),
    see: 'See what became of it',
    because: 'this address is subscribed to failed runs. Further failures of the script are told together, at most once an hour',
  };
}
