import { AppError } from '../../../core/errors.ts';
import type { Run } from '../../../core/schemas/run.ts';
import { run as runSchema } from '../../../core/schemas/run.ts';
import type { RunsContext } from './context.ts';
import { isExpired } from './expired.ts';
import { parseRun, runKey } from './record.ts';
import type { RunRecord } from './record.ts';
import { reportBytes } from './report.ts';
import { recall } from './values.ts';

/** Results and inputs above this many bytes are not part of the record's answer but fetched alone. */
const shownBytes = 5 * 1024 * 1024;

/** @throws AppError `not-found`. */
export async function readRecord(context: RunsContext, runId: string): Promise<RunRecord> {
  const row = await context.table.get(runKey(runId));
  if (!row || isExpired(context, row)) throw new AppError('not-found', `There is no run ${runId}; \`GET /v1/runs\` lists them.`);
  return parseRun(row);
}

/** The run as the API shows it, with input and result read back. */
export async function toRun(context: RunsContext, record: RunRecord): Promise<Run> {
  const [input, result, variables] = await Promise.all([
    recall(context.bucket, record.input, shownBytes),
    recall(context.bucket, record.result, shownBytes),
    recall(context.bucket, record.variables, reportBytes),
  ]);
  const tooLarge = record.result?.kind === 'bucket' && record.result.bytes > shownBytes;
  const sandbox = context.sizeOf?.(record.limits, record.cpu) ?? null;
  return runSchema.parse({ ...record, input, result, variables, resultUrl: tooLarge ? `/v1/runs/${record.id}/result` : null, sandbox });
}
