import { AppError } from '../../../core/errors.ts';
import { reportRun as route } from '../../../core/routes/runner.ts';
import { isTerminal } from '../../../core/run.ts';
import type { Report } from '../../../core/schemas/report.ts';
import { http } from '../../doors/http.ts';
import type { Services } from '../../services.ts';
import { isOf, readReport, reportKey } from '../../stores/runs/report.ts';
import type { RunRecord } from '../../stores/runs/record.ts';

export const reportRun = http(route, async ({ params, body, services }) => {
  const { stores, bucket, callbacks } = services;
  const seen = await stores.attempts.authorized(params.run, body.session);
  const { record, row } = seen;
  if (isTerminal(record.status)) return {};
  if (row.reportedAt === null) await keep(bucket, record, body.report);
  const at = { runId: record.id, attempt: record.attempt };
  // The tokens are read in the write that notes the report: Run's token is either seen here, or its step sees the note.
  const { runToken } = await stores.attempts.reported(at, seen);
  if (runToken !== null) await callbacks.succeed(runToken, {});
  return {};
});

async function keep(bucket: Services['bucket'], record: RunRecord, given: Report | 'uploaded'): Promise<void> {
  if (given === 'uploaded') return expectUploaded(bucket, record);
  if (!isOf(given, record))
    throw misfit(`the report of ${record.id}, attempt ${record.attempt}`, `${given.runId}, attempt ${given.attempt}`);
  await bucket.put(reportKey(record), Buffer.from(JSON.stringify(given)));
}

async function expectUploaded(bucket: Services['bucket'], record: RunRecord): Promise<void> {
  const found = await readReport(bucket, record);
  if (found.kind !== 'report') throw misfit('the report where its grant said', found.kind === 'none' ? 'nothing' : found.why);
}

function misfit(expected: string, got: string): AppError {
  return new AppError('bad-request', undefined, [{ field: 'report', expected, got: got.slice(0, 1000) }]);
}
