import type { ScheduleRecord } from '../../stores/schedules/record.ts';
import type { SlotNotice, SlotSpan } from '../../stores/telling/marker.ts';
import { oneLine } from '../redact/plain-text.ts';
import { inputSecrets } from '../redact/redacted.ts';
import { redactorOf } from '../redact/redactor.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Letter } from './letter.ts';
import { counted, cut, local, subjectOf, utc } from './words.ts';

/** What a mail about due times tells. */
export interface SlotsTold {
  schedule: ScheduleRecord;
  /** The script's present name. */
  script: string;
  /** Whether there is no such script any more. */
  isDeleted: boolean;
  notice: SlotNotice;
  span: SlotSpan;
}

/** The mail about due times that nobody ran, or that were run late. */
export function slotsLetter({ schedule, script, isDeleted, notice, span }: SlotsTold): Letter {
  const { count, from, through } = span;
  const clean = cleaner(schedule);
  const isOne = count === 1;
  const said = notice === 'missed' ? missed(span) : overdue(span, schedule);
  return {
    subject: subjectOf(script, said.brief),
    tone: notice === 'missed' ? 'bad' : 'warn',
    heading: `${script} ${said.heading}`,
    sentences: [
      isOne
        ? `It was due at ${local(from, schedule.timezone)} (${utc(from)}).`
        : `It was due ${counted(count, 'time')} from ${local(from, schedule.timezone)} to ${local(through, schedule.timezone)} (${utc(from)} to ${utc(through)}).`,
      ...reasonsOf(span, clean),
    ],
    advice: isDeleted ? ofDeleted : said.advice,
    facts: [
      ['Script', script],
      ['Schedule', schedule.id],
      ...(schedule.description === null ? [] : [['Description', clean(schedule.description)] as const]),
      ['When', `${recurrence(schedule)}, ${schedule.timezone}`],
      ['Due times', String(count)],
      ['Catching up', catchingUp[schedule.catchUp]],
    ],
    blocks: [
      {
        title: isOne ? 'Due time' : count > span.newest.length ? `The newest ${span.newest.length} of ${count} due times` : 'Due times',
        lines: span.newest.map((slot) => slotLine(slot, schedule)),
      },
      ...(isDeleted ? [{ title: 'To remove the schedule', lines: [`runlet schedules remove ${schedule.id}`] }] : []),
      ...(notice === 'missed' && !isDeleted
        ? [{ title: 'To look which would be run, and then to run them', lines: commands(schedule, span) }]
        : []),
    ],
    see: 'See what became of it',
    because: `this address is subscribed to ${notice} due times. They are told at most once an hour for each schedule`,
  };
}

const ofDeleted =
  'the script was deleted, and none of its due times can be run any more. Remove the schedule by the command below, or save the script again and make a new schedule.';

/** Due times that a backfill takes at once. */
const atOnce = 1000;

function missed({ count, newest }: SlotSpan): Pick<Letter, 'heading' | 'advice'> & { brief: string } {
  const why = newest.at(-1)?.why?.replaceAll('-', ' ') ?? 'unknown';
  return {
    brief: count === 1 ? `missed a due time: ${why}` : `missed ${count.toLocaleString('en-US')} due times: ${why}`,
    heading: count === 1 ? 'missed a due time' : `missed ${counted(count, 'due time')}`,
    advice: `if the work still has to be done, see with the command below what would be run; without --dry-run it runs them.${count > atOnce ? ` It takes ${atOnce.toLocaleString('en-US')} due times at once, so go on in parts.` : ''}`,
  };
}

function overdue({ count, from }: SlotSpan, { timezone }: ScheduleRecord): Pick<Letter, 'heading' | 'advice'> & { brief: string } {
  return {
    brief: count === 1 ? `was overdue at ${local(from, timezone)}` : `was overdue ${counted(count, 'time')}`,
    heading: count === 1 ? 'did not begin in time' : `did not begin in time, ${counted(count, 'time')}`,
    advice:
      'nothing, if it happens once: the due time was found by the second look, which is made each minute. If it repeats, see the runbook, "Missed schedules".',
  };
}

const catchingUp = {
  none: 'none: what is missed is told and not run',
  latest: 'latest: the newest due time that was missed is run',
  all: 'all: what was missed is run in order',
} as const satisfies Record<ScheduleRecord['catchUp'], string>;

function reasonsOf({ newest }: SlotSpan, clean: Cleaner): string[] {
  return [...new Set(newest.map(({ message }) => clean(message)))].slice(-3);
}

function slotLine({ slot, until, count, state, why, run }: SlotSpan['newest'][number], { timezone }: ScheduleRecord): string {
  const when = `${local(slot, timezone)} (${utc(slot)})`;
  const stretch = until === null ? '' : ` and ${counted(count - 1, 'more', 'more')} to ${utc(until)}`;
  return `${when}${stretch}: ${state}${why === null ? '' : `, ${why}`}${run === null ? '' : `, ${run}`}`;
}

/** `to` is exclusive, so it is a second behind the last one. */
function commands({ id }: ScheduleRecord, { from, through }: SlotSpan): string[] {
  const to = new Date(Date.parse(through) + 1000).toISOString();
  return [`runlet schedules backfill ${id} --from ${from} --to ${to} --dry-run`];
}

function recurrence({ recurrence: when, rate }: ScheduleRecord): string {
  if (when.kind === 'cron') return when.cron;
  return when.kind === 'at' ? `once at ${utc(when.at)}` : `every ${rate ?? `${when.everySec} seconds`}`;
}

type Cleaner = (text: string) => string;

/** Takes the secrets that the schedule gives to its runs out of a text, and cuts it. */
function cleaner({ settings: { input = null, env = {}, args = [] } }: ScheduleRecord): Cleaner {
  const clean: Redactor = redactorOf({ input: inputSecrets(input), env, words: args });
  return (text) =>
    clean.isComplete ? cut(oneLine(clean(cut(text, 20_000))), 500) : '(not shown: its input holds too many secrets to look for)';
}
