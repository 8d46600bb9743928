import { isTerminal } from '../../../core/run.ts';
import type { Status } from '../../../core/run.ts';
import type { RunEvent } from '../../../core/schemas/log.ts';
import { runSummary } from '../../../core/schemas/run.ts';
import type { EventAnswer } from '../../doors/operation.ts';
import type { Services } from '../../services.ts';
import type { Logs, LogQuery } from '../../stores/logs.ts';
import type { Live } from '../../stores/runs/live.ts';
import type { RunRecord } from '../../stores/runs/record.ts';
import { lineId } from './line-id.ts';
import type { LinePlace } from './line-id.ts';

type Events = AsyncGenerator<EventAnswer<RunEvent>, void, void>;

/** What the caller knows so far. */
interface Told {
  status: Status | null;
  /** The attempt whose log is told. */
  attempt: number;
  progress: string;
  log: LogQuery;
  /** Lines of the log that the caller has. */
  lines: number;
  ended: boolean;
}

/** The longest wait between two looks: beats of other processes are not heard. */
const lookMs = 1000;
const keepAliveMs = 15_000;
/** A run counts as watched for 30 seconds after this was last said. */
const watchMs = 20_000;
/** Larger results are told of in the summary and fetched alone. */
const resultBytes = 1024 * 1024;
const linesAPage = 1000;

/**
 * A run as it happens: its status, its log behind the line `last`, its progress; at its end its result and `end`. When another attempt
 * begins its status is told, and its log follows. Goes on as it is read, not faster, and where streams are bounded ends early, to be resumed
 * behind its last line.
 */
export async function* runEvents(services: Services, runId: string, { last, signal }: { last: LinePlace; signal: AbortSignal }): Events {
  const told: Told = { status: null, progress: 'null', ...behind(last), ended: false };
  const { streamSec } = services.settings;
  const until = streamSec === null ? Number.POSITIVE_INFINITY : Date.now() + streamSec * 1000;
  const watch = every(watchMs, Number.NEGATIVE_INFINITY);
  const speak = every(keepAliveMs, Date.now());
  while (!signal.aborted) {
    const looked = new AbortController();
    // A beat between the look and the wait would be missed, so the wait begins before the look.
    const beat = services.pulse.wait(runId, lookMs, AbortSignal.any([signal, looked.signal]));
    for await (const event of newEvents(services, runId, told)) {
      yield event;
      speak.done();
    }
    if (told.ended || Date.now() >= until) {
      looked.abort();
      return;
    }
    if (watch.isDue()) await services.stores.runs.watch(runId);
    if (speak.isDue()) yield { comment: 'still here' };
    await beat;
  }
}

/** The log of the line's attempt behind the line. */
function behind({ attempt, seq }: LinePlace): Pick<Told, 'attempt' | 'log' | 'lines'> {
  return { attempt, log: { after: seq, limit: linesAPage }, lines: seq + 1 };
}

/** Something to be done again when so many milliseconds have gone since it was done last. */
function every(ms: number, last: number): { isDue(): boolean; done(): void } {
  let at = last;
  const done = () => {
    at = Date.now();
  };
  const isDue = () => {
    const due = Date.now() - at >= ms;
    if (due) done();
    return due;
  };
  return { isDue, done };
}

/** What has happened since the last look. A status that ends the run is told behind the last line of its log, unless it is the first thing to tell. */
async function* newEvents({ stores, bucket }: Services, runId: string, told: Told): Events {
  const { record, live } = await stores.runs.look(runId);
  const ended = isTerminal(record.status);
  const data = runSummary.parse(record);
  if (told.status === null) yield { event: { type: 'status', data } };
  const wasIn = told.attempt;
  yield* restOfEarlier(stores.logs, record, told);
  if (told.status !== null && !ended && (told.status !== record.status || wasIn !== told.attempt))
    yield { event: { type: 'status', data } };
  if (ended || (record.startedAt !== null && hasNewLines(live, told))) yield* newLines(stores.logs, runId, told, ended);
  const { progress } = live;
  if (progress !== null && JSON.stringify(progress) !== told.progress) yield { event: { type: 'progress', data: progress } };
  told.progress = JSON.stringify(progress);
  if (ended && told.status !== null) yield { event: { type: 'status', data } };
  told.status = record.status;
  told.ended = ended;
  if (!ended) return;
  const fits = record.result !== null && (record.result.kind === 'inline' || record.result.bytes <= resultBytes);
  if (fits) yield { event: { type: 'result', data: await stores.runs.recall(bucket, record.result, resultBytes) } };
  yield { event: { type: 'end', data } };
}

/** What attempts before the one that the run is in have logged and the caller has not. */
async function* restOfEarlier(logs: Logs, { id, attempt }: RunRecord, told: Told): Events {
  while (told.attempt < attempt) {
    yield* newLines(logs, id, told, true);
    Object.assign(told, behind({ attempt: told.attempt + 1, seq: -1 }));
  }
}

/** Where the runner tells how many lines there are, the log is looked at only for those that are missing: each look costs requests to the bucket. */
function hasNewLines({ log, beatAt }: Live, told: Told): boolean {
  return beatAt === null || log === null || log.lines > told.lines;
}

async function* newLines(logs: Logs, runId: string, told: Told, ended: boolean): Events {
  for (;;) {
    const { attempt } = told;
    const { items, nextCursor } = await logs.page({ id: runId, attempt }, told.log, ended);
    for (const line of items)
      yield { id: lineId({ attempt, seq: line.seq }), event: { type: 'log', data: attempt === 1 ? line : { ...line, attempt } } };
    told.lines = (items.at(-1)?.seq ?? told.lines - 1) + 1;
    const isLast = nextCursor === null || (items.length === 0 && nextCursor === told.log.cursor);
    if (nextCursor !== null) told.log = { cursor: nextCursor, limit: linesAPage };
    if (isLast) return;
  }
}
