import { isTerminal } from '../../../core/run.ts';
import type { Status } from '../../../core/run.ts';
import type { RunEvent } from '../../../core/schemas/log.ts';
import { runSummary } from '../../../core/schemas/run.ts';
import type { EventAnswer } from '../../doors/operation.ts';
import type { Services } from '../../services.ts';
import type { Logs, LogQuery } from '../../stores/logs.ts';

type Events = AsyncGenerator<EventAnswer<RunEvent>, void, void>;

/** What the caller knows so far. */
interface Told {
  status: Status | null;
  progress: string;
  log: LogQuery;
  ended: boolean;
}

/** The longest wait between two looks: beats of other processes are not heard. */
const lookMs = 1000;
const keepAliveMs = 15_000;
/** Larger results are told of in the summary and fetched alone. */
const resultBytes = 1024 * 1024;
const linesAPage = 1000;

/** A run as it happens: its status, its log behind the line `after`, its progress; at its end its result and `end`. Goes on as it is read, not faster. */
export async function* runEvents(services: Services, runId: string, { after, signal }: { after: number; signal: AbortSignal }): Events {
  const told: Told = { status: null, progress: 'null', log: { after, limit: linesAPage }, ended: false };
  let spokenAt = Date.now();
  while (!signal.aborted) {
    const looked = new AbortController();
    // A beat between the look and the wait would be missed, so the wait begins before the look.
    const beat = services.pulse.wait(runId, lookMs, AbortSignal.any([signal, looked.signal]));
    for await (const event of newEvents(services, runId, told)) {
      yield event;
      spokenAt = Date.now();
    }
    if (told.ended) {
      looked.abort();
      return;
    }
    if (Date.now() - spokenAt >= keepAliveMs) {
      yield { comment: 'still here' };
      spokenAt = Date.now();
    }
    await beat;
  }
}

/** What has happened since the last look. A status that ends the run is told behind the last line of its log, unless it is the first thing to tell. */
async function* newEvents({ stores, bucket }: Services, runId: string, told: Told): Events {
  const record = await stores.runs.record(runId);
  const ended = isTerminal(record.status);
  const data = runSummary.parse(record);
  if (told.status === null || (!ended && told.status !== record.status)) yield { event: { type: 'status', data } };
  yield* newLines(stores.logs, runId, told, ended);
  const { progress } = await stores.runs.live(runId);
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

async function* newLines(logs: Logs, runId: string, told: Told, ended: boolean): Events {
  for (;;) {
    const { items, nextCursor } = await logs.page(runId, told.log, ended);
    for (const line of items) yield { id: String(line.seq), event: { type: 'log', data: line } };
    const isLast = nextCursor === null || (items.length === 0 && nextCursor === told.log.cursor);
    if (nextCursor !== null) told.log = { cursor: nextCursor, limit: linesAPage };
    if (isLast) return;
  }
}
