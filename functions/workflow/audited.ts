import type { Report } from '../../core/schemas/report.ts';
import type { Bucket } from '../ports/bucket.ts';
import { auditArtifacts } from '../stores/runs/audit.ts';
import { attemptPrefix } from '../stores/runs/record.ts';
import type { RunRecord } from '../stores/runs/record.ts';

/** The report as far as it is true of what lies in the bucket: a runner may have been cut off between saying and storing, and grants bound only single objects. */
export async function audited(bucket: Bucket, record: RunRecord, told: Report): Promise<Report> {
  const { artifacts, dropped, logDroppedBytes } = await auditArtifacts(bucket, record, told);
  const log = { ...told.log, droppedBytes: told.log.droppedBytes + logDroppedBytes };
  const report = { ...told, artifacts, artifactsDropped: told.artifactsDropped + dropped, log };
  if (report.result?.kind !== 'file' || (await bucket.size(`${attemptPrefix(record)}result.json`)) === report.result.bytes) return report;
  const result = { state: 'invalid', from: report.facts.result.from, detail: 'it was not stored whole' } as const;
  return { ...report, result: null, facts: { ...report.facts, result } };
}
