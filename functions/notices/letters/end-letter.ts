import type { MailMessage } from '../../../core/schemas/subscription.ts';
import { nearLimits } from '../../stores/telling/near-limits.ts';
import type { Verdict } from '../../stores/telling/marker.ts';
import type { Story } from '../story.ts';
import { adviceFor, endInBrief } from './ends.ts';
import type { Letter } from './letter.ts';
import { blocksOf, factsOf, nearInBrief, nearWords, sentencesOf } from './run-parts.ts';
import { counted, duration, subjectOf, utc } from './words.ts';

type Kind = MailMessage['kind'];

/** The mail about the end of a run, of the kind that its reader gets. */
export function endLetter(story: Story, { kind, verdict }: { kind: Kind; verdict: Verdict }): Letter {
  const name = story.record.script ?? 'a preview';
  const said = headline(story, kind, verdict);
  return {
    subject: subjectOf(name, story.clean(said.brief)),
    tone: said.tone,
    heading: `${name} ${said.heading}`,
    sentences: [...said.sentences, ...(kind === 'near-limit' || kind === 'recovered' ? [] : sentencesOf(story))],
    advice: said.advice,
    facts: factsOf(story),
    blocks: blocksOf(story),
    see: 'See what became of it',
    because: said.because,
  };
}

interface Said extends Pick<Letter, 'tone' | 'heading' | 'advice' | 'because'> {
  /** For the subject, behind the script's name. */
  brief: string;
  sentences: string[];
}

function headline(story: Story, kind: Kind, verdict: Verdict): Said {
  if (kind === 'recovered' && verdict.recovered) return recovered(story, verdict.recovered);
  if (kind === 'near-limit') return near(story);
  const brief = endInBrief(story);
  return kind === 'first-failure' ? failed(story, brief, verdict) : ended(story, brief);
}

function failed(story: Story, brief: string, { failure }: Verdict): Said {
  const isLate = failure === 'late';
  return {
    brief,
    tone: 'bad',
    heading: headingOf(story, brief),
    sentences: isLate ? ['A later run has ended well already; this one is told late.'] : [],
    advice: isLate ? null : adviceFor(story),
    because:
      'this address is subscribed to failed runs. Further failures of the script are told together, at most once an hour, until it is well again',
  };
}

function ended(story: Story, brief: string): Said {
  const { status } = story.record;
  const tone = status === 'SUCCEEDED' ? 'good' : 'plain';
  return {
    brief,
    tone,
    heading: headingOf(story, brief),
    sentences: [],
    advice: adviceFor(story),
    because: `this address is subscribed to runs that end as ${status}`,
  };
}

function recovered(story: Story, { since, failures }: NonNullable<Verdict['recovered']>): Said {
  const { endedAt, createdAt } = story.record;
  const lasted = duration(Math.max(0, Date.parse(endedAt ?? createdAt) - Date.parse(since)));
  return {
    brief: `is well again after ${counted(failures, 'failure')}`,
    tone: 'good',
    heading: 'is well again',
    sentences: [`It had failed since ${utc(since)}, ${failures === 1 ? 'once' : `${failures} times`} in ${lasted}; this run ended well.`],
    advice: null,
    because: 'this address is subscribed to scripts that are well again',
  };
}

function near(story: Story): Said {
  const limits = nearLimits(story.record);
  const [nearest] = limits;
  return {
    brief: nearest === undefined ? 'ran near a limit' : `ran at ${nearInBrief(nearest)}`,
    tone: 'warn',
    heading: 'ran near a limit',
    sentences: [`It ended, and had used most of what it may: ${limits.map(nearWords).join('; ')}.`],
    advice: `raise ${limits.map(({ limit }) => limit).join(' and ')} before a run fails by it, or let the script use less.`,
    because: 'this address is subscribed to runs near a limit. It is told at most once a day for each script',
  };
}

/** The whole sentence stands below, so the heading has no need of the reason's words. */
function headingOf({ record }: Story, brief: string): string {
  return record.reason === 'exception' ? brief.slice(0, brief.indexOf(':')) : brief;
}
