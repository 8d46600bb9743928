import { outcome } from '../../../core/run.ts';
import type { Facts } from '../../../core/run.ts';
import type { Report } from '../../../core/schemas/report.ts';
import { json } from '../../../core/schemas/json.ts';
import type { Write } from '../../ports/table.ts';
import { changeRun } from './change.ts';
import type { RunsContext } from './context.ts';
import { isOvertime } from './clocks.ts';
import { countIn } from './past-runs.ts';
import { attemptPrefix, waitsSince } from './record.ts';
import type { Kept, RunRecord } from './record.ts';
import { isOf } from './report.ts';
import { endOrAgain } from './retry.ts';
import { ends } from './room.ts';
import { stateChange } from './state.ts';
import { keep } from './values.ts';

/** How a run is ended. */
export interface Ending {
  /** Gives what must be true beside it, as writes of the same transaction; null leaves the run as it is. */
  guard?: (() => Promise<Write[] | null>) | undefined;
  /** The attempt that has ended; the one that the run is in unless said otherwise. A run that is in another stays as it is. */
  attempt?: number | undefined;
}

/** Ends an attempt that has no report: it could not start, was refused, or its owner is gone; with it the run, unless it is to be attempted again.
 *  What has ended stays as it ended. */
export async function endWithoutReport(
  context: RunsContext,
  runId: string,
  facts: Facts,
  { guard = async () => [], attempt }: Ending = {},
): Promise<{ record: RunRecord; changed: boolean }> {
  return changeRun(context, runId, async (before) => {
    // Who got a place meanwhile waits no more.
    if (facts.kind === 'queue-timeout' && before.admittedAt !== null) return null;
    const guarding = attempt === undefined || attempt === before.attempt ? await guard() : null;
    if (guarding === null) return null;
    const { record, writes } = endOrAgain(context, before, endedWithoutReport(before, facts, context.now()));
    return { record, writes: [...guarding, ...writes] };
  });
}

/** The record as it is once the run has ended without a report. */
export function endedWithoutReport(record: RunRecord, facts: Facts, endedAt: Date): RunRecord {
  const canceled = record.status === 'CANCELING' && facts.kind !== 'lost';
  const end = outcome(canceled ? { kind: 'canceled' } : facts);
  return ends({ ...record, ...end, retryAt: null, endedAt: endedAt.toISOString(), phases: clocks(record, endedAt, null) });
}

/** Ends an attempt by its report: what became of it, its result, its artifacts, its figures, and its state when it succeeded; with it the run,
 *  unless it is to be attempted again. A report of another attempt than the run is in changes nothing. */
export async function endByReport(context: RunsContext, report: Report): Promise<{ record: RunRecord; changed: boolean }> {
  const large = await keptLarge(context, report);
  return changeRun(context, report.runId, async (record) => {
    if (!isOf(report, record)) return null;
    const { endedBy, signal } = report.facts;
    const wasStopped = signal !== null || endedBy === 'declined';
    const canceled = endedBy === 'canceled' || (record.status === 'CANCELING' && wasStopped);
    const end = outcome(canceled ? { kind: 'canceled' } : factsOf(report, record));
    const state = await stateChange(context, record, end.status === 'SUCCEEDED' ? report.state : null);
    const message = state.why === undefined ? end.message : `${end.message} ${state.why}`;
    const ended = ends({ ...record, ...end, message, ...told(context, record, report), ...large, state: state.kept });
    const next = endOrAgain(context, record, ended);
    return { record: next.record, writes: [...next.writes, ...state.writes, ...(await countIn(context.table, ended))] };
  });
}

/** Of a run that was past its time limit and grace when its sandbox was stopped from outside. */
export const overtime: Facts = { kind: 'stopped', by: 'timeout', detail: 'its runner did not stop it in time, so its sandbox was stopped' };

/** The report's facts in the form that the one function from facts to status takes. */
function factsOf(report: Report, { limits }: Pick<RunRecord, 'limits'>): Facts {
  const { endedBy, exitCode, signal, exception, result, message } = report.facts;
  const detail = message ?? null;
  if (endedBy === 'lost') return isOvertime(limits, report.metrics.wallMs) ? overtime : { kind: 'lost' };
  if (endedBy === 'canceled' || endedBy === 'declined') return { kind: endedBy };
  if (endedBy === 'start-failed') return { kind: 'start-failed', detail: detail ?? result.detail };
  if (endedBy !== null) return { kind: 'stopped', by: endedBy, detail };
  const exceptionText = exception ? `${exception.type}: ${exception.message}`.replace(/: $/, '').split('\n', 1).join('') : null;
  return {
    kind: 'ended',
    exitCode,
    signal,
    hasException: exception !== null,
    exceptionText,
    result: result.state,
    detail: result.detail ?? detail ?? silence(report),
  };
}

/** A script that did nothing that anybody could see may be missing its call of main. */
function silence(report: Report): string | null {
  const silent = report.log.bytes === 0 && report.result === null && report.artifacts.length === 0 && report.facts.exitCode === 0;
  return silent
    ? 'The script ended with exit code 0 and left nothing: no output, no result, no artifact. If more was meant, define main(...) or write statements.'
    : null;
}

function told(context: RunsContext, record: RunRecord, report: Report) {
  const endedAt = context.now();
  const { bytes, lines, droppedBytes } = report.log;
  return {
    exitCode: report.facts.exitCode,
    signal: report.facts.signal,
    exception: report.facts.exception,
    limitsHit: report.facts.limitsHit,
    artifacts: report.artifacts,
    artifactsDropped: report.artifactsDropped,
    metrics: report.metrics,
    walls: report.walls,
    python: report.python,
    log: { bytes, lines, droppedBytes },
    endedAt: endedAt.toISOString(),
    phases: clocks(record, endedAt, report),
  };
}

/** What may be large, in the bucket before the run ends: what is there and belongs to no end is forgotten with the run. */
async function keptLarge(
  { bucket }: RunsContext,
  { runId, attempt, result, variables }: Report,
): Promise<Record<'result' | 'variables', Kept | null>> {
  const key = (name: string) => `${attemptPrefix({ id: runId, attempt })}${name}.json`;
  return {
    result:
      result?.kind === 'file'
        ? { kind: 'bucket', key: key('result'), bytes: result.bytes }
        : result && (await keep(bucket, key('result'), json.parse(result.value))),
    variables: variables && (await keep(bucket, key('variables'), variables)),
  };
}

/** The four clocks, and the finer phases that the runner measured; all in milliseconds. */
function clocks(record: RunRecord, endedAt: Date, report: Report | null): Record<string, number> {
  const since = Date.parse(waitsSince(record));
  const admitted = record.admittedAt === null ? endedAt.getTime() : Date.parse(record.admittedAt);
  const started = record.startedAt === null ? null : Date.parse(record.startedAt);
  const runningMs = report?.metrics.wallMs ?? (started === null ? 0 : endedAt.getTime() - started);
  return {
    ...record.phases,
    ...report?.phases,
    queuedMs: Math.max(0, admitted - since),
    startingMs: record.admittedAt === null ? 0 : Math.max(0, (started ?? endedAt.getTime()) - admitted),
    runningMs,
    reportingMs: started === null ? 0 : Math.max(0, Math.round(endedAt.getTime() - started - runningMs)),
  };
}
