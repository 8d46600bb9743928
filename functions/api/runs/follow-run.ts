import { AppError } from '../../../core/errors.ts';
import { isTerminal } from '../../../core/run.ts';
import { routes } from '../../../core/routes/index.ts';
import type { RunEvent } from '../../../core/schemas/log.ts';
import { runSummary } from '../../../core/schemas/run.ts';
import { http } from '../../doors/http.ts';
import type { EventAnswer } from '../../doors/operation.ts';
import type { Services } from '../../services.ts';
import type { RunRecord } from '../../stores/runs/record.ts';

/** Lines read at once; between two readings the reader's pace holds ours back. */
const linesAtOnce = 1000;
const keepAliveMs = 15_000;
/** A result above this many bytes is fetched alone. */
const resultBytes = 1024 * 1024;

export const followRun = http(routes.followRun, async ({ params, lastEventId, services, signal }) => {
  const { id } = await services.stores.runs.record(params.run);
  return events(services, id, lineNumber(lastEventId), signal);
});

/** The id of an event is the number of the last log line before it, so a stream goes on behind that line. */
function lineNumber(lastEventId: string | null): number {
  if (lastEventId === null || lastEventId === '') return -1;
  if (/^-1$|^\d{1,15}$/.test(lastEventId)) return Number(lastEventId);
  throw new AppError('bad-request', undefined, [{ field: 'Last-Event-ID', expected: 'the id of an event of this stream', got: lastEventId.slice(0, 80) }]);
}

async function* events(services: Services, runId: string, after: number, signal: AbortSignal): AsyncGenerator<EventAnswer<RunEvent>> {
  let seen: Seen = { status: '', progress: '' };
  let place: { after: number } | { cursor: string } = { after };
  let quietSince = Date.now();
  while (!signal.aborted) {
    const looked = new AbortController();
    // The beat is waited for before anything is read, so that none between the two is missed.
    const beat = services.pulse.wait(runId, 1000, AbortSignal.any([signal, looked.signal]));
    const record = await services.stores.runs.record(runId);
    const over = isTerminal(record.status);
    seen = yield* changes(services, record, seen);
    const page = await services.stores.logs.page(runId, { ...place, limit: linesAtOnce }, over);
    for (const line of page.items) yield { id: String(line.seq), event: { type: 'log', data: line } };
    if (page.nextCursor !== null) place = { cursor: page.nextCursor };
    const ended = over && page.nextCursor === null;
    if (ended || page.items.length > 0) {
      looked.abort();
      quietSince = Date.now();
    } else if (Date.now() - quietSince > keepAliveMs) {
      quietSince = Date.now();
      yield { comment: 'still here' };
    }
    if (ended) return yield* ending(services, record);
    await beat;
  }
}

interface Seen { status: string; progress: string }

/** What is new about a run since it was last looked at; its terminal status comes after its last line. */
async function* changes(services: Services, record: RunRecord, seen: Seen): AsyncGenerator<EventAnswer<RunEvent>, Seen> {
  const { progress } = await services.stores.runs.live(record.id);
  const now = { status: record.status, progress: JSON.stringify(progress) };
  if (now.status !== seen.status && !isTerminal(record.status)) yield { event: { type: 'status', data: runSummary.parse(record) } };
  if (progress !== null && now.progress !== seen.progress) yield { event: { type: 'progress', data: progress } };
  return now;
}

async function* ending(services: Services, record: RunRecord): AsyncGenerator<EventAnswer<RunEvent>> {
  const summary = runSummary.parse(record);
  yield { event: { type: 'status', data: summary } };
  const { result } = record;
  const fits = result !== null && (result.kind === 'inline' || result.bytes <= resultBytes);
  if (fits) yield { event: { type: 'result', data: await services.stores.runs.recall(services.bucket, result, resultBytes) } };
  yield { event: { type: 'end', data: summary } };
}
