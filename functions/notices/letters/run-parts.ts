import { isReason, sentence } from '../../../core/reasons.ts';
import type { Json } from '../../../core/schemas/json.ts';
import { nearLimits } from '../../stores/telling/near-limits.ts';
import type { NearLimit } from '../../stores/telling/near-limits.ts';
import type { RunRecord } from '../../stores/runs/record.ts';
import { oneLine } from '../redact/plain-text.ts';
import { redacted } from '../redact/redacted.ts';
import { mark } from '../redact/take.ts';
import type { Story } from '../story.ts';
import type { Block, Letter } from './letter.ts';
import { counted, cut, duration, size, utc } from './words.ts';

/** Texts of a run that stand in a line or a sentence. */
const [factLength, sentenceLength, lineLength] = [300, 1000, 300];
/** Looked at before what is shown is cut out of it, so that no secret is cut in its middle. */
const longText = 100_000;
/** How much of the input is shown. */
const [inputLines, inputLength, leafLength, deepest] = [60, 4000, 20_000, 30];
/** Of the whole input, however it branches: parts and characters that are looked at to be shown. */
const [mostParts, mostCharacters] = [200, 40_000];

/** What is always told of a run. */
export function factsOf(story: Story): Letter['facts'] {
  const { record } = story;
  const all: [string, string | null][] = [
    ['Script', record.script],
    ['Version', record.version === null ? null : String(record.version)],
    ['Run', record.id],
    ['Status', record.reason === null ? record.status : `${record.status} (${record.reason})`],
    ['Started by', startedBy(record)],
    ['Ran for', record.startedAt === null ? 'it never began' : duration(record.phases['runningMs'] ?? 0)],
    ['Ended', record.endedAt && utc(record.endedAt)],
    ['Attempts', record.attempt > 1 ? String(record.attempt) : null],
    ['Near a limit', nearLimits(record).map(nearWords).join('; ') || null],
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : [[name, cut(oneLine(story.clean(value)), factLength)] as const]));
}

function startedBy({ trigger }: RunRecord): string {
  if (trigger.schedule !== undefined)
    return `schedule ${trigger.schedule}${trigger.slot === undefined ? '' : `, due ${utc(trigger.slot)}`}${trigger.cause === undefined || trigger.cause === 'due' ? '' : ` (${trigger.cause})`}`;
  return trigger.actor === undefined ? trigger.kind : `${trigger.kind}, ${trigger.actor}`;
}

/** What happened, in the words of the record; of an exception in words that need no record beside them. */
export function sentencesOf({ record, clean, isKnown }: Story): string[] {
  const { reason, exception, message } = record;
  if (!isKnown) return reason !== null && isReason(reason) ? [sentence(reason, null)] : [];
  if (reason === 'exception' && exception !== null) {
    const text = shown(oneLine(clean(cut(`${exception.type}: ${exception.message}`, longText))), sentenceLength);
    return [`The script ended with an uncaught exception${exception.line === null ? '' : ` in line ${exception.line}`}: ${text}`];
  }
  return message === null ? [] : [shown(oneLine(clean(cut(message, longText))), sentenceLength)];
}

/** As much of a cleaned text as there is room for. A long secret is taken out in pieces, which become one only behind the cut: its last piece may have been cut where it was read. */
function shown(text: string, length: number): string {
  return cut(text, length).replaceAll(/(?:\[redacted\])+(?:\[r[edact]*…)?/g, mark);
}

/** The end of its log, its input, and what to type to go on. */
export function blocksOf(story: Story): Block[] {
  const { id, status } = story.record;
  const again = status === 'SUCCEEDED' ? [] : [`runlet rerun ${id}`];
  return [
    logBlock(story),
    ...inputBlock(story),
    {
      title: again.length === 0 ? 'To read all of its log' : 'To read all of its log, and to run it again',
      lines: [`runlet logs ${id}`, ...again],
    },
  ];
}

function logBlock({ log, clean, isKnown }: Story): Block {
  if (!isKnown)
    return { title: 'Log', lines: [], otherwise: 'Its log is not shown here: its input could not be looked through for secrets.' };
  // As one text, because a secret may stand in several lines.
  const lines = clean(log.join('\n')).split('\n');
  const title = `The last ${counted(lines.length, 'line')} of its log`;
  return log.length === 0
    ? { title, lines: [], otherwise: 'The run left no output.' }
    : { title, lines: lines.slice(-logLines).map((line) => shown(line, lineLength)) };
}

/** A line of a log may hold a carriage return, and so become several. */
const logLines = 20;

function inputBlock({ input, clean, record, isKnown }: Story): Block[] {
  if (!record.hasInput) return [];
  const title = 'Input (secrets left out)';
  if (!isKnown) return [{ title, lines: [], otherwise: 'Its input is not shown here: it is too large, or holds too many secrets.' }];
  const text = cut(JSON.stringify(cleaned(redacted(boundedInput(input)), clean), null, 2), inputLength);
  const lines = clean(text).split('\n');
  return [{ title, lines: lines.length > inputLines ? [...lines.slice(0, inputLines), '…'] : lines }];
}

/** As many parts of a value as a mail may show; what is longer than a text that people write is only named. */
export function boundedInput(input: Json): Json {
  return bounded(input, 0, { parts: mostParts, characters: mostCharacters });
}

interface Left {
  parts: number;
  characters: number;
}

function bounded(value: Json, depth: number, left: Left): Json {
  left.parts -= 1;
  if (typeof value === 'string') return withinBounds(value, left);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest || left.parts <= 0) return '…';
  if (Array.isArray(value)) return some(value, left).map((item) => bounded(item, depth + 1, left));
  return Object.fromEntries(
    some(Object.entries(value), left).map(([name, item]) => [withinBounds(name, left), bounded(item, depth + 1, left)]),
  );
}

function some<Item>(items: Item[], { parts }: Left): Item[] {
  return items.slice(0, Math.max(0, Math.min(inputLines, parts)));
}

function withinBounds(text: string, left: Left): string {
  if (text.length > Math.min(leafLength, left.characters)) return `[text of ${text.length} characters]`;
  left.characters -= text.length;
  return text;
}

/** Each text of a value without secrets, and cut only then. */
function cleaned(value: Json, clean: Story['clean']): Json {
  if (typeof value === 'string') return shown(clean(value), lineLength);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, clean));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [shown(clean(name), lineLength), cleaned(item, clean)]));
}

const limitNames: Partial<Record<NearLimit['limit'], string>> = {
  timeoutSec: 'time',
  cpuSec: 'CPU time',
  memoryMiB: 'memory',
  outputBytes: 'output',
  resultBytes: 'result',
  artifacts: 'number of files',
  artifactBytes: 'size of files',
};

/** `memory: 92 % of 384 MiB (memoryMiB)`. */
export function nearWords({ limit, allowed, share }: NearLimit): string {
  return `${limitName(limit)}: ${percent(share)} of ${amount(limit, allowed)} (${limit})`;
}

/** `92 % of its memory`. */
export function nearInBrief({ limit, share }: NearLimit): string {
  return `${percent(share)} of its ${limitName(limit)}`;
}

function limitName(limit: NearLimit['limit']): string {
  return limitNames[limit] ?? limit;
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

function amount(limit: NearLimit['limit'], allowed: number): string {
  if (limit.endsWith('Sec')) return duration(allowed * 1000);
  if (limit.endsWith('Bytes')) return size(allowed);
  return limit.endsWith('MiB') ? `${allowed} MiB` : String(allowed);
}
