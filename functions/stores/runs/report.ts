import type { Report } from '../../../core/schemas/report.ts';
import { report as reportSchema } from '../../../core/schemas/report.ts';
import type { Bucket } from '../../ports/bucket.ts';
import { faultOfShape } from './report-shape.ts';
import { attemptPrefix } from './record.ts';
import type { RunRecord } from './record.ts';

/** The largest report that is taken, in bytes: variables and state may be large. */
export const reportBytes = 64 * 1024 * 1024;

/** Where the report of the run's present attempt lies, whether it came in a request or by a grant. */
export function reportKey(run: Pick<RunRecord, 'id' | 'attempt'>): string {
  return `${attemptPrefix(run)}report.json`;
}

/** What lies under a run's report key: nothing, the report of its present attempt, or something else, with why in a sentence. */
export type FoundReport = { kind: 'none' } | { kind: 'report'; report: Report } | { kind: 'unusable'; why: string };

export async function readReport(bucket: Bucket, { id, attempt }: Pick<RunRecord, 'id' | 'attempt'>): Promise<FoundReport> {
  const bytes = await bucket.read(reportKey({ id, attempt }));
  if (bytes === null) return { kind: 'none' };
  const fault = faultOfShape(bytes);
  if (fault !== null) return { kind: 'unusable', why: fault };
  const parsed = reportSchema.safeParse(jsonOf(Buffer.from(bytes).toString('utf8')));
  if (!parsed.success)
    return { kind: 'unusable', why: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') };
  return isOf(parsed.data, { id, attempt })
    ? { kind: 'report', report: parsed.data }
    : { kind: 'unusable', why: `it is the report of ${parsed.data.runId}, attempt ${parsed.data.attempt}` };
}

/** Whether the report is that of the run's present attempt. */
export function isOf(report: Pick<Report, 'runId' | 'attempt'>, { id, attempt }: Pick<RunRecord, 'id' | 'attempt'>): boolean {
  return report.runId === id && report.attempt === attempt;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
